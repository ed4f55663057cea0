/** Requests to an API as spans: part of the trace that a client names, and sent on with it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiWorld, apiWorld, basic, type CallerName } from '../../attacks-http/world/world.ts';
import { type OtlpCollector, otlpCollector, type SeenSpan, traceTree } from '../../support/otlp-collector.ts';

const PARENT = 'b'.repeat(16);
let collector: OtlpCollector;
let world: ApiWorld;
beforeAll(async () => {
  collector = await otlpCollector();
  world = await apiWorld({ settings: { telemetry: { traces: { endpoint: collector.url } } } });
});
afterAll(async () => {
  await world?.stop();
  await collector?.stop();
});
beforeEach(() => {
  world.upstream.forget();
  world.upstream.answerJson({ id: 7, name: 'Ada-zzz', ssn: '123-45-6789' });
});

const newTrace = () => randomUUID().replaceAll('-', '');

function ask(target: string, headers: Record<string, string>, caller: CallerName = 'contractor') {
  return fetch(world.origin + target, { headers: { authorization: basic(caller), ...headers } });
}

async function traced(trace: string): Promise<readonly SeenSpan[]> {
  const spans = () => collector.spans.filter(({ traceId }) => traceId === trace);
  await expect
    .poll(() => spans().some((each) => each.parentSpanId === PARENT), { timeout: 30_000 })
    .toBe(true);
  return spans();
}

test('a request is part of the trace that its client names, and so is what the API is asked', async () => {
  const trace = newTrace();
  const state = 'congo=t61rcWkgMzE';
  const answer = await ask('/people/7', {
    traceparent: `00-${trace}-${PARENT}-01`,
    tracestate: state,
  });
  expect(answer.status).toBe(200);
  const spans = await traced(trace);
  expect(traceTree(spans, PARENT)).toEqual([
    'GET /people/{id}',
    ...['  authenticate', '  judge', '  GET /people/{id}', '    first byte'],
  ]);
  const [own] = spans.filter(({ kind }) => kind === 2);
  const [upstream] = spans.filter(({ kind }) => kind === 3);
  expect(own?.attributes).toMatchObject({
    ...{ 'http.request.method': 'GET', 'http.route': '/people/{id}', 'http.response.status_code': 200 },
    ...{ 'dlp.source': 'people', 'dlp.decision': 'forwarded' },
  });
  const [seen] = world.upstream.seen;
  expect(seen?.headers).toMatchObject({
    traceparent: `00-${trace}-${upstream?.spanId}-01`,
    tracestate: state,
  });
  expect(seen?.rawHeaders.filter((name) => name.toLowerCase() === 'traceparent')).toHaveLength(1);
});

test('a request without a trace begins one, which the API hears of', async () => {
  await ask('/people/7', { tracestate: 'a=b' });
  const [seen] = world.upstream.seen;
  expect(seen?.headers.tracestate).toBeUndefined();
  const [, trace] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-01$/.exec(String(seen?.headers.traceparent)) ?? [];
  await expect
    .poll(() => collector.spans.some((span) => span.traceId === trace), { timeout: 30_000 })
    .toBe(true);
});

test('one that its client does not sample goes on as the client named it, and is told to nobody', async () => {
  const traceparent = `00-${newTrace()}-${PARENT}-00`;
  await ask('/people/7', { traceparent });
  expect(world.upstream.seen[0]?.headers.traceparent).toBe(traceparent);
});

test('what is refused and what fails is told so', async () => {
  const [refused, unproven, failed] = [newTrace(), newTrace(), newTrace()];
  const traceparent = (trace: string) => ({ traceparent: `00-${trace}-${PARENT}-01` });
  await ask('/nothing-zzz', traceparent(refused));
  await ask('/people/7', { ...traceparent(unproven), authorization: 'Basic enp6Onp6eg==' });
  expect((await traced(refused)).find(({ kind }) => kind === 2)).toMatchObject({
    ...{ name: 'GET', attributes: { 'dlp.decision': 'refused' } },
  });
  expect(traceTree(await traced(unproven), PARENT)).toEqual(['GET', '  authenticate']);
  world.upstream.answer((_request, response) => response.destroy());
  expect((await ask('/people/7', traceparent(failed))).status).toBe(502);
  const tree = traceTree(await traced(failed), PARENT);
  expect(tree[0]).toBe('GET /people/{id} (error)');
  expect(tree).toContain('  GET /people/{id} (error)');
});

test('nothing of a value, a path, a parameter or a person is in any span', async () => {
  const trace = newTrace();
  await ask('/people/7?note=zzz', {
    traceparent: `00-${trace}-${PARENT}-01`,
    'x-request-id': 'zzz',
    prefer: 'zzz',
  });
  await traced(trace);
  for (const hidden of ['zzz', '123-45', 'contractor', '/people/7', 'Basic'])
    expect(collector.text()).not.toContain(hidden);
});
