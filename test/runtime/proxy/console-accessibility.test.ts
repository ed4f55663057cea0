/** Nothing keeps people from using the console: every page of it, and what it shows when there is nothing, or something is wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../../support/accessibility.ts';
import { openPage, startChromium } from '../../support/chromium.ts';
import { requires } from '../../support/requires.ts';
import { archiveDatabase, outcomeOf } from './approvals-world.ts';
import { PASSWORD } from './proxy-world.ts';
import { type RecordedWorld, startRecordedWorld } from './recorded-world.ts';

requires('chromium')('the console', () => {
  let database: Awaited<ReturnType<typeof archiveDatabase>>;
  let directory: string;
  let world: RecordedWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    database = await archiveDatabase();
    directory = mkdtempSync(join(tmpdir(), 'dlp-console-accessibility-'));
    world = await startRecordedWorld(database, directory);
    browser = await startChromium();
    page = await openPage(browser, { width: 1300, height: 950 }, []);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.end();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function open(user: string, part: string, password = PASSWORD): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`http://127.0.0.1:${world.office.port}/#${part}`);
    await page.getByLabel('Name', { exact: true }).fill(user);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async function go(part: string): Promise<void> {
    const link = page.getByRole('navigation').getByRole('link', { name: part, exact: true });
    await link.click();
    await page.locator('nav a[aria-current=page]', { hasText: part }).waitFor();
    await page.waitForLoadState('networkidle');
  }

  /** The pages of an auditor. */
  const PARTS = ['Approvals', 'Sessions', 'Records', 'Decisions', 'Policy', 'Health', 'Overview'];

  test('signing in', async () => {
    await page.goto(`http://127.0.0.1:${world.office.port}/`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await barriers(page, 'sign in')).toEqual([]);
    await open('ada', '', 'wrong');
    await page.getByRole('alert').waitFor();
    expect(await barriers(page, 'refused')).toEqual([]);
  }, 120_000);

  test('pages on which there is nothing yet', async () => {
    await open('ada', '');
    const found: string[] = [];
    for (const part of PARTS) {
      await go(part);
      found.push(...(await barriers(page, `empty ${part}`)));
    }
    expect(found).toEqual([]);
  }, 240_000);

  test('pages with what there is to see, and long texts', async () => {
    const { client } = await world.connect('contractor', { application_name: 'nightly' });
    await client.query('select id, ssn, name from customers order by id');
    await client.query(`select '${'x'.repeat(2000)}' as long, null as nothing`);
    await outcomeOf(client.query('select * from unknown_to_policy'));
    await outcomeOf(client.query('select 1 / 0'));
    await open('ada', '');
    const found: string[] = [];
    for (const part of PARTS.slice(1)) {
      await go(part);
      found.push(...(await barriers(page, part)));
    }
    await go('Records');
    await page
      .getByRole('link', { name: /^Replay session/ })
      .last()
      .click();
    await page.getByText('Chain and signatures hold').waitFor();
    found.push(...(await barriers(page, 'replay')));
    for (const n of [2, 3, 4]) {
      await page.keyboard.press('j');
      await page.getByRole('article', { name: `Statement ${n}` }).waitFor();
      found.push(...(await barriers(page, `replay ${n}`)));
    }
    await page.getByRole('link', { name: 'All records' }).click();
    await page.getByLabel(/^Search statements/).fill('unknown_to_policy');
    await page.keyboard.press('Enter');
    await page.getByText('1 found').waitFor();
    found.push(...(await barriers(page, 'found')));
    await client.end();
    expect(found).toEqual([]);
  }, 240_000);

  test('a request that waits for approval', async () => {
    const { client } = await world.connect('contractor');
    const outcome = outcomeOf(client.query('delete from archive where id = 1'));
    const id = await world.waiting('delete from archive where id = 1');
    await open('ann', 'approvals');
    await page.getByText('delete from archive').first().waitFor();
    expect(await barriers(page, 'waiting')).toEqual([]);
    expect(await world.decide('ann', id, 'deny', 'no')).toBe(200);
    await outcome;
    await client.end();
  }, 120_000);
});
