/**
 * Sessions are replayed from any statement on as they are from their beginning, and read from where that statement's answers can be understood. Random sessions
 * judge it; DLP_RANDOM_SESSIONS makes more of them.
 */
import { expect, test } from 'vitest';
import { momentObject } from '../../../runtime/src/cli/sessions/moment-object.ts';
import { sessionMoments } from '../../../runtime/src/cli/sessions/session-moments.ts';
import { RecordIndex } from '../../../runtime/src/records/index/record-index.ts';
import { RecordsTail } from '../../../runtime/src/records/index/records-tail.ts';
import { compressSegment } from '../../../runtime/src/records/journal/compress-segment.ts';
import { segmentFile } from '../../../runtime/src/records/journal/segment-name.ts';
import { segmentNames } from '../../../runtime/src/records/journal/surroundings.ts';
import type { ReadFiles } from '../../../runtime/src/records/read/read-entries.ts';
import { replaySession } from '../../../runtime/src/records/reader/replay-session.ts';
import { beginJournal, kindsOf } from './journal-fixture.ts';
import { type MemoryFiles, memoryFiles } from './memory-files.ts';
import {
  appender,
  httpVisit,
  type Random,
  seeded,
  sqlSession,
  type WritingSession,
} from './random-session.ts';

const ROUNDS = Number(process.env.DLP_RANDOM_SESSIONS ?? 6);

interface Written {
  readonly files: MemoryFiles;
  readonly index: RecordIndex;
  readonly ids: readonly string[];
}

/** Several sessions in one journal of many segments; the index looks at it now and then while it is written, and so does `watch`. */
async function write(
  random: Random,
  statements: number,
  { late = true, watch }: { late?: boolean; watch?: (world: Written) => Promise<void> } = {},
): Promise<Written> {
  const files = memoryFiles();
  const index = new RecordIndex(':memory:');
  const journal = await beginJournal(files, { rotateBytes: 4_000, waitsForDisk: false });
  const append = appender(journal);
  let writing: WritingSession[] = [
    sqlSession(append, '00000000-0000-4000-8000-000000000001', statements, random, late),
    sqlSession(append, '00000000-0000-4000-8000-000000000002', statements, random, late),
    httpVisit(append, '00000000-0000-4000-8000-000000000003', statements, random),
  ];
  const world = { files, index, ids: writing.map(({ id }) => id) };
  while (writing.length > 0) {
    const one = writing[random(writing.length)];
    if (one?.step() === false) writing = writing.filter((other) => other !== one);
    if (random(4) === 0) await new Promise((resolve) => setImmediate(resolve));
    if (random(20) === 0) await index.update(files);
    if (random(10) === 0) await watch?.(world);
    if (random(50) === 0) await compressOne(files, random);
  }
  await journal.close();
  while (await compressOne(files, random));
  await index.update(files);
  await watch?.(world);
  return world;
}

/** One that is closed. False where there is none, or none was wanted. */
async function compressOne(files: MemoryFiles, random: Random): Promise<boolean> {
  const plain = (await segmentNames(files)).filter(({ compressed }) => !compressed);
  const name = plain[random(plain.length)];
  const bytes = name === undefined ? undefined : files.content.get(segmentFile(name));
  if (name === undefined || bytes === undefined || !kindsOf(bytes).includes('segment.close')) return false;
  await compressSegment(files, name);
  return true;
}

async function told(files: ReadFiles, index: RecordIndex, id: string, from: number | null) {
  const moments: (Record<string, unknown> & { kind?: unknown; n?: unknown })[] = [];
  for await (const { session, moment } of sessionMoments(files, index, id, from))
    moments.push(momentObject(moment, session));
  return moments;
}

test(`what is replayed from a statement on is the end of what is replayed from the beginning (${ROUNDS} rounds)`, async () => {
  const first = Date.now() % 1_000_000;
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = first + round;
    const random = seeded(seed);
    const { files, index, ids } = await write(random, 40);
    for (const id of ids) {
      const whole = await told(files, index, id, null);
      expect(whole.filter(({ kind }) => kind === 'asked').length, `seed ${seed}`).toBe(40);
      for (const from of [1, ...Array.from({ length: 10 }, () => 2 + random(38)), 40]) {
        const start = whole.findIndex(({ kind, n }) => kind === 'asked' && Number(n) >= from);
        const tail = whole.filter(
          ({ kind, n }, at) => at >= start && !(kind === 'answered' && n !== null && Number(n) < from),
        );
        expect(await told(files, index, id, from), `seed ${seed}, from ${from}`).toEqual(tail);
      }
    }
    index.close();
  }
}, 120_000);

test('a page of statements is the same as it was when all before it is read', async () => {
  const first = Date.now() % 1_000_000;
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = first + round;
    const random = seeded(seed);
    const { files, index, ids } = await write(random, 40);
    const questions = ids.flatMap((session) =>
      [1, 1 + random(40), 1 + random(40), 39, 41].map((from) => ({
        ...{ kind: 'replay' as const, session, from, statements: 1 + random(20) },
        row: random(3) === 0 ? random(150) : 0,
      })),
    );
    const pages = [];
    for (const question of questions) pages.push(await replaySession(files, index, question));
    // From now on the index knows no better place than the beginning, and no end.
    index.run('UPDATE statements SET place_segment = 1, place_offset = 0, answered_segment = 1000000');
    for (const [at, question] of questions.entries())
      expect(pages[at], `seed ${seed}, ${JSON.stringify(question)}`).toEqual(
        await replaySession(files, index, question),
      );
    index.close();
  }
}, 120_000);

test('no more is read than the segments around a statement, however long the session', async () => {
  const { files, index, ids } = await write(seeded(7), 400, { late: false });
  const segments = (await files.list()).length;
  expect(segments).toBeGreaterThan(50);
  let reads = 0;
  const counting: ReadFiles = {
    list: () => files.list(),
    read: (name) => {
      reads += 1;
      return files.read(name);
    },
  };
  for (const session of ids)
    for (const from of [1, 130, 260, 380]) {
      reads = 0;
      const page = await replaySession(counting, index, {
        ...{ kind: 'replay', session, from, statements: 5, row: 0 },
      });
      expect(page?.statements.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4].map((one) => from + one));
      expect(page?.statements.every(({ answers }) => answers.length > 0)).toBe(true);
      // Answers to five statements, among those of two other sessions.
      expect(reads, session + from).toBeLessThan(segments / 4);
    }
  index.close();
}, 60_000);

test('what is followed is what comes behind the place where it began, whatever sessions were in the middle of', async () => {
  const first = Date.now() % 1_000_000;
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = first + round;
    const random = seeded(seed);
    let tail: RecordsTail | null = null;
    const before = new Map<string, number>();
    const followed = new Map<string, unknown[]>();
    const { files, index, ids } = await write(random, 40, {
      late: false,
      watch: async (world) => {
        if (tail === null) {
          if (random(4) > 0) return;
          const copy = new RecordIndex(':memory:');
          await copy.update(world.files);
          tail = new RecordsTail(copy);
          for (const id of world.ids) before.set(id, (await told(world.files, copy, id, null)).length);
          copy.close();
          return;
        }
        for (const { session, moment } of await tail.look(world.files))
          followed.set(session?.id ?? '', [
            ...(followed.get(session?.id ?? '') ?? []),
            momentObject(moment, session),
          ]);
      },
    });
    for (const id of ids)
      expect(followed.get(id) ?? [], `seed ${seed}`).toEqual(
        (await told(files, index, id, null)).slice(before.get(id)),
      );
    index.close();
  }
}, 120_000);
