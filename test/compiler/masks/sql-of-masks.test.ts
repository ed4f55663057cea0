/**
 * What may stand in a mask's SQL, checked on PostgreSQL's own tree of it: functions and types by their schema, no
 * operator but those that the grammar itself brings, no column but its own, and no name of a time zone.
 */
import { describe, expect, it } from 'vitest';
import { masksThatFit } from '../../../compiler/src/masks/catalog.ts';
import { createSqlParser } from '../../../compiler/src/schema/parse/sql-parser.ts';
import { COLUMNS, tryableArguments } from './every-type.ts';
import { maskSql } from './on-servers.ts';

/** What the masks have needed so far; another kind of node wants a look at what it means under a hostile search_path. */
const KINDS = new Set(
  (
    'A_Const Boolean CaseExpr CaseWhen CoalesceExpr CollateClause ColumnRef FuncCall Integer NullTest ' +
    'RangeFunction List Alias ResTarget SelectStmt SortBy String SubLink TypeCast ' +
    'A_Indices A_Indirection RangeSubselect'
  ).split(' '),
);

/** Columns that the masks' own subqueries make. */
const INNER = 'element place value match start stop masked is_first stretch end piece found'.split(' ');

interface Name {
  readonly String: { readonly sval: string };
}

/** Every node of a kind, by its tag. */
function* nodes(value: unknown): Iterable<readonly [tag: string, node: Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (/^[A-Z]/.test(key)) yield [key, child as Record<string, unknown>];
    if (key === 'typeName') yield ['TypeName', child as Record<string, unknown>];
    yield* nodes(child);
  }
}

function parts(names: unknown): readonly string[] {
  return (names as readonly Name[]).map(({ String: { sval } }) => sval);
}

describe.each(COLUMNS)('over $type.text', ({ name: column, type }) => {
  const masks = masksThatFit(type).map(({ name }) => name);

  it.each(masks)('%s', async (mask) => {
    const sql = maskSql(mask, column, type, ...tryableArguments(mask, type));
    const outcome = await createSqlParser().parse(`SELECT ${sql}`);
    if (outcome.kind !== 'parsed') throw new Error(`${sql} does not parse`);
    const seen = [...nodes(outcome.statements)];
    const kinds = seen.map(([tag]) => tag).filter((tag) => tag !== 'TypeName');
    expect(kinds.filter((kind) => !KINDS.has(kind))).toEqual([]);
    for (const [tag, node] of seen) {
      if (tag === 'FuncCall') expect(parts(node.funcname)).toEqual(['pg_catalog', expect.anything()]);
      if (tag === 'CollateClause') expect(parts(node.collname)[0]).toBe('pg_catalog');
      if (tag === 'TypeName') expect(['pg_catalog', 'public']).toContain(parts(node.names)[0]);
      if (tag === 'ColumnRef') expect([column, ...INNER]).toContain(parts(node.fields).join('.'));
    }
  });

  it.each(masks)('%s is short enough for tables with hundreds of columns', (mask) => {
    expect(maskSql(mask, column, type, ...tryableArguments(mask, type)).length).toBeLessThan(4_000);
  });
});
