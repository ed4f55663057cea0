/** The demo is the first thing a visitor runs: it must say the truth by its exit status and leave nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PORTAL_POLICY } from '../demo/portal.ts';
import { CONSENT_POLICY, CRM_DIRECTORY } from '../support/crm-database.ts';
import { REPOSITORY, runOrThrow } from '../support/programs.ts';

/** Everything the demo makes goes below this directory, so that what is left of it can be seen. */
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'dlp-demo-test-'));
  chmodSync(temporary, 0o755);
});
afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
});

interface Demo {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Waits until the output matches. */
  readonly shows: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly status: Promise<number | null>;
}

function startDemo(...args: string[]): Demo {
  return startDemoIn({}, ...args);
}

function startDemoIn(variables: Readonly<Record<string, string>>, ...args: string[]): Demo {
  const child = spawn(process.execPath, [`${REPOSITORY}test/dist/demo/main.js`, ...args], {
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1', FORCE_COLOR: undefined, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const watcher of watchers) watcher();
    });
  }
  const status = once(child, 'close').then(([code]) => code as number | null);
  const shows = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text);
        if (match !== null) resolve(match);
      };
      watchers.add(look);
      look();
      void status.then((code) =>
        reject(new Error(`the demo ended with ${code} and never showed ${pattern}:\n${text}`)),
      );
    });
  return { child, output: () => text, shows, status };
}

it('with --exit it shows everything as expected, in plain text of 80 columns, and leaves nothing behind', async () => {
  const demo = startDemoIn({ COLUMNS: '80' }, '--exit');
  expect(await demo.status, demo.output()).toBe(0);
  expect(demo.output()).toContain('Everything was as expected.');
  expect(demo.output()).not.toContain('✗');
  expect(demo.output()).toMatch(/curl .*\n[\s\S]*✓ nothing about who .*✓ the keys that join/);
  expect(demo.output()).toMatch(/HTTP +401: /);
  expect(demo.output()).toMatch(
    /-X DELETE http:[\s\S]*DELETE \/v1\/tickets\/13[\s\S]*✓ waited, approved, gone: 204/,
  );
  expect(
    demo
      .output()
      .split('\n')
      .filter((line) => [...line].length > 80),
  ).toEqual([]);
  expect(demo.output()).not.toContain('\u001B');
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);

it('without, it waits for Ctrl-C with lines for psql that work, and leaves nothing behind', async () => {
  const demo = startDemo();
  const [, password = '', host = '', port = '', user = ''] = await demo.shows(
    /PGPASSWORD=(\S+) psql -h (\S+) -p (\d+) -U (old_nightly_job) -d crm[\s\S]*Ctrl-C/,
  );
  const client = new pg.Client({ host, port: Number(port), user, password, database: 'crm' });
  // The end of the demo is the end of this connection.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query('select email from customers limit 1');
  expect(rows).toEqual([{ email: '[redacted]' }]);
  const [, url = ''] = await demo.shows(/curl -u agnes (http:\S+)\n[\s\S]*Ctrl-C/);
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  expect(await (await fetch(url, { headers: { authorization } })).json()).toEqual([
    expect.objectContaining({ id: 1, full_name: '[redacted]', email: '[redacted]', ssn: '[redacted]' }),
    expect.objectContaining({ id: 2, full_name: '[redacted]', email: '[redacted]', ssn: '[redacted]' }),
  ]);
  expect((await fetch(url)).status).toBe(401);
  expect(readdirSync(temporary)).not.toEqual([]);

  demo.child.kill('SIGINT');
  expect(await demo.status, demo.output()).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  await expect(new pg.Client({ host, port: Number(port), user, password }).connect()).rejects.toThrow(
    /ECONNREFUSED/,
  );
}, 120_000);

it('interrupted while it prepares, it leaves nothing behind either', async () => {
  const demo = startDemo();
  await demo.shows(/✓ PostgreSQL/);
  demo.child.kill('SIGTERM');
  expect(await demo.status).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
});

it('when nobody reads on, it ends and leaves nothing behind', async () => {
  const demo = startDemo();
  await demo.shows(/✓ PostgreSQL/);
  // The end of the streams never comes to who closed them, but the end of the process does.
  const ended = once(demo.child, 'exit');
  demo.child.stdout?.destroy();
  await ended;
  expect(readdirSync(temporary)).toEqual([]);
});

it('refuses an option that it does not know', async () => {
  const demo = startDemo('--quick');
  expect(await demo.status).toBe(2);
  expect(demo.output()).toContain('--exit');
});

it('has policies whose own tests pass', async () => {
  const policies = [`${CRM_DIRECTORY}/policies`, CONSENT_POLICY, PORTAL_POLICY];
  expect(await runOrThrow('dlpc', ['test', ...policies])).toContain('all pass');
}, 60_000);
