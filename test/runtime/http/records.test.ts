/** Requests on record: told by the same commands as statements, with nothing in them that a label protects, and kept before anything crosses. */
import { createPublicKey } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSessions } from '../../../runtime/src/cli/sessions/run-sessions.ts';
import type { OpenFile, RecordsFiles } from '../../../runtime/src/records/journal/records-files.ts';
import { recordsFiles } from '../../../runtime/src/records/journal/records-files.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import {
  type ApiWorld,
  apiWorld,
  basic,
  type CallerName,
  compilePeople,
} from '../../attacks-http/world/world.ts';
import { run } from '../../support/programs.ts';
import { writeRecordsKey } from '../../support/recorded-example.ts';

const PERSON = {
  ...{ id: 7, name: 'Ada', email: 'ada@corp.example', ssn: '123-45-6789', phones: ['+49 30 4711'] },
  address: { street: 'Long Lane 1', city: 'Berlin' },
};
const SECRETS = ['ada@corp', '123-45-6789', '6789', '+49 30 4711', 'Long Lane', 'eve@corp', '987-65-4321'];

let directory: string;
let sources: string;
let world: ApiWorld;
let publicKey: string;
let fails = false;

/** The disk, which is full while `fails`. */
function disk(at: string): RecordsFiles {
  const files = recordsFiles(at);
  const create = async (name: string): Promise<OpenFile> => {
    if (fails) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    const file = await files.create(name);
    return {
      write: (bytes, at) =>
        fails ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : file.write(bytes, at),
      writeAtOnce: (bytes, at) => {
        if (fails) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        file.writeAtOnce(bytes, at);
      },
      sync: () => file.sync(),
      truncate: (bytes) => file.truncate(bytes),
      close: () => file.close(),
    };
  };
  return { ...files, create };
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-http-records-'));
  sources = join(directory, 'policies');
  cpSync(fileURLToPath(new URL('../../attacks-http/world', import.meta.url)), sources, { recursive: true });
  const policy = join(sources, 'people.dlp');
  writeFileSync(
    policy,
    readFileSync(policy, 'utf8')
      .replaceAll(/^policy (contractors|owners)[^{]*\{$/gm, (opening) => `${opening}\n  record everything`)
      .replaceAll(/^policy clerks[^{]*\{$/gm, (opening) => `${opening}\n  record metadata`),
  );
  const keys = writeRecordsKey(directory);
  publicKey = keys.publicKey;
  world = await apiWorld({
    bundle: await compilePeople(directory, sources),
    settings: { records: { directory: join(directory, 'records'), key: keys.key } },
    parts: { recordsFiles: disk },
  });
  world.upstream.answerJson(PERSON);
});
afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});

function ask(caller: CallerName, target: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: basic(caller), ...(init.headers as Record<string, string>) };
  return fetch(world.origin + target, { ...init, headers });
}

async function sessions(...args: string[]): Promise<string> {
  const text: string[] = [];
  const code = await runSessions([args[0] ?? '', '--records', join(directory, 'records'), ...args.slice(1)], {
    write: async (piece) => {
      text.push(piece);
    },
    complain: (sentence) => void text.push(sentence),
    width: Number.POSITIVE_INFINITY,
    colours: false,
  });
  return `${code} ${text.join('')}`;
}

interface ToldMoment {
  readonly kind: string;
  readonly n: number;
  readonly text: string;
  readonly body: string;
}

const linesOf = <Line>(output: string): Line[] =>
  output
    .slice(2)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const piecesOf = (body: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(body.length / 7_001) }, (_, at) =>
    body.subarray(at * 7_001, (at + 1) * 7_001),
  );

const listed = async (): Promise<{ id: string; user: string; statements: number; denied: number }[]> =>
  linesOf(await sessions('list', '--json'));

describe('requests', () => {
  it('are on record with what was decided and what crossed, one visit for each caller', async () => {
    const seen = await (await ask('contractor', '/people/7')).text();
    expect((await ask('contractor', '/people/7', { method: 'DELETE' })).status).toBe(403);
    expect((await ask('contractor', '/people/../x')).status).toBe(403);
    expect((await ask('contractor', '/people/7?ada@corp.example=123-45-6789')).status).toBe(403);
    await (await ask('owner', '/people/7')).text();
    const body = JSON.stringify({ name: 'Eve', email: 'eve@corp.example', ssn: '987-65-4321' });
    await ask('owner', '/people', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await (await ask('clerk', '/people/7')).text();
    expect((await ask('owner', '/people/by-email/ada@corp.example')).status).toBe(200);

    await expect.poll(async () => (await listed()).length, { timeout: 30_000 }).toBe(3);
    const all = await listed();
    const of = (user: string) => all.find((session) => session.user === user)?.id ?? '';
    expect(all.find(({ user }) => user === 'contractor')).toMatchObject({ statements: 4, denied: 3 });

    const shown = await sessions('replay', of('contractor'), '--speed', 'max');
    expect(shown).toContain('GET /people/7');
    expect(shown).toContain('200 application/json');
    expect(shown).toContain(seen);
    expect(shown).toContain('denied 403: the policy does not allow DELETE /people/{id}');
    const owner = await sessions('replay', of('owner'), '--speed', 'max');
    // What was revealed crossed, and is not on record.
    expect(owner).toContain('"name":"Ada"');
    expect(owner).toContain('"name":"Eve"');
    expect(owner).toMatch(/GET \/people\/by-email\/%23[0-9a-f]{16}/);
    const clerk = await sessions('replay', of('clerk'), '--speed', 'max');
    expect(clerk).toContain('200 application/json');
    expect(clerk).not.toContain('Berlin');
    expect(await sessions('search', 'contractor')).toContain('/people/7');
  });

  it('leave no labelled value in any byte of the records', () => {
    const records = join(directory, 'records');
    const bytes = Buffer.concat(readdirSync(records).map((name) => readFileSync(join(records, name))));
    expect(bytes.includes('Ada')).toBe(true);
    for (const secret of SECRETS) expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
  });

  it('are verified, and asked again of other policies', async () => {
    const verification = await verifyRecords(recordsFiles(join(directory, 'records')), [
      createPublicKey(readFileSync(publicKey)),
    ]);
    expect(verification.problems).toEqual([]);
    const args = ['replay', sources, '--records', join(directory, 'records'), '--format', 'json'];
    const same = await run('dlpc', args);
    expect([same.status, JSON.parse(same.stdout)]).toMatchObject([0, { differences: [], statements: 8 }]);
    const wider = join(directory, 'wider');
    cpSync(sources, wider, { recursive: true });
    const file = join(wider, 'people.dlp');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('mask pii.number with keep_last(4)', 'reveal pii.number'),
    );
    const widened = await run('dlpc', ['replay', wider, ...args.slice(2)]);
    expect([widened.status, JSON.parse(widened.stdout).differences]).toEqual([
      3,
      expect.arrayContaining([expect.objectContaining({ kind: 'shows more', user: 'clerk', widens: true })]),
    ]);
  });

  it.each([
    ['of people, in pieces of which nobody knows how many come', '/people', true],
    ['of people, of a length that is said', '/people', false],
    ['of questions, in pieces of which nobody knows how many come', '/search', true],
    ['of questions, of a length that is said', '/search', false],
  ])('have their bodies on record whole however long they are, %s', async (_, target, isStreamed) => {
    world.upstream.forget();
    const isJudged = target === '/people';
    const [status, answered] = isJudged ? [201, '{"id":8}'] : [200, '[]'];
    world.upstream.answer((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(answered),
    );
    const long = `Long ${isStreamed} ${'word '.repeat(60_000)}`;
    const value = isJudged ? { name: long, email: 'eve@corp.example', ssn: '987-65-4321' } : { query: long };
    const body = Buffer.from(JSON.stringify(value));
    const response = await ask('owner', target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(isStreamed ? { body: ReadableStream.from(piecesOf(body)), duplex: 'half' } : { body }),
    } as RequestInit);
    await response.text();
    world.upstream.answerJson(PERSON);
    expect(response.status).toBe(status);
    expect(world.upstream.seen.map((seen) => JSON.parse(String(seen.body)))).toEqual([value]);

    const owner = (await listed()).find(({ user }) => user === 'owner')?.id ?? '';
    const moments = linesOf<ToldMoment>(await sessions('replay', owner, '--json'));
    const asked = moments.findLast(({ kind }) => kind === 'asked');
    const sent = moments.filter(({ kind, n }) => kind === 'sent' && n === asked?.n);
    if (isJudged) {
      // What had to be there as a whole to be judged stands with the request.
      const [line, rest = ''] = asked?.text.split('\n\n') ?? [];
      expect([line, JSON.parse(rest)]).toMatchObject(['POST /people', { name: long }]);
      expect(sent).toEqual([]);
    } else {
      expect(asked?.text).toBe('POST /search');
      expect(sent).toMatchObject([{ bytes: body.length, cut: null, isStored: true }]);
      expect(JSON.parse(sent[0]?.body ?? '')).toEqual(value);
      const bodyLine = `a body of ${body.length} bytes`;
      expect(await sessions('replay', owner, '--speed', 'max')).toContain(bodyLine);
      expect(await sessions('show', owner, '--from', String(asked?.n))).toContain(bodyLine);
    }
    const records = join(directory, 'records');
    const bytes = Buffer.concat(readdirSync(records).map((file) => readFileSync(join(records, file))));
    for (const secret of SECRETS) expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
    expect(await sessions('search', 'long', String(isStreamed))).toContain(target);
    const verification = await verifyRecords(recordsFiles(records), [
      createPublicKey(readFileSync(publicKey)),
    ]);
    expect(verification.problems).toEqual([]);
  });

  it('are not sent on whole where a piece of their body cannot be kept', async () => {
    world.upstream.forget();
    const body = async function* () {
      yield Buffer.from(`{"query":"${'x'.repeat(200_000)}`);
      fails = true;
      yield Buffer.from(`${'y'.repeat(200_000)}"}`);
    };
    const response = await ask('owner', '/search', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, duplex: 'half' },
      body: ReadableStream.from(body()),
    } as RequestInit).catch(() => null);
    expect(response?.status ?? 503).toBe(503);
    expect(world.upstream.seen.filter((seen) => String(seen.body).includes('y'))).toEqual([]);
    fails = false;
    await expect
      .poll(async () => (await ask('contractor', '/people/7')).status, { timeout: 30_000 })
      .toBe(200);
  });

  it('reach no API, and get no answer, while nothing can be kept', async () => {
    fails = true;
    world.upstream.forget();
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"x"}' };
    expect((await ask('owner', '/people', post)).status).toBe(503);
    expect((await ask('owner', '/people', post)).status).toBe(503);
    expect(world.upstream.seen).toEqual([]);
    expect((await ask('contractor', '/people/7')).status).toBe(503);
    // Of whom nothing is recorded, nothing has to be kept.
    expect((await ask('counted', '/status')).status).toBeLessThan(503);
    fails = false;
    await expect
      .poll(async () => (await ask('contractor', '/people/7')).status, { timeout: 30_000 })
      .toBe(200);
  });
});
