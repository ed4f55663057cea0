/** The console of a whole installation, in a real browser: who sees what, how the proxy is, and what it decided. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage, startChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { requires } from '../support/requires.ts';
import { screenshot } from '../support/screenshot.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

let world: CrmWorld;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  world = await createWorld({
    record: 'everything',
    settings: { workers: 2, admin: { listen: { port }, viewers: ['privacy'], auditors: ['privacy'] } },
  });
  const { client } = await world.connect('contractor');
  await client.query('select id, email, ssn from customers order by id limit 5');
  await client.query('delete from customers').catch(() => undefined);
});
afterAll(() => world?.stop());

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
