/** Journals in memory, filled with entries of made-up kinds. */
import { generateKeyPairSync } from 'node:crypto';
import type { Definition } from '../../../runtime/src/records/journal/entry.ts';
import type { JsonObject } from '../../../runtime/src/records/journal/format.ts';
import { Journal, type JournalOptions } from '../../../runtime/src/records/journal/journal.ts';
import type { ReadEntry } from '../../../runtime/src/records/journal/read-batch.ts';
import { readEntries } from '../../../runtime/src/records/journal/read-segment.ts';
import type { RecordsFiles } from '../../../runtime/src/records/journal/records-files.ts';
import { Surroundings } from '../../../runtime/src/records/journal/surroundings.ts';

export const { privateKey, publicKey } = generateKeyPairSync('ed25519');

export function beginJournal(files: RecordsFiles, changes: Partial<JournalOptions> = {}): Promise<Journal> {
  return Journal.begin({
    ...{ files, key: privateKey, rotateBytes: 1e9, rotateMilliseconds: 1e9, worker: 1, now: Date.now },
    waitsForDisk: true,
    surroundings: new Surroundings(files, privateKey),
    onClosed: () => undefined,
    onFailure: () => undefined,
    ...changes,
  });
}

/** Resolves to whether the entry was kept. */
export function append(
  journal: Journal,
  kind: string,
  data: JsonObject = {},
  body = '',
  about: readonly Definition[] = [],
): Promise<boolean> {
  return new Promise((resolve) => {
    journal.append({ kind, data, about, body: body === '' ? [] : [Buffer.from(body)] }, 'durable', resolve);
  });
}

export function framesOf(segment: Buffer): readonly ReadEntry[] {
  const frames: ReadEntry[] = [];
  readEntries(segment, (frame) => frames.push(frame));
  return frames;
}

export function kindsOf(segment: Buffer): readonly unknown[] {
  return framesOf(segment).map(({ head }) => head.kind);
}
