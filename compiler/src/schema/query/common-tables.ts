/** WITH: queries by name, read when they are first asked for, so that a recursive one may name those after it. */
import type { CommonTableExpr, SelectStmt, WithClause } from 'libpg-query';
import { as, strings } from '../parse/node.ts';
import { NOTHING, opaque, union } from './lineage.ts';
import type { QueryColumn, QueryShape, Reading, Scope } from './scope.ts';

/** What each round can add is finite; a few rounds are enough for any query that people write. */
const MOST_ROUNDS = 64;

const UNKNOWN: QueryShape = { columns: null, rows: opaque('a WITH query reads itself before it begins') };

/** `reading` with the queries of a WITH clause in scope. Those that change data are read in any case, as they run in any case. */
export function withCommonTables(
  reading: Reading,
  clause: WithClause | undefined,
  outer: Scope | null,
): Reading {
  if (clause === undefined) return reading;
  const withs = new Map(reading.withs);
  const inner: Reading = { ...reading, withs };
  const readers: (() => QueryShape)[] = [];
  for (const node of clause.ctes ?? []) {
    const common = as('CommonTableExpr', node);
    if (common?.ctename === undefined) continue;
    const reader =
      clause.recursive === true
        ? recursiveReader(inner, common, outer)
        : once(plainReader({ ...reading, withs: new Map(withs) }, common, outer));
    withs.set(common.ctename, reader);
    readers.push(reader);
  }
  for (const reader of readers) reader();
  return inner;
}

function once(read: () => QueryShape): () => QueryShape {
  let known: QueryShape | null = null;
  return () => {
    known ??= read();
    return known;
  };
}

function plainReader(reading: Reading, common: CommonTableExpr, outer: Scope | null): () => QueryShape {
  return () => finished(common, reading.readQuery(reading, common.ctequery, outer));
}

/** What the query gives so far stands for its name within it, until nothing more comes. */
function recursiveReader(reading: Reading, common: CommonTableExpr, outer: Scope | null): () => QueryShape {
  let known: QueryShape | null = null;
  let soFar = UNKNOWN;
  let isReading = false;
  return () => {
    if (known !== null) return known;
    if (isReading) return soFar;
    isReading = true;
    const first = recursiveSelect(common)?.larg;
    if (first !== undefined)
      soFar = untyped(finished(common, reading.readQuery(reading, { SelectStmt: first }, outer)));
    for (let round = 0; ; round += 1) {
      const next = untyped(finished(common, reading.readQuery(reading, common.ctequery, outer)));
      if (isSame(soFar, next) || round === MOST_ROUNDS) {
        known = round === MOST_ROUNDS ? UNKNOWN : next;
        return known;
      }
      soFar = next;
    }
  };
}

function recursiveSelect(common: CommonTableExpr): SelectStmt | null {
  const select = as('SelectStmt', common.ctequery);
  return select?.op === 'SETOP_UNION' ? select : null;
}

/** The types of a recursive query come out of both of its parts. */
function untyped({ columns, rows }: QueryShape): QueryShape {
  return { columns: columns?.map((column) => ({ ...column, type: null })) ?? null, rows };
}

function isSame(a: QueryShape, b: QueryShape): boolean {
  if (a.columns?.length !== b.columns?.length || a.rows.origins.size !== b.rows.origins.size) return false;
  if (a.rows.opaque !== b.rows.opaque) return false;
  return (a.columns ?? []).every((column, index) => {
    const other = b.columns?.[index]?.value;
    return column.value.origins.size === other?.origins.size && column.value.opaque === other.opaque;
  });
}

/** Renamed by the list behind the name, and with the columns that SEARCH and CYCLE add. */
function finished(common: CommonTableExpr, shape: QueryShape): QueryShape {
  if (shape.columns === null) return shape;
  const names = strings(common.aliascolnames);
  const columns = shape.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
  const { search_clause: search, cycle_clause: cycle } = common;
  const added: QueryColumn[] = [];
  const add = (name: string | undefined, from: readonly string[]): void => {
    const found = columns.filter((column) => from.includes(column.name)).map(({ value }) => value);
    if (name !== undefined) added.push({ name, type: null, value: union([NOTHING, ...found]) });
  };
  add(search?.search_seq_column, strings(search?.search_col_list));
  add(cycle?.cycle_mark_column, strings(cycle?.cycle_col_list));
  add(cycle?.cycle_path_column, strings(cycle?.cycle_col_list));
  return { columns: [...columns, ...added], rows: shape.rows };
}
