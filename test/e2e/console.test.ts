/** The console of a whole installation, in a real browser: who sees what, how the proxy is, and what it decided. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage, startChromium } from '../support/chromium.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { freePort } from '../support/free-port.ts';
import { runOrThrow } from '../support/programs.ts';
import { requires } from '../support/requires.ts';
import { screenshot } from '../support/screenshot.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

let world: CrmWorld;
let url: string;
const directory = mkdtempSync(join(tmpdir(), 'dlp-console-'));

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const playground = join(directory, 'playground');
  await runOrThrow('dlpc', ['playground', '-o', playground, join(CRM_DIRECTORY, 'policies')]);
  writeFileSync(join(directory, 'secret.js'), 'none of the page');
  symlinkSync(join(directory, 'secret.js'), join(playground, 'later.js'));
  world = await createWorld({
    record: 'everything',
    settings: {
      workers: 2,
      admin: { listen: { port }, viewers: ['privacy'], auditors: ['privacy'], playground },
    },
  });
  const { client } = await world.connect('contractor');
  await client.query('select id, email, ssn from customers order by id limit 5');
  await client.query('delete from customers').catch(() => undefined);
});
afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true });
});

const authorization = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

it('workers say what they serve, to viewers alone', async () => {
  const { user, password } = world.approver;
  const health = async () =>
    (await fetch(`${url}/v1/health`, { headers: authorization(user, password) })).json() as Promise<{
      processes: { worker: number; revision: string; sources: { obstacle: string | null }[] }[];
    }>;
  await expect.poll(async () => (await health()).processes.map(({ worker }) => worker)).toEqual([1, 2]);
  const { processes } = await health();
  expect(new Set(processes.map(({ revision }) => revision)).size).toBe(1);
  expect(processes.flatMap(({ sources }) => sources.map(({ obstacle }) => obstacle))).toEqual([null, null]);
  const other = world.target('contractor');
  for (const path of ['/v1/health', '/v1/policy', '/v1/records/sessions']) {
    expect(
      (await fetch(`${url}${path}`, { headers: authorization(other.user, other.password) })).status,
    ).toBe(403);
    expect((await fetch(`${url}${path}`)).status).toBe(401);
  }
});

it("the page of the playground is anybody's, its policies are for viewers, and no address leads out of its folder", async () => {
  const { status, headers } = await fetch(`${url}/playground/`);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect((await fetch(`${url}/playground/libpg-query.wasm`, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(`${url}/playground/`, { method: 'POST' })).status).toBe(405);
  for (const path of [
    ...[
      'project.json',
      'absent.js',
      'later.js',
      'constructor',
      '..%2fsecret.js',
      '%2e%2e/secret.js',
      '../secret.js',
      'page.js/',
      './page.js',
    ],
    ...['index.html%00.js', '/etc/passwd', '..\\secret.js', 'Page.js'],
  ])
    expect(await rawStatus(`/playground/${path}`), path).toBe(404);
  const { user, password } = world.approver;
  const other = world.target('contractor');
  const project = (headers: Record<string, string>) => fetch(`${url}/v1/playground`, { headers });
  expect((await project({})).status).toBe(401);
  expect((await project(authorization(other.user, other.password))).status).toBe(403);
  const answer = await project(authorization(user, password));
  const { files } = (await answer.json()) as { files: object };
  expect(Object.keys(files)).toContainEqual(expect.stringContaining('support.dlp'));
});

/** Of a path that is sent as it is, which fetch would not. */
async function rawStatus(path: string): Promise<number | undefined> {
  const sent = request(url, { path }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

requires('chromium')('in the browser', () => {
  let browser: Browser;
  let page: Page;
  const mistakes: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    page = await openPage(browser, { width: 1300, height: 950 }, mistakes);
    await page.goto(`${url}/#policy`);
    await page.getByLabel('Name', { exact: true }).fill(world.approver.user);
    await page.getByLabel('Password', { exact: true }).fill(world.approver.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    expect(mistakes).toEqual([]);
  });

  it('the policies as a matrix', async () => {
    await page.getByRole('article', { name: 'Who sees what of customers' }).waitFor();
    const row = page.getByRole('row', { name: /^ssn/ });
    expect(await row.getByRole('cell').allTextContents()).toContain('keep_last(4)');
    await page.getByText('Who they are, and by which rules').click();
    await screenshot(page, 'policy');
    await page.getByRole('link', { name: /^payments/ }).click();
    await page.getByRole('article', { name: 'Who sees what of payments' }).waitFor();
  });

  it('a statement in the playground, in a window of its own', async () => {
    await page.getByRole('link', { name: /^customers/ }).click();
    await page.getByRole('article', { name: 'Who sees what of customers' }).waitFor();
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Try a statement in the playground' }).click();
    const playground = await opening;
    playground.on('pageerror', (error) => mistakes.push(error.message));
    await playground.setViewportSize({ width: 1500, height: 900 });
    await playground.locator('.decision', { hasText: 'Allowed' }).waitFor({ timeout: 30_000 });
    expect(await playground.getByLabel('Statement, or request').inputValue()).toBe('select * from customers');
    expect(await playground.locator('tr.masked th').allTextContents()).toContain('ssn');
    await playground.getByText('as they were written on').waitFor();
    // It keeps no hold of the console, and cannot ask the proxy for anything.
    expect(await playground.evaluate('window.opener')).toBe(null);
    expect(await playground.evaluate(async () => (await fetch('/v1/policy')).status)).toBe(401);
    await screenshot(playground, 'playground');
    await playground.close();
  });

  it('how each process is', async () => {
    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByRole('region', { name: 'Process 2' }).getByText('judged').waitFor();
    await screenshot(page, 'health');
  });

  it('what was decided, over time and by rule', async () => {
    await page.getByRole('link', { name: 'Decisions' }).click();
    await page.getByRole('img', { name: /^Statements over time: \d+ forwarded, 1 denied/ }).waitFor();
    await page
      .getByRole('row', { name: /contractor/ })
      .first()
      .waitFor();
    await screenshot(page, 'decisions');
  });
});
