/** The console in a real browser: who may see what, and a statement that waits until somebody decides there. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startChromium } from '../../support/chromium.ts';
import { requires } from '../../support/requires.ts';
import { type ApprovalsWorld, archiveDatabase, outcomeOf, startApprovalsWorld } from './approvals-world.ts';
import { PASSWORD } from './proxy-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let world: ApprovalsWorld;

beforeAll(async () => {
  database = await archiveDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  world = await startApprovalsWorld(database, {
    settings: { admin: { listen: { port: 0 }, viewers: ['security'] } },
  });
});
afterEach(() => world.end());

test('who is connected is shown to people of the groups that are named', async () => {
  const { client } = await world.connect('contractor', { application_name: 'nightly\u202e' });
  await client.query('select 1');
  const { body } = await world.ask('bob', '/v1/sessions');
  expect(body.sessions).toEqual([
    expect.objectContaining({
      user: 'contractor',
      source: 'crm',
      application: expect.stringContaining('nightly'),
    }),
  ]);
  expect(JSON.stringify(body)).not.toContain(PASSWORD);
  expect((await world.ask('ann', '/v1/sessions')).status).toBe(403);
  expect((await world.ask('robot', '/v1/sessions')).status).toBe(403);
  expect((await world.ask('nobody', '/v1/sessions')).status).toBe(401);
  expect((await world.ask('bob', '/v1/me')).body).toMatchObject({ subject: 'bob', mayView: true });
  expect((await world.ask('ann', '/v1/me')).body).toMatchObject({ subject: 'ann', mayView: false });
  await client.end();
  await expect.poll(async () => (await world.ask('bob', '/v1/sessions')).body.sessions).toEqual([]);
});

test('the page comes under a policy that lets it ask this listener alone', async () => {
  const response = await fetch(`http://127.0.0.1:${world.office.port}/`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  expect((await fetch(`http://127.0.0.1:${world.office.port}/page.js`, { method: 'POST' })).status).toBe(405);
});

requires('chromium')('in the browser', () => {
  let browser: Browser;
  let page: Page;
  const mistakes: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    mistakes.length = 0;
    page = await browser.newPage({ viewport: { width: 1300, height: 850 } });
    page.on('pageerror', (error) => mistakes.push(error.message));
    await page.goto(`http://127.0.0.1:${world.office.port}/`);
  });
  afterEach(async () => {
    await page.close();
    expect(mistakes).toEqual([]);
  });

  async function signIn(name: string, password = PASSWORD): Promise<void> {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  test('a wrong password is said, and opens nothing', async () => {
    await signIn('ann', 'wrong');
    await page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  test('a statement that waits is shown as it is, and goes on once it is approved', async () => {
    const { client } = await world.connect('contractor');
    const held = outcomeOf(client.query('delete from archive where id = 1 -- \u202e'));
    await signIn('ann');
    await page.getByRole('article').waitFor();
    const detail = page.getByRole('article');
    expect(await detail.locator('pre').textContent()).toBe('delete from archive where id = 1 -- \\u{202e}');
    await detail.getByRole('button', { name: 'Approve' }).click();
    expect(await held).toBe('1 rows');
    await page.getByText('Nothing waits for you.').waitFor();
    await page.getByLabel('settled ones too').check();
    await page.getByRole('status').filter({ hasText: 'approved' }).waitFor();
  });

  test('a statement is approved by the keyboard alone', async () => {
    const { client } = await world.connect('contractor');
    const held = outcomeOf(client.query('delete from archive where id = 4'));
    await signIn('ann');
    await page.getByRole('article').waitFor();
    const approve = page.getByRole('article').getByRole('button', { name: 'Approve' });
    const isThere = () => approve.evaluate((button) => button === button.ownerDocument.activeElement);
    // Everything on the way can be passed, and what has the focus is told apart.
    for (let stops = 0; stops < 40 && !(await isThere()); stops += 1) await page.keyboard.press('Tab');
    expect(await isThere()).toBe(true);
    expect(await approve.evaluate((button) => button.matches(':focus-visible'))).toBe(true);
    await page.keyboard.press('Enter');
    expect(await held).toBe('1 rows');
  });

  test('to deny needs a reason, which the caller is told', async () => {
    const { client } = await world.connect('contractor');
    const held = outcomeOf(client.query('delete from archive where id = 2'));
    await signIn('ann');
    await page.getByRole('article').waitFor();
    const deny = page.getByRole('button', { name: 'Deny' });
    expect(await deny.isDisabled()).toBe(true);
    await page.getByLabel('Reason').fill('not on a Sunday');
    await deny.click();
    expect(await held).toContain('not on a Sunday');
  });

  test('whoever may not decide is told why, and sees no sessions', async () => {
    const { client } = await world.connect('both');
    const held = outcomeOf(client.query('delete from archive where id = 3'));
    await signIn('both');
    await page.getByText('Nobody approves what they ask for themselves.').waitFor();
    expect(await page.getByRole('link', { name: 'Sessions' }).count()).toBe(0);
    await client.end();
    await held;
  });

  test('sessions, and the proxy’s own state', async () => {
    await world.connect('contractor', { application_name: 'nightly' });
    await signIn('bob');
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByRole('cell', { name: 'nightly' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('serves', { exact: true }).waitFor();
    await page.getByRole('img', { name: /^Statements, per second/ }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
