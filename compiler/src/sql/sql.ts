/**
 * SQL text that a statement around it cannot give another meaning: every function and type by its schema, no operators, no
 * unquoted name of the user's. Runs on PostgreSQL 13 to 18. Knows no mask.
 */

/** `name` as an identifier, always quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `value` as a literal that reads the same whatever `standard_conforming_strings` says. */
export function quoteLiteral(value: string): string {
  const doubled = value.replaceAll("'", "''");
  return value.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/** A call of a built-in function. */
export function call(builtin: string, ...args: readonly string[]): string {
  return `pg_catalog.${builtin}(${args.join(', ')})`;
}

/** `expression` as the type that `format_type` prints as `type`, its modifier included. */
export function cast(expression: string, type: string): string {
  return `CAST(${expression} AS ${qualifiedType(type)})`;
}

/** The column as text; a `character(n)` loses its padding. */
export function columnText(column: string): string {
  return cast(quoteIdentifier(column), 'text');
}

/** Types with a spelling in the grammar, which always means the built-in one and takes no schema. */
const GRAMMAR_TYPE =
  /^(?:bigint|bit(?: varying)?|boolean|character(?: varying)?|double precision|integer|interval|numeric|real|smallint|time|timestamp)(?=$|[ ([])/;

/**
 * A type as `format_type` prints it with an empty search_path, safe under any search_path. A schema is missing only for
 * types of `pg_catalog`; a temporary type of the same name would come before those.
 */
export function qualifiedType(type: string): string {
  return GRAMMAR_TYPE.test(type) || hasSchema(type) ? type : `pg_catalog.${type}`;
}

/** Whether a dot stands outside of quotes and before any modifier. */
function hasSchema(type: string): boolean {
  return /^(?:"(?:[^"]|"")*"|[^".(]+)\./.test(type);
}
