/** `dlpc playground`, as a person meets it: the real program, its page in a real browser, the language server and the judge in a worker of that. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, startChromium } from '../support/chromium.ts';
import { PROGRAMS, REPOSITORY, run } from '../support/programs.ts';
import { requires } from '../support/requires.ts';

const EXAMPLE = `${REPOSITORY}examples/crm`;

interface Served {
  readonly url: string;
  end(): Promise<number | null>;
}

async function serve(): Promise<Served> {
  const child = spawn(process.execPath, [PROGRAMS.dlpc, 'playground'], { cwd: EXAMPLE, stdio: 'pipe' });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    end: async () => {
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGINT');
      return (await ended)[0];
    },
  };
}

/** The status and the text of an answer. */
async function ask(url: string, options: object): Promise<{ status: number | undefined; text: string }> {
  const sent = request(url, options).end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode, text: Buffer.concat(parts).toString() };
}

test('it answers its own name, GET and its own files alone, and ends when it is interrupted', async () => {
  const { url, end } = await serve();
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect((await ask(url, {})).status).toBe(200);
  expect((await ask(url, { headers: { host: 'evil.example' } })).status).toBe(421);
  expect((await ask(url, { method: 'POST' })).status).toBe(405);
  for (const path of ['/../package.json', '/%2e%2e/cli/main.js', '/..%2fcli%2fmain.js', '/dlp.json'])
    expect((await ask(url, { path })).status, path).toBe(404);
  const { text } = await ask(`${url}project.json`, {});
  expect(Object.keys(JSON.parse(text).files)).toContain(`${EXAMPLE}/policies/support.dlp`);
  expect(await end()).toBe(0);
});

test('a port that is taken is said', async () => {
  const { url, end } = await serve();
  const { status, stderr } = await run('dlpc', ['playground', '--port', new URL(url).port], { cwd: EXAMPLE });
  expect(status).toBe(2);
  expect(stderr).toContain('is taken');
  await end();
});

test('it can be written into a folder, without a word of where that was', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'dlp-playground-')), 'page');
  const write = () => run('dlpc', ['playground', '--output', folder], { cwd: EXAMPLE });
  expect(await write()).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(join(folder, 'left-over.js'), '');
  expect((await write()).status).toBe(0);
  const names = readdirSync(folder);
  expect(names).toEqual(
    expect.arrayContaining(['index.html', 'page.js', 'project.json', 'libpg-query.wasm']),
  );
  expect(names).not.toContain('left-over.js');
  const project = readFileSync(join(folder, 'project.json'), 'utf8');
  expect(project).not.toContain(REPOSITORY);
  const { folder: root, files, made } = JSON.parse(project);
  expect(Object.keys(files)).toContain(`${root}/policies/support.dlp`);
  expect(Date.parse(made)).toBeGreaterThan(0);

  // What is not the page's own is never taken away.
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const refused = await write();
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('notes.txt');
  expect(readdirSync(folder)).toContain('index.html');
  rmSync(dirname(folder), { recursive: true });
});

requires('chromium')('the page', () => {
  let served: Served;
  let browser: Browser;
  let page: Page;
  const mistakes: string[] = [];

  beforeAll(async () => {
    served = await serve();
    browser = await startChromium();
    page = await openPage(browser, { width: 1500, height: 900 }, mistakes);
    await page.goto(served.url);
    await decision('Allowed');
  });

  afterAll(async () => {
    await browser.close();
    await served.end();
    expect(mistakes).toEqual([]);
  });

  const decision = (text: string): Promise<unknown> =>
    page.locator('.decision', { hasText: text }).waitFor({ timeout: 20_000 });
  const masked = (): Promise<string[]> => page.locator('tr.masked th').allTextContents();

  test('tells what the first test of the policies asks', async () => {
    expect(await page.getByLabel('Caller').inputValue()).toContain('contractors');
    expect(await masked()).toEqual(['s', 'email']);
    const rewritten = await page.locator('pre').textContent();
    expect(rewritten).toContain("CAST('[redacted]' AS pg_catalog.text)");
  });

  test('answers another statement, another caller, and another time', async () => {
    await page.getByLabel('Statement, or request').fill('select amount from payments');
    await decision('Denied');
    await page.getByLabel('Caller').fill('{ kind: human, sub: "ada", groups: ["support"] }');
    await page.getByLabel('Statement, or request').fill('select email, ssn from customers');
    await decision('Allowed');
    await expect.poll(masked).toEqual(['ssn']);
    await page.getByLabel('At', { exact: true }).fill('soon');
    await page.getByText('`soon` is no instant').waitFor();
    await page.getByLabel('At', { exact: true }).fill('');
  });

  test('leads to the rule that decided', async () => {
    await page.getByRole('button', { name: /support\.dlp:8/ }).click();
    await page.getByRole('tab', { name: 'policies/support.dlp', selected: true }).waitFor();
  });

  test('a change of a policy changes the decision, and a mistake is underlined with its completion', async () => {
    await page.keyboard.press('Control+Home');
    for (let line = 1; line < 7; line++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type(', pii.national_id');
    // Now shown and masked by one policy, which is an error.
    await page.locator('.squiggly-error').first().waitFor();
    await page.getByText('nothing can be said of policies with errors').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Shift+k');
    await expect.poll(masked).toEqual([]);
    await decision('Allowed');

    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nclassify pii.contact crm.customers.');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'full_name' }).waitFor();
  });

  test('a test runs from its line', async () => {
    await page.reload();
    await decision('Allowed');
    await page.getByText('Run test').first().click();
    await page.locator('.message', { hasText: 'passed' }).waitFor();
  });
});
