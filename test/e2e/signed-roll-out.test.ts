/** Signed bundles on their way into a running proxy: newer ones come into force, older and unsigned ones do not, restarts included. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { demoCallers } from '../demo/callers.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { run, runOrThrow } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';

let home: string;
let configFile: string;
let proxy: RunningProxy | null = null;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'dlp-signed-'));
  await runOrThrow('dlpc', ['keygen', '-o', join(home, 'release')]);
  configFile = await writeProxyFiles(home, {
    source: 'crm',
    // Nothing listens there: the proxy waits for it, and takes bundles meanwhile.
    upstream: { host: '127.0.0.1', port: 1, database: 'crm', user: 'nobody', password: 'none', ca: null },
    callers: [demoCallers().support],
    bundle: join(home, 'bundle'),
    settings: { trust: { keys: ['release.pub'], state: 'sequence.json' } },
  });
});
afterEach(() => proxy?.stop());
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function compile(...args: string[]): Promise<void> {
  const policies = join(CRM_DIRECTORY, 'policies');
  await runOrThrow('dlpc', ['compile', '-o', join(home, 'bundle'), ...args, policies]);
}

/** What the proxy says of what happens while `rollOut` runs, and after it. */
async function toldOf(rollOut: () => Promise<void>, event: string) {
  if (proxy === null) throw new Error('no proxy runs');
  const from = proxy.events.length;
  await rollOut();
  return proxy.event(event, from);
}

it('keeps the newest policy, whatever comes after it', async () => {
  const sign = ['--sign', join(home, 'release.key'), '--sequence'];
  await compile(...sign, '6');
  cpSync(join(home, 'bundle'), join(home, 'sixth'), { recursive: true });

  proxy = await startProxy(configFile, home, []);
  const first = await proxy.event('policy-in-force');
  expect(first).toMatchObject({ sequence: 6, signer: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(proxy.events.map(({ event }) => event)).not.toContain('policy-unverified');

  expect(await toldOf(() => compile(...sign, '7'), 'policy-in-force')).toMatchObject({ sequence: 7 });
  expect(JSON.parse(readFileSync(join(home, 'sequence.json'), 'utf8'))).toMatchObject({ sequence: 7 });

  expect(await toldOf(() => compile(), 'policy-refused')).toMatchObject({
    reason: expect.stringMatching(/^the bundle is not signed/),
  });
  const bringBack = async () => {
    rmSync(join(home, 'bundle'), { recursive: true });
    cpSync(join(home, 'sixth'), join(home, 'bundle'), { recursive: true });
  };
  const older = /^the bundle has sequence 6, and one with 7 was taken before it/;
  const refusals = () => (proxy?.events ?? []).filter(({ reason }) => older.test(String(reason)));
  await toldOf(bringBack, 'policy-refused');
  // While the one was taken away and the other put in its place, there were other reasons.
  while (refusals().length === 0) await proxy.event('policy-refused', proxy.events.length);

  expect(await proxy.stop()).toBe(0);
  const restarted = await run('dlp-proxy', ['--config', configFile], { cwd: home });
  expect(restarted.status).toBe(2);
  expect(restarted.stderr).toMatch(new RegExp(older.source.slice(1)));

  await compile(...sign, '8');
  proxy = await startProxy(configFile, home, []);
  expect(await proxy.event('policy-in-force')).toMatchObject({ sequence: 8, signer: first.signer });
}, 180_000);
