/** Sessions as spans, of a whole proxy before a real database, by a collector that reads them strictly. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type OtlpCollector,
  otlpCollector,
  type SeenSpan,
  traceTree,
} from '../../../support/otlp-collector.ts';
import {
  type ApprovalsWorld,
  approvingMatcher,
  archiveDatabase,
  BY_DBA,
  startApprovalsWorld,
} from '../approvals-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let collector: OtlpCollector;
let world: ApprovalsWorld;

beforeAll(async () => {
  database = await archiveDatabase();
  collector = await otlpCollector();
  world = await startApprovalsWorld(database, {
    matcher: approvingMatcher(BY_DBA),
    settings: { telemetry: { traces: { endpoint: collector.url, serviceName: 'crm-proxy' } } },
  });
});
afterAll(async () => {
  await world?.end();
  await collector?.stop();
  await database?.drop();
});

const newTrace = () => randomUUID().replaceAll('-', '');
const comment = (trace: string) => `/*traceparent='00-${trace}-${'b'.repeat(16)}-01'*/`;

/** The spans of a trace, once the one is there that ends last. */
async function traced(trace: string): Promise<readonly SeenSpan[]> {
  const spans = () => collector.spans.filter(({ traceId }) => traceId === trace);
  await expect
    .poll(() => spans().some((each) => each.parentSpanId === 'b'.repeat(16)), { timeout: 30_000 })
    .toBe(true);
  return spans();
}

test('a statement is one trace, with what it went through', async () => {
  const { client } = await world.connect('contractor');
  const trace = newTrace();
  await client.query(`select name, ssn from customers where name = 'Anonymous-4711' ${comment(trace)}`);
  const spans = await traced(trace);
  expect(traceTree(spans, 'b'.repeat(16))).toEqual(['SELECT crm', '  judge', '  upstream', '    first byte']);
  expect(spans.find(({ name }) => name === 'SELECT crm')).toMatchObject({
    kind: 2,
    attributes: {
      ...{ 'db.system.name': 'postgresql', 'db.namespace': 'crm', 'db.operation.name': 'SELECT' },
      ...{ 'dlp.decision': 'rewritten', 'dlp.session.id': expect.any(String) },
    },
  });
  expect(collector.resources[0]).toMatchObject({ 'service.name': 'crm-proxy' });
  await client.end();
});

test('prepared statements, those denied and those that fail each have theirs', async () => {
  const { client } = await world.connect('contractor');
  const [bound, denied, failing] = [newTrace(), newTrace(), newTrace()];
  await client.query({
    text: `select id from orders where id = $1 ${comment(bound)}`,
    values: [10],
    name: 'q',
  });
  expect(traceTree(await traced(bound), 'b'.repeat(16))).toEqual([
    'SELECT crm',
    '  judge',
    '  upstream',
    '    first byte',
  ]);
  // The trace of the comment was that of the first time.
  await client.query({
    text: `select id from orders where id = $1 ${comment(bound)}`,
    values: [10],
    name: 'q',
  });
  expect(collector.spans.filter(({ traceId, kind }) => traceId === bound && kind === 2)).toHaveLength(1);

  await client.query(`table unknown_to_policy ${comment(denied)}`).catch(() => undefined);
  const [deny] = (await traced(denied)).filter(({ kind }) => kind === 2);
  expect(deny).toMatchObject({
    ...{ name: 'TABLE crm', status: { code: 2 } },
    attributes: { 'dlp.decision': 'denied', 'db.response.status_code': '42501' },
  });

  await client.query(`select 1 / (id - id) from orders ${comment(failing)}`).catch(() => undefined);
  const [fail] = (await traced(failing)).filter(({ kind }) => kind === 2);
  expect(fail).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': '22012' } });
  await client.end();
});

test('a wait for people is a part of the trace, and ends with the session where that ends first', async () => {
  const { client } = await world.connect('contractor');
  const [agreed, given] = [newTrace(), newTrace()];
  const running = client.query(`delete from archive where id = 1 ${comment(agreed)}`);
  await world.decide('ann', await world.waiting(), 'approve', 'ticket');
  await running;
  expect(traceTree(await traced(agreed), 'b'.repeat(16))).toEqual([
    ...['DELETE crm', '  judge', '  approval', '  upstream', '    first byte'],
  ]);

  client.query(`delete from archive where id = 2 ${comment(given)}`).catch(() => undefined);
  await world.waiting();
  await client.end();
  const tree = traceTree(await traced(given), 'b'.repeat(16));
  expect(tree).toContain('  approval');
  expect(tree[0]).toBe('DELETE crm (error)');
});

test('a session has a span of its own, with what it took to connect', async () => {
  const { client } = await world.connect('contractor');
  const { session } = await world.event('session-ready');
  await client.end();
  const own = () => collector.spans.filter(({ name }) => name === 'session crm');
  await expect.poll(() => own().length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(session).toBeTruthy();
  expect(own()[0]?.attributes).toMatchObject({ 'dlp.end': 'client' });
  const [first] = own();
  const connect = collector.spans.find(({ parentSpanId }) => parentSpanId === first?.spanId);
  expect(connect).toMatchObject({ name: 'connect', kind: 3 });
});

test('nothing of a statement, a value, a person or a secret is in any span', async () => {
  const { client } = await world.connect('contractor', { application_name: 'app-zzz' });
  const secret = newTrace();
  await client.query({
    text: `select "name" as "alias-zzz", ssn, 'literal-zzz' from customers where name = $1 ${comment(secret)}`,
    values: ['value-zzz'],
  });
  await client.query(`bogus-zzz '${comment(secret)}'`).catch(() => undefined);
  await client.end();
  await traced(secret);
  for (const hidden of ['zzz', 'customers', 'Ann', '123-45', 'contractor', 'correct horse', 'ssn'])
    expect(collector.text()).not.toContain(hidden);
});

test('a collector that is gone costs sessions nothing, and is counted', async () => {
  collector.answer((response) => response.writeHead(400).end());
  const { client } = await world.connect('contractor');
  const { rows } = await client.query('select id from orders');
  expect(rows).toEqual([{ id: 10 }]);
  await client.end();
  await world.event('spans-dropped');
  const metrics = await fetch(`http://127.0.0.1:${world.office.port}/metrics`);
  expect(await metrics.text()).toMatch(/dlp_proxy_spans_dropped_total [1-9]/);
  collector.answer(null);
});
