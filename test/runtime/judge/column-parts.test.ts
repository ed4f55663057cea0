/** Parts of a column, masked one after another: the expression that stands for it, as a server computes it. */
import type { ColumnEntry, PartEntry, Treatment } from '@dlpc/runtime/abi';
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { describe, expect, it, test } from 'vitest';
import { policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { treatColumn } from '../../../runtime/src/judge/decide/treat.ts';
import { columnEntry } from '../../support/entries.ts';
import { onEachServer } from './known/servers.ts';

function mask(sql: string | null, rank: Treatment['rank'] = REVEAL_RANK.part): Treatment {
  return { text: sql ?? 'reveal', rank, sql, keyed: false, lookup: false };
}

const REVEAL = mask(null, REVEAL_RANK.value);

function part(label: string, sql: string, policies: readonly Treatment[] = [], framed = false): PartEntry {
  const rules = policies.map((treatment, policy) => ({ policy, rule: policy, treatment }));
  return { part: `$.${label}`, framed, labels: [{ label, rules }], fallback: mask(sql, REVEAL_RANK.nothing) };
}

/** Hides a field of a document. */
function hide(field: string): string {
  return `pg_catalog.jsonb_set("value", '{${field}}', '"#"', false)`;
}

const document = columnEntry('profile', 'jsonb', {
  parts: [part('a', hide('a')), part('b', hide('b'), [REVEAL])],
});
const words: ColumnEntry = columnEntry('value', 'text', {
  parts: [
    part('x', `pg_catalog.replace("value", 'x', 'y')`),
    part('n', `SELECT 1 AS n`, [REVEAL], true),
    part('m', `SELECT pg_catalog.length("value")`, [], true),
  ],
  frame: { before: '(SELECT pg_catalog.sum(n)::text FROM (', between: ' UNION ALL ', after: ') f (n))' },
});

describe('the labels that are shown as they are', () => {
  test('of parts that are revealed', () => {
    expect(treatColumn(document, policySet([0])).revealed).toEqual(['b']);
    expect(treatColumn(document, policySet([])).revealed).toEqual([]);
  });

  test('not where the whole is masked', () => {
    const labels = [{ label: 'pii', rules: [] }];
    const whole = { ...document, labels, fallback: mask('NULL', REVEAL_RANK.nothing) };
    expect(treatColumn(whole, policySet([0])).revealed).toEqual([]);
  });
});

onEachServer((server) => {
  const shown = async (column: ColumnEntry, stored: string, policies: readonly number[] = []) => {
    const { sql } = treatColumn(column, policySet(policies));
    const [row] = await server
      .database()
      .query(`select (${sql})::text as shown from (select ${stored} as "${column.name}") t`);
    return row?.shown;
  };

  it('are masked where nobody reveals them', async () => {
    const stored = `jsonb '{"a": 1, "b": 2, "c": 3}'`;
    expect(await shown(document, stored)).toBe('{"a": "#", "b": "#", "c": 3}');
    expect(await shown(document, stored, [0])).toBe('{"a": "#", "b": 2, "c": 3}');
  });

  it('leave what they leave to the mask of the whole', async () => {
    const labels = [{ label: 'pii', rules: [] }];
    const fallback = mask(`pg_catalog.jsonb_build_object('all', "profile")`);
    expect(await shown({ ...document, labels, fallback }, `jsonb '{"a": 1}'`)).toBe('{"all": {"a": "#"}}');
  });

  it('are masked together where they are framed, in a column of any name', async () => {
    expect(await shown(words, `text 'xxab'`)).toBe('5');
    expect(await shown(words, `text 'xxab'`, [0])).toBe('4');
  });
});
