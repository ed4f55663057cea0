/**
 * Values of the asker as SQL: each as the text that is put into a filter, and as the tree that must come of it when that is parsed.
 * Nothing here trusts the quoting: whoever uses the text compares.
 */
import type { Asker, CallerValue } from '../../abi.ts';
import type { Tree } from '../parse/tree.ts';

export interface CallerLiteral {
  readonly sql: string;
  readonly tree: Tree;
}

/** A constant as the asker's token has it; null where it has none. */
type Value = string | number | boolean | readonly string[] | null;

export function callerValue({ field, type }: CallerValue, { caller, task }: Asker): Value {
  switch (field) {
    case 'caller.sub':
      return caller.sub;
    case 'caller.kind':
      return caller.kind;
    case 'caller.groups':
      return [...caller.groups].sort();
    case 'caller.actor.sub':
      return caller.actor?.sub ?? null;
    case 'caller.actor.groups':
      return [...(caller.actor?.groups ?? [])].sort();
    case 'task.id':
      return task.id;
    case 'task.name':
      return task.name;
    case 'task.parent':
      return task.parent;
    default:
      return claim(field.slice('caller.claims.'.length), type, caller.claims);
  }
}

function claim(name: string, type: CallerValue['type'], claims: Asker['caller']['claims']): Value {
  if (type === 'text') return claims.strings.get(name) ?? null;
  if (type === 'bigint') return claims.ints.get(name) ?? null;
  if (type === 'boolean') return claims.bools.get(name) ?? null;
  const set = claims.sets.get(name);
  return set === undefined ? null : [...set].sort();
}

const CASTS = { text: 'text', bigint: 'int8', boolean: 'bool', 'text[]': 'text' } as const;

/**
 * A cast of a literal. Null for a value that no PostgreSQL text can be, with U+0000 or half a surrogate pair in it: what the server would take in
 * its place could be somebody else's.
 */
export function callerLiteral(type: CallerValue['type'], value: Value): CallerLiteral | null {
  const isArray = type === 'text[]';
  const texts = Array.isArray(value) ? value : [String(value)];
  if (!texts.every((text: string) => text.isWellFormed() && !text.includes('\u0000'))) return null;
  const typeName = {
    names: [{ String: { sval: 'pg_catalog' } }, { String: { sval: CASTS[type] } }],
    typemod: -1,
    ...(isArray ? { arrayBounds: [{ Integer: { ival: -1 } }] } : {}),
  };
  const literals = texts.map(textConstant);
  let argument: CallerLiteral;
  if (value === null) argument = { sql: 'NULL', tree: { A_Const: { isnull: true } } };
  else if (isArray) argument = arrayOf(literals);
  else argument = literals[0] ?? textConstant('');
  return {
    sql: `CAST(${argument.sql} AS pg_catalog.${CASTS[type]}${isArray ? '[]' : ''})`,
    tree: { TypeCast: { arg: argument.tree, typeName } },
  };
}

/** Standard strings, which the session's settings are held to: a backslash means itself. */
function textConstant(text: string): CallerLiteral {
  return { sql: `'${text.replaceAll("'", "''")}'`, tree: { A_Const: { sval: { sval: text } } } };
}

function arrayOf(literals: readonly CallerLiteral[]): CallerLiteral {
  const elements = literals.map(({ tree }) => tree);
  return {
    sql: `ARRAY[${literals.map(({ sql }) => sql).join(', ')}]`,
    tree: { A_ArrayExpr: elements.length === 0 ? {} : { elements } },
  };
}
