/** What goes wrong in one feature answers that request alone. */
import { expect, test } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { answer } from '../../lsp/src/answer.ts';

function withLog(): { connection: Parameters<typeof answer>[0]; log: string[] } {
  const log: string[] = [];
  // The rest of a console is not spoken to.
  const console = { error: (message: string) => log.push(message) };
  return { connection: { console } as unknown as Parameters<typeof answer>[0], log };
}

test('an error is logged with the name of the feature, and the answer is empty', async () => {
  const { connection, log } = withLog();
  const broken = answer(connection, 'hover', null, async () => {
    throw new Error('broken');
  });
  expect(await broken({}, new CancellationTokenSource().token)).toBeNull();
  expect(log.join()).toMatch(/^hover: Error: broken/);
});

test('a request that was cancelled is not worked on', async () => {
  const { connection } = withLog();
  let worked = false;
  const source = new CancellationTokenSource();
  source.cancel();
  const feature = answer(connection, 'hover', null, async () => {
    worked = true;
    return null;
  });
  const answered = await feature({}, source.token);
  expect(answered).toBeInstanceOf(ResponseError);
  expect((answered as ResponseError).code).toBe(LSPErrorCodes.RequestCancelled);
  expect(worked).toBe(false);
});

test('one that is cancelled while it is worked on says so', async () => {
  const { connection } = withLog();
  const source = new CancellationTokenSource();
  const feature = answer(connection, 'hover', null, async () => {
    source.cancel();
    return null;
  });
  expect(await feature({}, source.token)).toBeInstanceOf(ResponseError);
});
