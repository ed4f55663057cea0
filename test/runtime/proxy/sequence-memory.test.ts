/** No older bundle comes back, whatever is restarted, lost or damaged in between. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoadedBundle } from '../../../runtime/src/bundle/load-bundle.ts';
import type { TrustConfig } from '../../../runtime/src/config/config.ts';
import { readFile } from '../../../runtime/src/json-file/read-file.ts';
import { replaceFile } from '../../../runtime/src/proxy/replace-file.ts';
import { SequenceMemory } from '../../../runtime/src/proxy/sequence-memory.ts';
import { bundleOf } from './proxy-fixture.ts';

let directory = '';
let state = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-sequence-'));
  state = join(directory, 'sequence.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

function memory(trust: Partial<TrustConfig> | null = {}): SequenceMemory {
  const whole = { keys: [], required: true, minSequence: 0, state: null };
  return new SequenceMemory(trust === null ? null : { ...whole, ...trust }, { readFile, replaceFile });
}

function signed(sequence: number, revision = `r${sequence}`): LoadedBundle {
  return { ...bundleOf(revision, undefined, { sequence }), signer: 'k' };
}

function unsigned(sequence: number): LoadedBundle {
  return { ...signed(sequence), signer: null };
}

describe('in one run', () => {
  test('a newer bundle is taken, the same one again, and no older one', async () => {
    const sequences = memory();
    expect(await sequences.take(signed(7))).toBeNull();
    expect(await sequences.take(signed(7))).toBeNull();
    expect(await sequences.take(signed(6))).toBe(
      'the bundle has sequence 6, and one with 7 was taken before it: to go back, compile the policies with a higher `--sequence`',
    );
    expect(await sequences.take(signed(0))).toMatch(/^the bundle has sequence 0, and one with 7/);
    expect(await sequences.take(signed(8))).toBeNull();
    expect(await sequences.take(signed(7))).toMatch(/one with 8 was taken/);
  });

  test('a sequence names one bundle', async () => {
    const sequences = memory();
    expect(await sequences.take(signed(7, 'a'))).toBeNull();
    expect(await sequences.take(signed(7, 'b'))).toBe(
      'the bundle has sequence 7, as another one that was taken before it: compile the policies with a higher `--sequence`',
    );
  });

  test('bundles of sequence 0 come in any order', async () => {
    const sequences = memory();
    for (const revision of ['a', 'b', 'a']) expect(await sequences.take(signed(0, revision))).toBeNull();
  });

  test('an objection alone remembers nothing', async () => {
    const sequences = memory();
    expect(await sequences.objection(signed(9))).toBeNull();
    expect(await sequences.take(signed(8))).toBeNull();
  });

  test('a bundle below the configured bound is refused', async () => {
    const sequences = memory({ minSequence: 5 });
    expect(await sequences.take(signed(4))).toBe('the bundle has sequence 4, and `trust.minSequence` is 5');
    expect(await sequences.take(signed(5))).toBeNull();
  });

  test('what nobody vouches for is neither judged nor remembered', async () => {
    const sequences = memory({ required: false, state });
    expect(await sequences.take(unsigned(99))).toBeNull();
    expect(await sequences.take(signed(3))).toBeNull();
    expect(await sequences.take(unsigned(1))).toBeNull();
    expect(await sequences.take(signed(2))).toMatch(/one with 3 was taken/);
    const withoutTrust = memory(null);
    for (const sequence of [9, 1]) expect(await withoutTrust.take(unsigned(sequence))).toBeNull();
  });
});

describe('across restarts', () => {
  test('the file remembers, readable by its owner alone, and no other file stays', async () => {
    expect(await memory({ state }).take(signed(7))).toBeNull();
    expect(readFileSync(state, 'utf8')).toBe('{\n  "sequence": 7,\n  "revision": "r7"\n}\n');
    if (process.platform !== 'win32') expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['sequence.json']);
    expect(await memory({ state }).take(signed(6))).toMatch(/one with 7 was taken/);
    expect(await memory({ state }).take(signed(7, 'other'))).toMatch(/as another one/);
    expect(await memory({ state }).take(signed(7))).toBeNull();
  });

  test('a run that was cut short while it wrote disturbs nothing', async () => {
    writeFileSync(join(directory, '.sequence.json.new'), '{"seq');
    expect(await memory({ state }).take(signed(7))).toBeNull();
    expect(readdirSync(directory)).toEqual(['sequence.json']);
  });

  test('a file that is lost while the proxy runs is not forgotten', async () => {
    const sequences = memory({ state });
    await sequences.take(signed(7));
    rmSync(state);
    expect(await sequences.take(signed(6))).toMatch(/one with 7 was taken/);
  });

  test('any order of bundles and restarts keeps the highest', async () => {
    const steps = fc.array(fc.record({ sequence: fc.integer({ min: 0, max: 6 }), restart: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        rmSync(state, { force: true });
        let [sequences, highest] = [memory({ state }), 0];
        for (const { sequence, restart } of list) {
          if (restart) sequences = memory({ state });
          const objection = await sequences.take(signed(sequence));
          expect(objection === null).toBe(sequence >= highest);
          highest = Math.max(highest, sequence);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('nothing is taken', () => {
  test.each([
    ['that is empty', ''],
    ['that is cut off', '{"sequence": 7'],
    ['with another key', '{"sequence": 7, "revision": "r7", "more": 1}'],
    ['with no number', '{"sequence": "7", "revision": "r7"}'],
    ['with a number below 1', '{"sequence": -1, "revision": "r7"}'],
    ['that is huge', `{"sequence": 7, "revision": "${'x'.repeat(2000)}"}`],
  ])('by a file %s', async (_, text) => {
    writeFileSync(state, text, { mode: 0o600 });
    expect(await memory({ state }).take(signed(9))).toMatch(/^the file `.*sequence\.json` /);
    expect(readFileSync(state, 'utf8')).toBe(text);
  });

  test.skipIf(process.platform === 'win32')('by a file that others can change', async () => {
    writeFileSync(state, '{"sequence": 1, "revision": "r1"}');
    chmodSync(state, 0o666);
    expect(await memory({ state }).take(signed(9))).toMatch(/can be changed by others than its owner$/);
  });

  test('where it cannot be written down', async () => {
    const nowhere = join(directory, 'gone', 'sequence.json');
    const sequences = memory({ state: nowhere });
    expect(await sequences.take(signed(9))).toBe(
      `the sequence of the bundle cannot be written to \`${nowhere}\`: its directory does not exist`,
    );
    // It was not taken, so it is not held against an older one either.
    expect(await sequences.objection(signed(8))).toBeNull();
  });
});
