/** What is counted of requests to APIs: as of sessions, also where a process ends that had some. */
import { expect, test } from 'vitest';
import { Metrics } from '../../../runtime/src/admin/metrics.ts';

const countOf = (metrics: Metrics, series: string): number =>
  Number(
    metrics
      .text()
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')[1],
  );
const open = (metrics: Metrics) => countOf(metrics, 'dlp_proxy_requests_open');
const total = (metrics: Metrics, decision: string) =>
  countOf(metrics, `dlp_proxy_requests_total{decision="${decision}"}`);

test('requests are counted by what became of them, and are open while they are on their way', () => {
  const metrics = new Metrics();
  for (const request of ['a', 'b', 'c']) metrics.count('request-forwarded', { request });
  expect([open(metrics), total(metrics, 'forwarded')]).toEqual([3, 3]);
  metrics.count('request-answered', { request: 'a' });
  metrics.count('answer-cut', { request: 'b' });
  // The API left it without an answer.
  metrics.count('request-refused', { request: 'c' });
  // Never sent on.
  metrics.count('request-refused', { request: 'd' });
  expect([open(metrics), total(metrics, 'refused')]).toEqual([0, 2]);
  expect(countOf(metrics, 'dlp_proxy_answers_cut_total')).toBe(1);
});

test('what a process had open ends with it', () => {
  const [all, one] = [new Metrics(), new Metrics()];
  const told = new Map<string, number>();
  one.count('session-ready', { session: 's' });
  for (const request of ['a', 'b']) one.count('request-forwarded', { request });
  all.add(1, one.since(told));
  one.count('request-answered', { request: 'a' });
  one.count('request-unproven', {});
  all.add(1, one.since(told));
  expect([open(all), total(all, 'forwarded')]).toEqual([1, 2]);
  expect(countOf(all, 'dlp_proxy_authentication_failures_total')).toBe(1);
  all.add(1, null);
  expect([open(all), countOf(all, 'dlp_proxy_sessions_open')]).toEqual([0, 0]);
  expect(total(all, 'forwarded')).toBe(2);
});

test('every error that the log has an event for is counted by its name, from 0 on', () => {
  const metrics = new Metrics();
  const errors = (event: string) => countOf(metrics, `dlp_proxy_errors_total{event="${event}"}`);
  for (const event of ['records-failed', 'policy-refused', 'credentials-refused', 'source-refused'])
    expect(errors(event)).toBe(0);
  metrics.count('records-failed', { reason: 'full' });
  metrics.count('records-resumed', {});
  expect(errors('records-failed')).toBe(1);
  expect(errors('records-resumed')).toBeNaN();
});
