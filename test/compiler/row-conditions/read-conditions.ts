/** Row conditions over one table, from text to SQL, without a policy around them. */
import { type Diagnostic, parsePolicyFile } from '@dlpc/language';
import type { CallerValue, FilterRule } from '@dlpc/runtime/abi';
import { bindProgram } from '../../../compiler/src/bind/bind-program.ts';
import { reportInto } from '../../../compiler/src/bind/report.ts';
import { checkRowCondition } from '../../../compiler/src/check/filters/check-row-condition.ts';
import type { RowCondition } from '../../../compiler/src/ir/row-condition.ts';
import { rowFilterSql } from '../../../compiler/src/lower/row-filter-sql.ts';
import { readRowCondition } from '../../../compiler/src/row-conditions/read-row-condition.ts';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { createSqlParser } from '../../../compiler/src/schema/parse/sql-parser.ts';

export const TABLE = `
create type mood as enum ('sad', 'ok', 'it''s fine');
create domain level as integer check (value < 1000);
create domain code as varchar(8);
create table rows (
  id integer primary key, t text, v varchar(8), c char(4), n name, k text collate "C", "Odd Name" text,
  i integer, s smallint, b bigint, num numeric(10,2), f4 real, f8 double precision, flag boolean,
  d date, ts timestamp, tz timestamptz, u uuid, e mood, lv level, cd code,
  tags text[], vtags varchar(5)[], j jsonb
);`;

export const IDENTITY = `
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim region?: string
  claim clearance: int
  claim budget?: int
  claim admin: bool
  claim beta?: bool
  claim teams: set of string
  claim Mixed: string
}`;

const { schema } = await loadSchema('rows.sql', TABLE);
const { ast } = parsePolicyFile('p.dlp', `${IDENTITY}\ndatabase db from "rows.sql"`);
const [database] = ast.declarations.filter((declaration) => declaration.kind === 'DatabaseDeclaration');
if (schema === null || database === undefined) throw new Error('the table cannot be read');
const { program } = bindProgram({
  files: [ast],
  schemas: new Map([[database, schema]]),
  rowConditions: new Map(),
  syntaxComplete: true,
});
const [source] = program.sources.values();
const [relation] = schema.relations.values();
if (source === undefined || relation === undefined) throw new Error('the table cannot be bound');
const subject = { source, relation, identity: program.identity };
const parser = createSqlParser();

export interface ReadCondition {
  readonly condition: RowCondition | null;
  readonly sql: FilterRule['sql'] | null;
  readonly found: readonly Diagnostic[];
  /** What kept it from being read at all. */
  readonly unread: string | null;
}

/** Reads, checks and lowers a condition over {@link TABLE}. */
export async function readCondition(text: string): Promise<ReadCondition> {
  const reading = await readRowCondition(text, parser);
  if (reading.kind === 'problem')
    return { condition: null, sql: null, found: [], unread: reading.problem.is };
  const found: Diagnostic[] = [];
  const span = { file: 'p.dlp', start: 0, end: text.length };
  const condition = checkRowCondition(reading.expression, { text, span }, subject, reportInto(found));
  return { condition, sql: condition && rowFilterSql(condition), found, unread: null };
}

/** Values of the asker by field; null for a claim that is absent. */
export type AskerValues = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/** The SQL with literals in its holes. */
export function filled(sql: FilterRule['sql'], asker: AskerValues): string {
  return sql
    .map((piece) => (typeof piece === 'string' ? piece : hole(piece, asker[piece.field] ?? null)))
    .join('');
}

/** A literal of a hole's type. */
export function hole({ type }: Pick<CallerValue, 'type'>, value: AskerValues[string]): string {
  if (value === null || value === undefined) return `CAST(NULL AS ${type})`;
  if (Array.isArray(value)) return `CAST(ARRAY[${value.map(quoted).join(', ')}] AS ${type})`;
  return `CAST(${quoted(String(value))} AS ${type})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
