/** Spans on their way to a collector: whole, in batches, tried again as the protocol says, and never more of them than are kept. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FinishedSpan } from '../../../runtime/src/telemetry/span.ts';
import { MAX_QUEUED_SPANS, SpanExporter } from '../../../runtime/src/telemetry/span-exporter.ts';
import { Tracer } from '../../../runtime/src/telemetry/tracer.ts';
import { type OtlpCollector, otlpCollector } from '../../support/otlp-collector.ts';

let collector: OtlpCollector;
const pauses: number[] = [];
const dropped: [number, string][] = [];
beforeEach(async () => {
  collector = await otlpCollector();
  pauses.length = 0;
  dropped.length = 0;
});
afterEach(() => collector.stop());

const SECRET = 'Bearer very-secret';

function exporterTo(
  url: string,
  headers: () => Promise<[string, string][]> = async () => [['authorization', SECRET]],
) {
  return new SpanExporter({
    ...{ url: new URL(url), headers, fetch: (to, options) => fetch(to, options) },
    resource: { attributes: { 'service.name': 'dlp' }, scope: { name: 'dlp-proxy', version: '1' } },
    pause: async (milliseconds) => void pauses.push(milliseconds),
    onDropped: (spans, reason) => void dropped.push([spans, reason]),
  });
}

const SPAN: FinishedSpan = {
  ...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: null, name: 'x', kind: 'server' },
  ...{ start: 1_700_000_000_000.25, end: 1_700_000_000_001.5, isError: true },
  attributes: { text: 'é"\n', whole: 3, part: 0.5, flag: true },
};

test('a span arrives as it was, with the header fields', async () => {
  const exporter = exporterTo(collector.url);
  exporter.add(SPAN);
  exporter.add({ ...SPAN, parentSpanId: 'c'.repeat(16), isError: false, kind: 'client' });
  await exporter.close();
  const { attributes } = SPAN;
  expect(collector.spans).toMatchObject([
    {
      ...{ traceId: 'a'.repeat(32), kind: 2, status: { code: 2 }, attributes },
      ...{ startTimeUnixNano: '1700000000000250000', endTimeUnixNano: '1700000000001500000' },
    },
    { parentSpanId: 'c'.repeat(16), kind: 3, status: {} },
  ]);
  expect(collector.spans[0]).not.toHaveProperty('parentSpanId');
  expect(collector.resources).toEqual([{ 'service.name': 'dlp' }]);
  expect(collector.headers).toMatchObject([{ authorization: SECRET, 'content-type': 'application/json' }]);
  expect(dropped).toEqual([]);
});

describe('a collector that fails', () => {
  test.each([
    ['is asked again where it is busy', 503, 4],
    ['is asked once where it refuses', 400, 1],
    ['is not followed elsewhere', 307, 4],
  ])('%s', async (_, status, attempts) => {
    const to = await otlpCollector();
    collector.answer((response) => response.writeHead(status, { location: to.url }).end('no'));
    const exporter = exporterTo(collector.url);
    exporter.add(SPAN);
    await expect.poll(() => dropped, { timeout: 30_000 }).toMatchObject([[1, expect.any(String)]]);
    expect(collector.headers).toHaveLength(attempts);
    expect(to.headers).toEqual([]);
    await to.stop();
  });

  test('is asked again when it says', async () => {
    collector.answer((response) => {
      collector.answer(null);
      response.writeHead(429, { 'retry-after': '7' }).end();
    });
    exporterTo(collector.url).add(SPAN);
    await expect.poll(() => collector.spans.length, { timeout: 30_000 }).toBe(1);
    expect(pauses.slice(1)).toEqual([7_000]);
  });

  test('tells nothing of what was sent', async () => {
    const fail = exporterTo(collector.url, async () => [['authorization', `${SECRET}\nmore`]]);
    fail.add(SPAN);
    await fail.close();
    const gone = exporterTo('http://127.0.0.1:1/');
    gone.add(SPAN);
    await gone.close();
    expect(dropped).toEqual([
      [1, 'its header fields cannot be read'],
      [1, 'the collector cannot be reached'],
    ]);
  });

  test('costs the spans that are too many, and no more than that', async () => {
    const answers: (() => void)[] = [];
    collector.answer((response) => void answers.push(() => response.writeHead(200).end()));
    const exporter = exporterTo(collector.url);
    exporter.add(SPAN);
    await expect.poll(() => answers.length, { timeout: 30_000 }).toBe(1);
    for (let at = 0; at < MAX_QUEUED_SPANS + 5; at += 1) exporter.add(SPAN);
    collector.answer(null);
    answers[0]?.();
    await exporter.close();
    expect(dropped).toEqual([[5, 'the collector is too slow']]);
    expect(collector.spans).toHaveLength(MAX_QUEUED_SPANS);
  });

  test('does not hold up an end', async () => {
    collector.answer((response) => response.writeHead(503).end());
    const exporter = exporterTo(collector.url);
    for (let at = 0; at < 2_000; at += 1) exporter.add(SPAN);
    await exporter.close();
    expect(dropped.reduce((sum, [spans]) => sum + spans, 0)).toBe(2_000);
    expect(collector.headers.length).toBeLessThanOrEqual(1);
  });
});

describe('sampling', () => {
  const begun = (ratio: number, sampled: boolean | null) => {
    const tracer = new Tracer({ ratio, add: () => undefined, now: () => 0, clock: () => 0 });
    const parent = (traceId: string) =>
      sampled === null ? null : { traceId, spanId: 'b'.repeat(16), isSampled: sampled };
    return Array.from({ length: 4_000 }, () =>
      tracer.begin(parent('a'.repeat(32)), { name: 'x', kind: 'server' }),
    ).filter((span) => span !== null).length;
  };
  test('is the ratio of the traces that begin here', () => {
    expect(begun(0, null)).toBe(0);
    expect(begun(1, null)).toBe(4_000);
    // Eight standard deviations.
    expect(Math.abs(begun(0.25, null) - 1_000)).toBeLessThan(220);
  });
  test('is what a client has said of its own', () => {
    expect(begun(0, true)).toBe(4_000);
    expect(begun(1, false)).toBe(0);
  });
});
