/**
 * Some rows of a table, as texts. In a transaction that reads only; bounded in rows, in the length of a value and in time, and a table
 * that cannot be read spoils nothing. What is read stays in memory, and no file or terminal sees it.
 */
import type { Query } from '../live/connect.ts';
import type { Column, Relation } from '../schema/model.ts';
import { call, cast, quoteIdentifier, quoteLiteral } from '../sql/sql.ts';

/** Characters of a value; what lies behind is not looked at. */
const LONGEST_VALUE = 4_000;

const TIMEOUT_MS = 10_000;

export interface ColumnSample {
  readonly relation: Relation;
  readonly column: Column;
  /** Those that are not NULL; none of a column that was not sampled. */
  readonly values: readonly string[];
}

/** What kinds of relations hold rows of their own that a sample can be taken of. */
const SAMPLED: ReadonlySet<Relation['kind']> = new Set(['table', 'materialized view']);

/** Types whose values can be sensitive by what they are. */
function isSampled({ type }: Column): boolean {
  return ['text', 'integer', 'numeric', 'inet', 'json'].includes(type.family);
}

/** At most `rows` rows of the columns that could hold something, and of the others their names; null where the table cannot be read. */
export async function sampleRelation(
  query: Query,
  relation: Relation,
  rows: number,
): Promise<readonly ColumnSample[] | null> {
  if (!SAMPLED.has(relation.kind)) return [];
  const columns = relation.columns.filter(isSampled);
  const named = relation.columns
    .filter((column) => !columns.includes(column))
    .map((column) => ({ relation, column, values: [] }));
  if (columns.length === 0) return named;
  const name = `${quoteIdentifier(relation.schema)}.${quoteIdentifier(relation.name)}`;
  // The catalog's own error would end the transaction.
  await query('SAVEPOINT sample');
  try {
    await query(`SET LOCAL statement_timeout = ${TIMEOUT_MS}`);
    const values = columns.map(
      (column, index) =>
        `${call('left', cast(quoteIdentifier(column.name), 'text'), String(LONGEST_VALUE))} AS c${index}`,
    );
    const [size] = await query(
      `SELECT reltuples AS rows FROM pg_catalog.pg_class WHERE oid = ${cast(quoteLiteral(name), 'regclass')}`,
    );
    const found = await query(
      `SELECT ${values.join(', ')} FROM ${name}${spread(Number(size?.rows), rows)} LIMIT ${rows}`,
    );
    const sampled = columns.map((column, index) => ({
      relation,
      column,
      values: found.map((row) => row[`c${index}`]).filter((value) => typeof value === 'string'),
    }));
    return [...sampled, ...named];
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    await query('ROLLBACK TO SAVEPOINT sample');
    return null;
  }
}

/** From pages all over a large table, five times as many rows as are wanted, for they come unevenly. */
function spread(stored: number, wanted: number): string {
  const share = (500 * wanted) / stored;
  return stored > 20 * wanted ? ` TABLESAMPLE system (${Math.max(share, 0.01).toFixed(4)})` : '';
}
