/** What became of statements over a stretch of time, and which rules decided most of them. */
import type { RecordIndex } from '../index/record-index.ts';
import type { DecisionsOverTime } from './recorded.ts';

const BUCKETS = 120;
const RULES = 20;
/** Lists of rules that are looked at: there are as many as statements that differ in what they touch. */
const GROUPS = 2_000;

export function decisionsOverTime(index: RecordIndex, since: number, until: number): DecisionsOverTime {
  const step = Math.max(1_000, Math.ceil((until - since) / BUCKETS));
  const rows = index.query(
    `SELECT CAST((at - ?1) / ?3 AS INTEGER) AS bucket, sum(decision <> 'deny') AS forwarded, sum(decision = 'deny') AS denied
     FROM statements WHERE at >= ?1 AND at < ?2 GROUP BY 1`,
    ...[since, until, step],
  );
  const byBucket = new Map(rows.map((row) => [Number(row.bucket), row]));
  const groups = index.query(
    `SELECT rules, sum(decision <> 'deny') AS forwarded, sum(decision = 'deny') AS denied
     FROM statements WHERE at >= ?1 AND at < ?2 AND rules <> '' GROUP BY rules ORDER BY count(*) DESC LIMIT ?3`,
    ...[since, until, GROUPS],
  );
  const byRule = new Map<string, { forwarded: number; denied: number }>();
  for (const { rules, forwarded, denied } of groups)
    for (const rule of new Set(String(rules).split('\n'))) {
      const sum = byRule.get(rule) ?? { forwarded: 0, denied: 0 };
      sum.forwarded += Number(forwarded);
      sum.denied += Number(denied);
      byRule.set(rule, sum);
    }
  return {
    seconds: step / 1000,
    buckets: Array.from({ length: Math.ceil((until - since) / step) }, (_, at) => ({
      at: new Date(since + at * step).toISOString(),
      forwarded: Number(byBucket.get(at)?.forwarded ?? 0),
      denied: Number(byBucket.get(at)?.denied ?? 0),
    })),
    rules: [...byRule]
      .map(([rule, counts]) => ({ rule, ...counts }))
      .sort((a, b) => b.forwarded + b.denied - a.forwarded - a.denied)
      .slice(0, RULES),
  };
}
