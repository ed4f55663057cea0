/** Sessions on record as nobody would write them: answers cut anywhere, pipelines, portals that are fetched from again, requests that are answered at a time. */
import type { Definition } from '../../../runtime/src/records/journal/entry.ts';
import type { JsonObject } from '../../../runtime/src/records/journal/format.ts';
import type { Journal } from '../../../runtime/src/records/journal/journal.ts';

/** A number from 0 on and below `end`. */
export type Random = (end: number) => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

export interface WritingSession {
  readonly id: string;
  /** Writes some more. False where nothing is left to be written. */
  step(): boolean;
}

type Append = (kind: string, about: readonly Definition[], data: JsonObject, body?: Buffer) => void;

export function appender(journal: Journal): Append {
  return (kind, about, data, body = Buffer.alloc(0)) =>
    journal.append({ kind, about, data, body: [body] }, 'written', null);
}

function definition(what: string, told: JsonObject): Definition {
  return { what, describe: () => told };
}

function sessionDefinition(id: string, protocol: string): Definition {
  return definition('session', {
    ...{ id, protocol, source: 'crm', user: 'mallory', address: '::1', application: '' },
    ...{ startedAt: 1_000, caller: { sub: 'mallory', kind: 'human' }, task: {} },
  });
}

/** Statements and bytes to the client, which belong to each other only by their order. `late`: whether earlier statements may be answered again at any time. */
export function sqlSession(
  append: Append,
  id: string,
  statements: number,
  random: Random,
  late = true,
): WritingSession {
  const session = sessionDefinition(id, 'postgresql');
  let asked = 0;
  /** What crosses next, and which ends of answers are told when its last byte has crossed. */
  const due: { readonly bytes: Buffer; readonly told: JsonObject | null }[] = [];
  let told: JsonObject[] = [];
  let crossing = Buffer.alloc(0);
  append('session.begin', [session], {});

  const ask = (): void => {
    asked += 1;
    const n = asked;
    const text = definition('statement', { asked: [`select ${n}`], runs: null, accesses: [], rules: [] });
    const columns = definition('columns', { names: ['a', 'b'], classes: 'pm' });
    append('sql.asked', [session, text, columns], { n, protocol: 'extended', decision: 'forward' });
    // Descriptions come with the answer, or before it, or not at all.
    if (random(3) > 0) due.push({ bytes: rowDescription(`c${n}`), told: null });
    if (random(4) === 0) due.push({ bytes: message('Z', Buffer.from('I')), told: null });
    answer(n);
    if (late && random(5) === 0) answer(1 + random(n));
    if (random(2) === 0) due.push({ bytes: message('Z', Buffer.from('I')), told: null });
  };
  const answer = (n: number): void => {
    let rows = 0;
    for (let left = random(random(8) === 0 ? 200 : 5); left > 0; left -= 1) {
      rows += 1;
      due.push({ bytes: dataRow([`${n}:${rows}`, 'x'.repeat(random(50))]), told: null });
    }
    if (random(10) === 0) due.push({ bytes: message('d', Buffer.from('copied\n')), told: null });
    if (random(10) === 0) due.push({ bytes: complaint('N', 'a notice'), told: null });
    const [bytes, end] = ending(random(4), rows);
    due.push({ bytes, told: { n, end, rows, bytes: 10, milliseconds: 1 } });
  };
  const cross = (): void => {
    for (let pieces = 1 + random(6); pieces > 0; pieces -= 1) {
      const next = due.shift();
      if (next === undefined) break;
      crossing = Buffer.concat([crossing, next.bytes]);
      if (next.told !== null) told.push(next.told);
    }
    const isLast = due.length === 0;
    const cut = isLast || random(2) === 0 ? crossing.length : random(crossing.length + 1);
    // Ends are told when they have crossed, or later.
    const answers = cut === crossing.length && (isLast || random(4) > 0) ? told : [];
    append('sql.crossed', [session], { answers }, crossing.subarray(0, cut));
    crossing = crossing.subarray(cut);
    if (cut > 0 && answers === told) told = [];
  };
  return {
    id,
    step: () => {
      // A prepared statement is described before it is asked to run.
      if (asked < statements && random(6) === 0) due.push({ bytes: rowDescription('ahead'), told: null });
      else if (asked < statements && (due.length === 0 || (due.length < 10 && random(3) === 0))) ask();
      else if (due.length > 0 || crossing.length > 0) cross();
      else {
        append('session.end', [session], { cause: 'the client left' });
        return false;
      }
      return true;
    },
  };
}

const AT_A_TIME = 5;

/** Requests of which several are answered at a time. */
export function httpVisit(append: Append, id: string, requests: number, random: Random): WritingSession {
  const session = sessionDefinition(id, 'http');
  const open: { readonly n: number; left: number }[] = [];
  let asked = 0;
  append('session.begin', [session], {});
  return {
    id,
    step: () => {
      const answered = open[random(AT_A_TIME)];
      if (answered === undefined && asked < requests && open.length < AT_A_TIME) {
        asked += 1;
        const data = { n: asked, method: 'POST', target: `/things/${asked}`, decision: 'forward' };
        append('http.asked', [session], data, Buffer.from(`{"n":${asked}}`));
        open.push({ n: asked, left: random(5) });
        return true;
      }
      const one = answered ?? open[0];
      if (one === undefined) {
        append('session.end', [session], { cause: 'nothing was asked any more' });
        return false;
      }
      const isLast = one.left === 0;
      const end = isLast ? { end: { kind: 'complete', tag: '200 text/plain' }, rows: 0, bytes: 9 } : {};
      append(
        'http.crossed',
        [session],
        { answers: [{ n: one.n, ...end }] },
        Buffer.from(`piece ${one.left} of ${one.n}\n`),
      );
      one.left -= 1;
      if (isLast) open.splice(open.indexOf(one), 1);
      return true;
    },
  };
}

function ending(which: number, rows: number): readonly [Buffer, JsonObject] {
  switch (which) {
    case 0:
      return [complaint('E', 'division by zero'), { kind: 'error', sqlstate: '22012' }];
    case 1:
      return [message('s', Buffer.alloc(0)), { kind: 'suspended' }];
    case 2:
      return [message('I', Buffer.alloc(0)), { kind: 'empty' }];
    default: {
      const tag = `SELECT ${rows}`;
      return [message('C', Buffer.from(`${tag}\0`)), { kind: 'complete', tag }];
    }
  }
}

function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([header, body]);
}

function complaint(type: string, text: string): Buffer {
  return message(type, Buffer.from(`SERROR\0C22012\0M${text}\0\0`));
}

function rowDescription(name: string): Buffer {
  const count = Buffer.from([0, 1]);
  const rest = Buffer.alloc(18);
  rest.writeUInt32BE(25, 6);
  return message('T', Buffer.concat([count, Buffer.from(`${name}\0`), rest]));
}

function dataRow(cells: readonly string[]): Buffer {
  const parts = cells.map((cell) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(cell.length);
    return Buffer.concat([length, Buffer.from(cell)]);
  });
  return message('D', Buffer.concat([Buffer.from([0, cells.length]), ...parts]));
}
