import { describe, expect, test } from 'vitest';
import type { LiveRelation } from '../../../runtime/src/catalog/catalog.ts';
import { judgeAs, live, subqueryOf, told, type World } from './fixture.ts';

describe('a view', () => {
  const view = (definition: string, more: Partial<LiveRelation> = {}) => ({
    relations: [live('public', 'summary', [['n', 'bigint']], { relkind: 'v', definition, ...more })],
  });
  const read = (world: World) => told(judgeAs(['contractors'], 'select n from summary s', world));

  test('is read through its definition, masked where that reads', () => {
    expect(read({})).toBe(
      `select n from (SELECT "n" FROM (SELECT pg_catalog.count(customers.ssn) AS n\n   FROM ${subqueryOf('ssn')} "customers") "summary") s`.replace(
        '(SELECT pg',
        '( SELECT pg',
      ),
    );
  });

  test('over nothing protected is read as it is', () => {
    expect(read(view('SELECT count(*) AS n FROM public.orders'))).toBe('select n from summary s');
  });

  test('over another view', () => {
    const inner = live('public', 'unknown_to_policy', [['ssn', 'text']], {
      relkind: 'v',
      definition: 'SELECT ssn FROM public.customers',
    });
    expect(
      read({ relations: [...view('SELECT count(*) AS n FROM public.unknown_to_policy').relations, inner] }),
    ).toMatch(/the definition of the view "summary": relation "unknown_to_policy" is not in the schema/);
  });

  test.each([
    ['SELECT public.leak(ssn) AS n FROM public.customers', {}, 'function public.leak'],
    ["SELECT query_to_xml('select * from customers', true, true, '') AS n", {}, 'function query_to_xml'],
    ['SELECT count(*) AS n FROM public.customers', { relkind: 'm' }, 'it is a materialized view and no view'],
    ['SELECT count(*) AS n FROM public.customers', { relkind: 'r' }, 'it is a table and no view'],
    ['', {}, 'no definition'],
  ])('is refused: %s %o', (definition, more, reason) => {
    expect(read(view(definition, more))).toMatch(new RegExp(`^42501 .*${reason}`));
  });

  test('that is a security barrier stays one, by a fence where the statement could tell', () => {
    const world = view('SELECT count(*) AS n FROM public.customers', { securityBarrier: true });
    const forwarded = (text: string) => told(judgeAs(['contractors'], text, world));
    expect(forwarded('select n from summary where n > 3')).not.toContain('OFFSET 0');
    expect(forwarded('select n from summary where 1 / n > 0')).toContain(
      ' "summary" OFFSET 0) "summary" where',
    );
  });

  test('that reads itself ends', () => {
    expect(read(view('SELECT n FROM public.summary'))).toMatch(/^42501/);
  });
});
