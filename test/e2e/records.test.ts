/** Sessions on record, through the real program: whole, verifiable, and without a single stored value. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer as collect } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROTECTED_COLUMNS } from '../demo/crm-data.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { run } from '../support/programs.ts';
import { type ProtectedValues, readProtectedValues } from '../support/protected-values.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';
import { crossedBytes, verifyWorld } from './records-support.ts';

let world: CrmWorld;
let values: ProtectedValues;
let known: { readonly ssn: string; readonly email: string };

beforeAll(async () => {
  world = await createWorld({ record: 'everything' });
  const direct = await world.direct();
  values = await readProtectedValues(direct, PROTECTED_COLUMNS);
  known = (await direct.query('select ssn, email from customers where id = 7')).rows[0];
});
afterAll(() => world?.stop());

/** Everything that is on record now, as it was before it was compressed. */
function recorded(): Buffer {
  const { directory } = world.records;
  const files = readdirSync(directory).map((name) => {
    const bytes = readFileSync(join(directory, name));
    return name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes;
  });
  return Buffer.concat(files);
}

it('no stored value is on record, whoever asked and whatever was revealed', async () => {
  const ask = (client: pg.Client, text: string, parameters: unknown[] = []) =>
    client.query(text, parameters).catch(() => undefined);
  for (const caller of ['contractor', 'pipeline', 'support'] as const) {
    const { client } = await world.connect(caller);
    await ask(client, 'select * from customers order by id');
    await ask(client, 'select full_name, upper(email), c from customers c limit 50');
    await ask(client, 'select * from support_tickets limit 100');
    await ask(client, `select id from customers where ssn = '${known.ssn}' /* ${known.email} */`);
    await ask(client, 'select id from customers where email = $1 or ssn = $2', [known.email, known.ssn]);
    await ask(client, `update customers set email = '${known.email}' where id = 7`);
    await ask(client, `selct '${known.ssn}' from customers`);
    await ask(client, `select E'${known.email}', $x$${known.ssn}$x$ from customers limit 1`);
    await client.query({
      text: 'select id, email from customers where id < $1',
      values: [9],
      binary: true,
    } as object as pg.QueryConfig);
    await collect(client.query(copyTo('copy (select email, ssn from customers) to stdout')));
    await client.query('begin; declare c cursor for select email, full_name from customers');
    await client.query('fetch 20 from c');
    await client.query('commit');
  }
  const bytes = recorded();
  expect(bytes.length).toBeGreaterThan(100_000);
  expect(values.size).toBeGreaterThan(10_000);
  expect(values.findIn(bytes)).toEqual([]);
  expect(bytes.includes('****')).toBe(true);
});

it('a session that nobody closed is whole, and said to be open', async () => {
  const found = await verifyWorld(world);
  expect(found.problems).toEqual([]);
  expect(found.tails).toMatchObject([{ torn: false, attested: false }]);
  expect(found.tails[0]?.cutSessions.length).toBe(3);
});

it('nobody but the owner reads it', () => {
  const { directory } = world.records;
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
});

it('what is on record is what crossed, byte for byte', async () => {
  const tapped = await world.connect('pipeline');
  tapped.take();
  const { client } = tapped;
  await client.query('select * from customers order by id limit 500');
  await client.query({ name: 'p', text: 'select id, ssn from customers where id < $1', values: [40] });
  await client.query('drop table customers').catch(() => undefined);
  await client.query('select id, email from customers order by id limit 3; select 2 as two');
  const bytes = tapped.take();
  expect(bytes.length).toBeGreaterThan(50_000);
  const recordedBytes = [...(await crossedBytes(world)).values()];
  expect(recordedBytes.filter((candidate) => candidate.equals(bytes)).length).toBe(1);
});

const sessions = (...args: string[]) =>
  run('dlp-proxy', ['sessions', ...args, '--records', world.records.directory]);

/** The session that asked last. */
async function lastSession(): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await sessions('list', '--json', '--limit', '1');
  return JSON.parse(stdout);
}

it('sessions list names who was there', async () => {
  const { status, stdout } = await sessions('list');
  expect(status).toBe(0);
  expect(
    stdout
      .split('\n')[0]
      ?.split('|')
      .map((head) => head.trim()),
  ).toEqual([...['session', 'started', 'user', 'source', 'asked', 'denied', 'rows', 'ended', 'level']]);
  expect(await lastSession()).toMatchObject({
    ...{ user: 'nightly_enrich', source: 'crm', statements: 4, denied: 1, rows: 543, level: 'everything' },
  });
  const csv = await sessions('list', '--csv');
  expect(csv.stdout.split('\r\n').length).toBe(stdout.trimEnd().split('\n').length);
});

it('sessions show tells what was asked and decided, by which rules', async () => {
  const { id } = await lastSession();
  const { status, stdout } = await sessions('show', String(id).slice(0, 13));
  expect(status).toBe(0);
  expect(stdout).toContain('select * from customers order by id limit');
  expect(stdout).toContain('public.customers.ssn: keep_last(4)');
  expect(stdout).toMatch(/policy nightly_enrich, policies\/\S*pipeline\.dlp:\d+: allow select on customers/);
  expect(stdout).toContain('denied 42501: the policy does not allow DROP TABLE');
});

it('sessions replay shows what the client saw, with what is masked marked', async () => {
  const { id } = await lastSession();
  const { status, stdout } = await sessions('replay', String(id), '--speed', 'max');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ id \| email\*$/m);
  expect(stdout).toContain('(500 rows)');
  expect(stdout).toContain(' two~\n------\n 2\n(1 row)');
  const json = await sessions('replay', String(id), '--json');
  const moments = json.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const answers = moments.filter(({ kind }) => kind === 'answered');
  expect(answers.map(({ cells }) => cells?.length ?? null)).toEqual([500, 39, 0, 3, 1]);
  expect(answers[0].columns[0]).toEqual({ name: 'id', class: 'p' });
  expect(moments.filter(({ kind }) => kind === 'asked').map(({ n }) => n)).toEqual([1, 2, 3, 4]);
});

it('sessions replay begins where it is told to', async () => {
  const id = String((await lastSession()).id);
  const asked = async (...words: string[]) =>
    (await sessions('replay', id, '--json', ...words)).stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const whole = await asked();
  const third = whole.find(({ kind, n }) => kind === 'asked' && n === 3);
  const tail = whole.slice(whole.indexOf(third)).filter(({ kind, n }) => kind !== 'answered' || n >= 3);
  expect(tail.length).toBeGreaterThan(3);
  expect(await asked('--from', '3')).toEqual(tail);
  expect((await asked('--from', '1h')).map(({ n }) => n)[0]).toBe(1);
  const late = await sessions('show', id, '--from', '2100-01-01');
  expect(late).toMatchObject({ status: 2, stdout: '' });
  expect(late.stderr).toContain('nothing was asked in this session from there on');
  for (const [words, sentence] of [
    [['show', id, '--from', '0'], 'is neither the number of a statement nor a time'],
    [['list', '--from', '2'], '`--from` is for `sessions show` and `sessions replay`'],
  ] as const)
    expect(await sessions(...words)).toMatchObject({ status: 2, stderr: expect.stringContaining(sentence) });
});

it('sessions search finds statements by relation, user and rule', async () => {
  const lines = async (...words: string[]) =>
    (await sessions('search', '--json', ...words)).stdout.trimEnd().split('\n');
  const found = (await lines('support_tickets')).map((line) => JSON.parse(line));
  expect(found.length).toBeGreaterThanOrEqual(2);
  for (const { text, rules } of found) expect(`${text} ${rules}`).toContain('support_tickets');
  expect((await lines('update', 'customers', 'agnes')).map((line) => JSON.parse(line).decision)).toEqual([
    'deny',
  ]);
  expect((await sessions('search', 'nobody_ever_asked_this')).stdout).toBe(
    'nothing on record holds these words\n',
  );
});

it('sessions export gives everything as JSON Lines, and statements as CSV', async () => {
  const { stdout } = await sessions('export');
  const kinds = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind);
  expect(new Set(kinds)).toEqual(new Set(['begin', 'asked', 'answered']));
  const csv = (await sessions('export', '--csv')).stdout;
  expect(csv.split('\r\n').filter((line) => /^[0-9a-f-]{36},/.test(line)).length).toBe(
    kinds.filter((kind) => kind === 'asked').length,
  );
  expect(values.findIn(Buffer.from(stdout + csv))).toEqual([]);
});

/** The example's policies, changed, asked about what is on record. */
async function replayed(file: string, from: string, to: string) {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-replay-'));
  try {
    cpSync(CRM_DIRECTORY, directory, { recursive: true });
    const path = join(directory, 'policies', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    const policies = join(directory, 'policies');
    const text_ = await run('dlpc', ['replay', policies, '--records', world.records.directory]);
    const json = await run('dlpc', [
      'replay',
      policies,
      '--records',
      world.records.directory,
      '--format',
      'json',
    ]);
    expect(json.status).toBe(text_.status);
    return { ...text_, found: JSON.parse(json.stdout) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

it('dlpc replay finds nothing where nothing changed', async () => {
  const { status, found } = await replayed('support.dlp', 'policy', 'policy');
  expect(found).toMatchObject({ sessions: 4, differences: [], widened: false });
  expect(found.same).toBeGreaterThan(25);
  // What could not be parsed then is not compared now.
  expect(found.notCompared).toBeLessThan(12);
  expect(found.same + found.notCompared).toBe(found.statements);
  expect(status).toBe(0);
}, 60_000);

it('dlpc replay ends with 3 where a mask is taken away, and names the column', async () => {
  const { status, stdout, found } = await replayed(
    'pipeline.dlp',
    'mask pii.national_id, pci.pan with keep_last(4)',
    'reveal pii.national_id\n    mask pci.pan with keep_last(4)',
  );
  expect(status).toBe(3);
  expect(stdout).toContain('public.customers.ssn: keep_last(4) before, as it is now');
  expect(stdout).toMatch(/^shows more: \d+ statements, which is more than before$/m);
  // The contractor is masked by another policy as well.
  expect(new Set(found.differences.map(({ user }: { user: string }) => user))).toEqual(
    new Set(['nightly_enrich']),
  );
}, 60_000);

it('dlpc replay counts what would have been denied, and what would have been allowed', async () => {
  const narrower = await replayed(
    'pipeline.dlp',
    'allow select on customers, orders, payments, support_tickets',
    'allow select on customers, orders, payments',
  );
  expect(narrower.status).toBe(0);
  expect(narrower.stdout).toMatch(/^newly denied: \d+ statements?$/m);
  expect(narrower.stdout).toContain('select * from support_tickets limit ?');
  const wider = await replayed('contractors.dlp', 'deny select on payments\n', '');
  expect(wider.found.differences).toEqual([]);
}, 60_000);

it('sessions verify ends with 0, and with 1 once a byte was changed', async () => {
  const verify = () => sessions('verify', '--key', world.records.publicKey);
  const before = await verify();
  expect(before).toMatchObject({ status: 0, stderr: '' });
  expect(before.stdout).toMatch(
    /^nothing was changed: \d+ sessions, \d+ entries in 1 segment of 1 journal\n/,
  );
  const [name = ''] = readdirSync(world.records.directory).filter((file) => file.endsWith('.dlpr'));
  const path = join(world.records.directory, name);
  const bytes = readFileSync(path);
  const at = bytes.indexOf('****');
  writeFileSync(path, Buffer.concat([bytes.subarray(0, at), Buffer.from('1234'), bytes.subarray(at + 4)]));
  const after = await verify();
  expect(after.status).toBe(1);
  expect(after.stdout).toMatch(
    /^records were changed: \S+\.dlpr, entry \d+ \(byte \d+\): is not what was written there/,
  );
  writeFileSync(path, bytes);
});

it('sessions verify proves nothing of a directory without journals', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'dlp-no-records-'));
  try {
    const verify = (key: string) =>
      run('dlp-proxy', ['sessions', 'verify', '--records', empty, '--key', key]);
    expect(await verify(world.records.publicKey)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('nothing is on record there'),
    });
    expect(await verify(join(empty, 'no.pub'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('does not exist'),
    });
  } finally {
    rmSync(empty, { recursive: true });
  }
});

it('a wrong command line ends with status 2 and a sentence', async () => {
  expect(await run('dlp-proxy', ['sessions', 'lst'])).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'dlp-proxy: unknown command `sessions lst`; did you mean `list`?\n  hint: `dlp-proxy sessions --help` says what there is.\n',
  });
  expect(await sessions('verify')).toMatchObject({ status: 2 });
  expect(await sessions('show', 'zzz')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no session on record begins with `zzz`'),
  });
});
