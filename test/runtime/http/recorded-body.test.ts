/** A body whose record fails ends in an error, whichever entry it is that cannot be kept: the API does not take it for whole. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { recordedBody } from '../../../runtime/src/http/recorded-body.ts';
import type { RequestRecorder, SendingPart } from '../../../runtime/src/http/request-recorder.ts';

function recorder(isKept: (part: SendingPart) => boolean): RequestRecorder {
  const sending: RequestRecorder['sending'] = (part, go) => go(isKept(part));
  return { sending } as RequestRecorder;
}

it.each([
  ['a piece', (part: SendingPart) => part.end !== null],
  ['its end', (part: SendingPart) => part.end === null],
])('where %s cannot be kept', async (_, isKept) => {
  let unkept = 0;
  const body = Readable.from([Buffer.from('one'), Buffer.from('two')]);
  const recorded = recordedBody(body, recorder(isKept), 'whole', () => {
    unkept += 1;
  });
  await expect(buffer(recorded)).rejects.toThrow('could not be put on record');
  expect(unkept).toBe(1);
});

it('and comes whole where all of it is kept', async () => {
  const recorded = recordedBody(
    Readable.from([Buffer.from('one'), Buffer.from('two')]),
    recorder(() => true),
    'whole',
    () => expect.unreachable(),
  );
  expect((await buffer(recorded)).toString()).toBe('onetwo');
});
