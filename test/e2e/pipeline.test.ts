/**
 * The example that tells the story: a nightly job, run twice. Past the proxy, its folder holds card numbers and SSNs; through it, it holds none of
 * them, its report is the same, and so is every byte of its code.
 */
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { startPostgres, superuserUrl, type TestPostgres } from '../support/postgres.ts';
import { REPOSITORY, run, runOrThrow } from '../support/programs.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { writeRecordsKey } from '../support/recorded-example.ts';

const EXAMPLE = join(REPOSITORY, 'examples/pipeline');
const BILLING_AUTHORIZATION = 'Bearer of-the-job-itself';

let directory: string;
let server: TestPostgres;
let proxy: RunningProxy;
let billing: { readonly url: string; stop(): void };
let publicKey: string;
/** What nobody may find in the folder: card numbers and SSNs. */
let stored: readonly string[];
let addresses: readonly string[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-pipeline-'));
  server = await startPostgres();
  await server.query('create database crm');
  const url = superuserUrl(server, 'crm');
  const client = new pg.Client(url);
  await client.connect();
  for (const file of ['schema/crm.sql', 'data.sql'])
    await client.query(readFileSync(join(EXAMPLE, file), 'utf8'));
  await client.query('analyze');
  const values = async (sql: string) =>
    (await client.query({ text: sql, rowMode: 'array' })).rows.flat() as string[];
  stored = [...(await values('select ssn from customers')), ...(await values('select number from cards'))];
  addresses = await values('select email from customers');
  const password = randomBytes(12).toString('hex');
  await client.query(readFileSync(join(EXAMPLE, 'role.sql'), 'utf8'));
  await client.query(`ALTER ROLE dlp_proxy PASSWORD '${password}'`);
  await client.end();
  billing = await startBilling(url);

  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
    return join(directory, name);
  };
  const issuer = generateKeyPairSync('ed25519');
  file('issuer.key', issuer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  file('issuer.pub', issuer.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  const keys = writeRecordsKey(directory);
  publicKey = keys.publicKey;
  await runOrThrow('dlpc', ['compile', '-o', join(directory, 'bundle'), EXAMPLE]);
  const listen = { host: '127.0.0.1', port: 0 };
  const config = file(
    'dlp-proxy.json',
    JSON.stringify({
      ...{ listen, bundle: 'bundle', maskKey: { file: file('mask.key', '5a'.repeat(32)) } },
      // Nobody comes by a password.
      credentials: file(
        'credentials.json',
        JSON.stringify([
          {
            ...{ user: 'nobody', verifier: await makeScramVerifier('x'), expires: '2100-01-01T00:00:00Z' },
            caller: { sub: 'nobody', kind: 'human', groups: [] },
          },
        ]),
      ),
      sources: {
        crm: {
          upstream: {
            ...{ host: server.host, port: server.port, database: 'crm', user: 'dlp_proxy' },
            ...{ password: { file: file('upstream.password', password) }, tls: { mode: 'disable' } },
          },
        },
      },
      apis: {
        billing: {
          listen,
          upstream: {
            url: billing.url,
            credential: { bearer: { file: file('billing.token', 'of-the-job-itself') } },
          },
        },
      },
      tokens: { keys: ['issuer.pub'] },
      records: { directory: join(directory, 'records'), key: keys.key },
      log: { level: 'debug', format: 'json' },
    }),
  );
  proxy = await startProxy(config, directory, ['crm']);
});
afterAll(async () => {
  await proxy?.stop();
  billing?.stop();
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

function startBilling(url: string): Promise<{ readonly url: string; stop(): void }> {
  const child = spawn(process.execPath, [join(EXAMPLE, 'billing.mjs')], {
    env: { ...process.env, DATABASE_URL: url, BILLING_AUTHORIZATION },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the stand-in for billing ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) =>
      resolve({ url: line.toString().trim(), stop: () => void child.kill() }),
    );
  });
}

/** The job, with nothing but its environment to tell one run from another; gives what it printed. */
async function runJob(bucket: string, env: Readonly<Record<string, string>>): Promise<string> {
  mkdirSync(bucket, { recursive: true });
  const path = [dirname(process.execPath), join(REPOSITORY, 'node_modules/.bin'), process.env.PATH];
  const child = spawn('sh', [join(EXAMPLE, 'job/nightly.sh')], {
    env: { PATH: path.join(delimiter), HOME: directory, BUCKET: bucket, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    said += piece;
  });
  child.stderr.on('data', (piece: Buffer) => {
    said += piece;
  });
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error(`the job ended with ${String(status)}: ${said}`);
  return said;
}

const jobToken = async (): Promise<string> =>
  (
    await runOrThrow('dlp-proxy', [
      ...['token', 'issue', '--key', join(directory, 'issuer.key'), '--sub', 'nightly', '--group', 'etl'],
      ...['--task', 'nightly', '--for', '1h'],
    ])
  ).trim();

async function throughProxy(): Promise<Readonly<Record<string, string>>> {
  const { host, port } = await proxy.event('api-listening');
  return {
    ...{ HAND_ON: join(EXAMPLE, 'hand-on.sh'), DLP_TOKEN: await jobToken() },
    ...{ PROXY_CRM: `${proxy.host}:${proxy.port}`, BILLING_URL: `http://${host}:${port}` },
  };
}

function bytesOf(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

/** Of the values, those that stand anywhere in the bytes: as they are, without what is between digits, or as base64 or hexadecimal of either. */
function found(bytes: Buffer, values: readonly string[]): readonly string[] {
  return values.filter((value) =>
    [value, value.replaceAll(/\D/g, '')]
      .filter((form) => form.length >= 8)
      .flatMap((form) => [
        form,
        Buffer.from(form).toString('base64').replace(/=+$/, ''),
        Buffer.from(form).toString('hex'),
      ])
      .some((form) => bytes.includes(form)),
  );
}

function digestOfJob(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(EXAMPLE, 'job')).sort())
    hash.update(name).update(readFileSync(join(EXAMPLE, 'job', name)));
  return hash.digest('hex');
}

describe('the nightly job', () => {
  test('leaves card numbers and SSNs in its folder, and through the proxy none, by the same code and with the same report', async () => {
    const [past, through] = [join(directory, 'bucket-past'), join(directory, 'bucket-through')];
    const code = digestOfJob();
    const pastSaid = await runJob(past, {
      DATABASE_URL: superuserUrl(server, 'crm'),
      ...{ BILLING_URL: billing.url, BILLING_AUTHORIZATION },
    });
    expect(found(bytesOf(past), stored)).toEqual(stored);
    expect(found(bytesOf(past), addresses)).toEqual(addresses);

    const throughSaid = await runJob(through, await throughProxy());
    expect(found(bytesOf(through), stored)).toEqual([]);
    expect(found(bytesOf(through), addresses)).toEqual([]);

    // The job does its work as before: it joins by addresses that it does not see.
    expect(throughSaid).toBe(pastSaid);
    expect(throughSaid).toContain('enrich: 60 of 60 match');
    const report = (bucket: string) => readFileSync(join(bucket, 'report.json'), 'utf8');
    expect(report(through)).toBe(report(past));
    expect(readdirSync(through)).toEqual(readdirSync(past));
    expect(digestOfJob()).toBe(code);
    const reports = await server.query('select customers, matched from nightly_reports', 'crm');
    expect(reports).toEqual([
      { customers: '60', matched: '60' },
      { customers: '60', matched: '60' },
    ]);
  });

  test('is on record, subtask by subtask, with for whom each acted, and without what labels protect', async () => {
    const records = join(directory, 'records');
    const listed = await runOrThrow('dlp-proxy', ['sessions', 'list', '--records', records, '--json']);
    const lines = listed.split('\n').filter((line) => line !== '');
    const sessions = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(sessions.map(({ source }) => source).sort()).toEqual(['billing', 'crm', 'crm']);
    expect(sessions.find(({ source }) => source === 'billing')).toMatchObject({ statements: 60, denied: 0 });
    const exported = await runOrThrow('dlp-proxy', ['sessions', 'export', '--records', records]);
    const begins = exported.split('\n').filter((line) => line.startsWith('{"kind":"begin"'));
    expect(begins.map((line) => JSON.parse(line).task.name).sort()).toEqual(['enrich', 'extract', 'publish']);
    for (const line of begins)
      expect(JSON.parse(line)).toMatchObject({
        sub: 'nightly',
        delegation: { tasks: [{ name: 'nightly' }], tokens: [expect.any(String), expect.any(String)] },
      });
    const bytes = readdirSync(records).map((name) => readFileSync(join(records, name)));
    expect(found(Buffer.concat(bytes), [...stored, ...addresses])).toEqual([]);
    await runOrThrow('dlp-proxy', ['sessions', 'verify', '--records', records, '--key', publicKey]);
    const replayed = await run('dlpc', ['replay', EXAMPLE, '--records', records]);
    expect([replayed.status, replayed.stdout]).toEqual([0, expect.stringContaining(': 63 as before')]);
  });
});

describe('a subtask', () => {
  const refusal = async (token: string, sql: string): Promise<unknown> => {
    const client = new pg.Client({
      ...{ host: proxy.host, port: proxy.port, user: 'token', password: token, database: 'crm' },
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(sql)).rowCount;
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const handOn = async (task: string, source: string): Promise<string> => {
    const args = ['token', 'attenuate', '--task', task, '--source', source, '--last'];
    return (await runOrThrow('dlp-proxy', args, { env: { DLP_TOKEN: await jobToken() } })).trim();
  };

  test('can do what it is for, and nothing of the others', async () => {
    const [extract, enrich, publish] = await Promise.all([
      handOn('extract', 'crm'),
      handOn('enrich', 'billing'),
      handOn('publish', 'crm'),
    ]);
    expect(await refusal(extract, 'select ssn from customers where id = 1')).toBe(1);
    expect(await refusal(extract, 'select * from orders')).toBe('42501');
    expect(await refusal(publish, 'select sum(cents) from orders')).toBe(1);
    expect(await refusal(publish, 'select name from customers')).toBe('42501');
    expect(await refusal(publish, 'delete from orders')).toBe('42501');
    expect(await refusal(enrich, 'select 1')).toBe('28000');
    const { host, port } = await proxy.event('api-listening');
    const ask = async (token: string) =>
      (
        await fetch(`http://${host}:${port}/v1/customers/7`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    expect([await ask(enrich), await ask(extract), await ask(publish)]).toEqual([200, 403, 403]);
    // What cannot be handed on cannot be widened either.
    const { status } = await run('dlp-proxy', ['token', 'attenuate', '--task', 'nightly'], {
      env: { DLP_TOKEN: enrich },
    });
    expect(status).toBe(2);
  });
});
