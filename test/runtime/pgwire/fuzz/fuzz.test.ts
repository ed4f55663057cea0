/**
 * Coverage-guided fuzzing of what reads a stranger's first bytes, for some seconds: the framer, and the start of a connection. The seed is
 * new in each run, and stands in the error of an input that breaks a promise. `DLP_FUZZ_SECONDS=600 DLP_FUZZ_KEEP=1` searches longer and keeps
 * what it finds.
 */
import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Framer, type FrameSink } from '../../../../runtime/src/pgwire/codec/framer.ts';
import { ChannelClosed } from '../../../../runtime/src/pgwire/startup/handshake-channel.ts';
import { receiveClient } from '../../../../runtime/src/pgwire/startup/receive-client.ts';
import { Refusal } from '../../../../runtime/src/pgwire/startup/refusal.ts';
import { MemoryChannel } from '../startup/memory-channel.ts';
import { fuzz, type Target } from './fuzz.ts';

const READINGS = ['stream', 'whole', 'drop', 'whole', 'stop', 'whole'] as const;
const DISPOSITIONS = ['pass', 'drop', 'wait', 'stop'] as const;

/** What the framer makes of the bytes: by its type, a message streams, is collected, waits once, is replaced, or ends it all. */
function framed(chunks: readonly Buffer[]): string {
  const seen: string[] = [];
  const passed: Buffer[] = [];
  const waited = new Set<number>();
  let messages = 0;
  const sink: FrameSink = {
    // It may be asked again for a message that waited.
    begin: (type) => READINGS[type % READINGS.length] ?? 'stop',
    message: (type, bytes, start, end) => {
      const disposition = DISPOSITIONS[type % 5] ?? Buffer.from('instead');
      if (disposition === 'wait' && !waited.has(messages)) {
        waited.add(messages);
        return 'wait';
      }
      messages += 1;
      seen.push(`message ${bytes.subarray(start, end).toString('hex')}`);
      return disposition === 'wait' ? 'pass' : disposition;
    },
    pass: (bytes) => passed.push(Buffer.from(bytes)),
    broken: (type, length) => seen.push(`broken ${type} ${length}`),
  };
  const framer = new Framer(sink);
  for (const chunk of chunks) {
    framer.push(chunk);
    while (framer.waiting) framer.resume();
  }
  return [...seen, `passed ${Buffer.concat(passed).toString('hex')}`, `middle ${framer.midMessage}`].join(
    '\n',
  );
}

/** What a connection comes to that begins with these bytes. */
async function started(chunks: readonly Buffer[]): Promise<string> {
  const channel = new MemoryChannel().feed(...chunks).end();
  let outcome: string;
  try {
    outcome = JSON.stringify(await receiveClient(channel, { offered: false, required: false }), (_, value) =>
      value instanceof Map ? [...value] : value,
    );
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ChannelClosed)) throw error;
    outcome = error.message;
  }
  const written = Buffer.concat(channel.written);
  expect(written.length).toBeLessThan(1_000);
  return `${outcome} ${written.toString('hex')}`;
}

const TARGETS: readonly Target[] = [
  {
    corpus: 'framer',
    files: ['/pgwire/codec/framer.ts'],
    check: (input, cut) => {
      expect(framed([input.subarray(0, cut), input.subarray(cut)])).toBe(framed([input]));
    },
  },
  {
    corpus: 'start-up',
    files: [
      ...['/startup/receive-client.ts', '/startup/startup-parameters.ts', '/codec/decode-startup.ts'],
      '/codec/byte-reader.ts',
    ],
    check: async (input, cut) => {
      expect(await started([input.subarray(0, cut), input.subarray(cut)])).toBe(await started([input]));
    },
  },
];

describe('whatever comes, cut anywhere', () => {
  it.each(TARGETS)(
    '$corpus',
    async (target) => {
      const { inputs, known, reached } = await fuzz(target, randomInt(2 ** 32));
      // Coverage is seen, and the search stands on the corpus.
      expect(known).toBeGreaterThan(20);
      expect(reached).toBeGreaterThanOrEqual(known);
      expect(inputs).toBeGreaterThan(0);
    },
    120_000,
  );
});
