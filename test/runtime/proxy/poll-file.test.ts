import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type FilePoll, fileSignature, pollFile } from '../../../runtime/src/proxy/poll-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-poll-'));
const polls: FilePoll[] = [];
afterEach(() => {
  for (const poll of polls.splice(0)) poll.stop();
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Starts to poll; `change` makes a change and resolves when it was noticed. */
async function polled(path: string, answers: boolean[] = []) {
  let notice = Promise.withResolvers<void>();
  let calls = 0;
  const onChange = async () => {
    calls++;
    notice.resolve();
    return answers.shift() ?? true;
  };
  polls.push(pollFile({ path, since: await fileSignature(path), onChange, intervalMilliseconds: 10 }));
  return {
    calls: () => calls,
    change: async (make: () => void) => {
      notice = Promise.withResolvers();
      make();
      await notice.promise;
    },
  };
}

/** Until what stands still was most likely looked at: seen through another poll of the same pace. */
async function aWhile(): Promise<void> {
  const path = join(directory, 'witness');
  const witness = await polled(path);
  await witness.change(() => writeFileSync(path, String(Math.random())));
}

test('a file is noticed when it is written, replaced, removed and made', async () => {
  const path = join(directory, 'file');
  writeFileSync(path, 'one');
  const { change, calls } = await polled(path);
  await aWhile();
  expect(calls()).toBe(0);
  await change(() => writeFileSync(path, 'two'));
  await change(() => {
    writeFileSync(join(directory, 'new'), 'thr');
    renameSync(join(directory, 'new'), path);
  });
  await change(() => unlinkSync(path));
  await change(() => writeFileSync(path, 'four'));
  await aWhile();
  expect(calls()).toBe(4);
});

test('a file behind a symbolic link is noticed when the link leads elsewhere', async () => {
  for (const name of ['a', 'b']) writeFileSync(join(directory, name), 'same');
  const link = join(directory, 'link');
  symlinkSync('a', link);
  const { change } = await polled(link);
  await change(() => {
    symlinkSync('b', join(directory, 'next'));
    renameSync(join(directory, 'next'), link);
  });
});

test('a file that could not be used is looked at again although it stands still', async () => {
  const path = join(directory, 'bad');
  const { change, calls } = await polled(path, [false, false, true]);
  await change(() => writeFileSync(path, 'bad'));
  await change(() => undefined);
  await change(() => undefined);
  await aWhile();
  expect(calls()).toBe(3);
});
