/** What is on record, at the admin listener and in the console: who may see it, and that it is what crossed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer as collect } from 'node:stream/consumers';
import type {
  DecisionsOverTime,
  FoundStatement,
  RecordedSessions,
  RecordedTimeline,
  ReplayPage,
} from '@dlpc/runtime/records/reader/recorded';
import { to as copyTo } from 'pg-copy-streams';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPage, startChromium } from '../../support/chromium.ts';
import { requires } from '../../support/requires.ts';
import { screenshot } from '../../support/screenshot.ts';
import { archiveDatabase, outcomeOf } from './approvals-world.ts';
import { PASSWORD } from './proxy-world.ts';
import { type RecordedWorld, startRecordedWorld } from './recorded-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let directory: string;
let world: RecordedWorld;
let session: string;

beforeAll(async () => {
  database = await archiveDatabase();
  await database.query(
    `insert into customers select i, 'Customer ' || i, '900-00-' || i from generate_series(1000, 1249) i`,
  );
  directory = mkdtempSync(join(tmpdir(), 'dlp-console-records-'));
  world = await startRecordedWorld(database, directory);
  const { client } = await world.connect('contractor', { application_name: 'nightly' });
  await client.query('select id, ssn, name from customers order by id');
  await client.query('select note from archive where id = $1', [7]);
  await client.query(`select '${'x'.repeat(2000)}' as long, null as nothing`);
  await outcomeOf(client.query('select * from unknown_to_policy'));
  await outcomeOf(client.query('select 1 / 0'));
  for (let i = 1; i <= 40; i += 1) await client.query(`select count(*) from archive where id > ${i}`);
  await client.end();
  const { sessions } = await asked<RecordedSessions>('/v1/records/sessions');
  session = sessions[0]?.id ?? '';
});
afterAll(async () => {
  await world?.end();
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** As the auditor. */
async function asked<T>(path: string): Promise<T> {
  const { status, body } = await world.ask('ada', path);
  expect(status).toBe(200);
  return body as T;
}

const PATHS = [
  '/v1/records/sessions',
  '/v1/records/statements?q=select',
  '/v1/records/decisions?hours=1',
  '/v1/records/verification',
  '/v1/records/sessions/ID',
  '/v1/records/sessions/ID/statements',
  '/v1/records/sessions/ID/verification',
];

test.each(PATHS)('%s is for auditors alone', async (path) => {
  const status = async (user: string) => (await world.ask(user, path.replace('ID', session))).status;
  expect(await status('ada')).toBe(200);
  // A viewer, an approver, a service in the group, and somebody who acts for a task.
  for (const user of ['bob', 'ann', 'auditbot', 'helper']) expect(await status(user)).toBe(403);
});

test('nobody else is told whether there are any', async () => {
  expect((await world.ask('nobody', '/v1/records/sessions')).status).toBe(401);
});

test('a role is told to whoever has it, and decides nothing', async () => {
  expect((await world.ask('ada', '/v1/me')).body).toMatchObject({ mayView: true, mayAudit: true });
  expect((await world.ask('bob', '/v1/me')).body).toMatchObject({ mayView: true, mayAudit: false });
  expect((await world.ask('ada', '/v1/sessions')).status).toBe(200);
  expect((await world.ask('ada', '/v1/approvals')).body.approvals).toEqual([]);
});

test('whoever looks is told to the log', async () => {
  await asked(`/v1/records/sessions/${session}/statements`);
  const event = await world.event('records-read', ({ what }) => what === 'replay');
  expect(event).toMatchObject({ subject: 'ada', recorded: session });
});

test('a session is told with what was decided, and rows as they crossed', async () => {
  const { statements } = await asked<ReplayPage>(`/v1/records/sessions/${session}/statements`);
  expect(statements.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  const [first, second, third, denied, failed] = statements;
  expect(first).toMatchObject({
    decision: 'forward',
    masks: [{ column: 'public.customers.ssn', treatment: 'keep_last(4)' }],
  });
  expect(first?.rules.length).toBeGreaterThan(0);
  expect(first?.answers).toMatchObject([{ end: 'complete', told: 'SELECT 251', rows: 251, firstRow: 0 }]);
  expect(first?.answers[0]?.columns).toEqual([
    { name: 'id', class: 'p' },
    { name: 'ssn', class: 'm' },
    { name: 'name', class: 'p' },
  ]);
  expect(first?.answers[0]?.cells).toHaveLength(100);
  expect(first?.answers[0]?.cells[0]).toEqual(['1', '6789', 'Ann']);
  expect(second?.parameters).toEqual(["'7'"]);
  expect(third?.answers[0]).toMatchObject({ clipped: true, cells: [['x'.repeat(500), null]] });
  expect(denied).toMatchObject({ decision: 'deny', sqlstate: '42501' });
  expect(failed?.answers).toMatchObject([{ end: 'error', told: expect.stringContaining('22012') }]);
  expect(JSON.stringify(statements)).not.toContain('123-45-6789');
});

test('rows and statements come a page at a time', async () => {
  const path = `/v1/records/sessions/${session}/statements`;
  const later = await asked<ReplayPage>(`${path}?from=41`);
  expect(later.statements.map(({ n }) => n)).toEqual([41, 42, 43, 44, 45]);
  const rows = await asked<ReplayPage>(`${path}?from=1&only=one&row=200`);
  expect(rows.statements).toHaveLength(1);
  expect(rows.statements[0]?.answers[0]).toMatchObject({ firstRow: 200, rows: 251 });
  expect(rows.statements[0]?.answers[0]?.cells).toHaveLength(51);
  expect(rows.statements[0]?.answers[0]?.cells.at(-1)?.[0]).toBe('1249');
  expect((await asked<ReplayPage>(`${path}?from=900`)).statements).toEqual([]);
});

test('a time line has a mark for each statement', async () => {
  const { marks, session: told } = await asked<RecordedTimeline>(`/v1/records/sessions/${session}`);
  expect(told).toMatchObject({ statements: 45, denied: 1, user: 'contractor', level: 'everything' });
  expect(marks).toHaveLength(45);
  expect(marks.filter(({ denied }) => denied > 0).map(({ n }) => n)).toEqual([4]);
  expect(marks.filter(({ failed }) => failed > 0).map(({ n }) => n)).toEqual([5]);
});

test('statements are found by words, of which none is an operator', async () => {
  const found = await asked<readonly FoundStatement[]>('/v1/records/statements?q=unknown_to_policy');
  expect(found).toMatchObject([{ session, n: 4, decision: 'deny' }]);
  expect(await asked('/v1/records/statements?q=unknown_to_policy+OR+archive')).toEqual([]);
  expect(await asked(`/v1/records/statements?q=${encodeURIComponent('"*" NEAR(')}`)).toEqual([]);
  expect((await world.ask('ada', '/v1/records/statements?q=')).status).toBe(400);
});

test('decisions are counted over time and by rule', async () => {
  const { buckets, rules } = await asked<DecisionsOverTime>('/v1/records/decisions?hours=1');
  const sum = (of: 'forwarded' | 'denied') => buckets.reduce((all, bucket) => all + bucket[of], 0);
  expect([sum('forwarded'), sum('denied')]).toEqual([44, 1]);
  expect(rules.length).toBeGreaterThan(0);
});

test('what COPY gives is told up to a bound, and where it ends is said', async () => {
  const { client } = await world.connect('contractor');
  const copied = async (rows: number): Promise<void> => {
    const text = `copy (select repeat(note, 1000) from archive where id <= ${rows}) to stdout`;
    await collect(client.query(copyTo(text)));
  };
  await copied(1);
  for (const _ of [1, 2]) await copied(100);
  await client.end();
  const { sessions } = await asked<RecordedSessions>('/v1/records/sessions');
  const path = `/v1/records/sessions/${sessions[0]?.id ?? ''}/statements`;
  const { statements } = await asked<ReplayPage>(path);
  const told = statements.map(({ answers: [answer] }) => [answer?.clipped, answer?.copied?.length ?? 0]);
  expect(told[0]).toEqual([false, 'note 1'.length * 1000 + 1]);
  expect(told[2]?.[0]).toBe(true);
  expect(told.reduce((sum, [, length]) => sum + Number(length), 0)).toBeLessThan(1_000_001);
});

test.each([
  ['/v1/records/sessions/ID/statements?from=-1', 400],
  ['/v1/records/sessions/ID/statements?from=1e9', 400],
  ['/v1/records/sessions/00000000/statements', 404],
  ['/v1/records/sessions/..%2f..%2fetc/statements', 404],
  ['/v1/records/sessions?since=yesterday', 400],
  ['/v1/records/decisions?hours=99999999', 400],
])('%s is answered with %i', async (path, status) => {
  expect((await world.ask('ada', path.replace('ID', session))).status).toBe(status);
});

requires('chromium')('in the browser', () => {
  let browser: Browser;
  let page: Page;
  const mistakes: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    page = await openPage(browser, { width: 1300, height: 950 }, mistakes);
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    mistakes.length = 0;
    await page.goto('about:blank');
    await page.goto(`http://127.0.0.1:${world.office.port}/#records`);
    await page.getByLabel('Name', { exact: true }).fill('ada');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Records' }).waitFor();
  });

  test('a session is replayed along its time line, by mouse and by key', async () => {
    await page
      .getByRole('link', { name: /^Replay session/ })
      .last()
      .click();
    const detail = page.getByRole('article');
    await detail.getByText('select id, ssn, name from customers').waitFor();
    await page.getByText('Chain and signatures hold').waitFor();
    expect(await detail.locator('td.masked').first().textContent()).toBe('6789');
    expect(await detail.getByRole('columnheader', { name: 'ssn masked' }).count()).toBe(1);
    await screenshot(page, 'replay');
    await detail.getByRole('button', { name: 'Later rows' }).click();
    await detail.getByText('rows 101 to 200 of 251').waitFor();

    await page.keyboard.press('j');
    await detail.getByText('select note from archive').waitFor();
    await page.getByRole('slider', { name: 'Time line' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('article', { name: 'Statement 4' }).getByText('denied', { exact: true }).waitFor();
    expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toContain('denied');
    await screenshot(page, 'replay-denied');
    await page.keyboard.press('End');
    await page.getByRole('article', { name: 'Statement 45' }).waitFor();
    expect(mistakes).toEqual([]);
  });

  test('a search leads to the very statement', async () => {
    await page.getByLabel(/^Search statements/).fill('unknown_to_policy');
    await page.keyboard.press('Enter');
    await page.getByText('1 found').waitFor();
    await screenshot(page, 'records-search');
    await page.getByRole('link', { name: 'select * from unknown_to_policy' }).click();
    await page.getByRole('article', { name: 'Statement 4' }).waitFor();
    expect(mistakes).toEqual([]);
  });

  test('what was changed is said to be', async () => {
    world.tamper('nightly');
    await page
      .getByRole('link', { name: /^Replay session/ })
      .last()
      .click();
    await page.getByText('The records were changed').waitFor();
    await screenshot(page, 'replay-changed');
    await page.getByRole('link', { name: 'All records' }).click();
    await page.getByRole('button', { name: 'Verify all records' }).click();
    await page.getByText('The records were changed').waitFor();
    world.tamper('oightly');
  });
});
