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

it('what comes while a piece is being kept is one entry, before any of it goes on', async () => {
  const pieces = Array.from({ length: 500 }, (_, at) => Buffer.from(`${at},`));
  const parts: SendingPart[] = [];
  let kept = 0;
  const slow: RequestRecorder['sending'] = (part, go) => {
    parts.push(part);
    setTimeout(() => {
      kept += part.bytes;
      go(true);
    }, 5);
  };
  const body = new Readable({ read: () => undefined });
  const recorded = recordedBody(body, { sending: slow } as RequestRecorder, 'whole', () =>
    expect.unreachable(),
  );
  for (const piece of pieces) body.push(piece);
  body.push(null);
  const sent: Buffer[] = [];
  for await (const piece of recorded) {
    sent.push(piece);
    expect(Buffer.concat(sent).length).toBeLessThanOrEqual(kept);
  }
  const whole = Buffer.concat(pieces);
  expect(Buffer.concat(sent).equals(whole)).toBe(true);
  expect(Buffer.concat(parts.flatMap(({ body: stored }) => stored)).equals(whole)).toBe(true);
  expect(parts.length).toBeLessThan(10);
});
