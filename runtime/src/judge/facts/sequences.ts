/**
 * `nextval`, `currval`, `lastval` and `setval`: which sequence they are about. It must stand in the statement, as a literal or as that of a column, so that it
 * means to the server what it means here; what is computed could be any sequence.
 */
import { relationKey } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { denials } from '../denials.ts';
import { isTree, listOf, namesOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { addedUnder } from './added-objects.ts';
import type { SequenceCall } from './facts.ts';
import { findRelation } from './relations.ts';
import { locationOf, type Walk } from './walk.ts';

const DOES: ReadonlyMap<string, SequenceCall['does']> = new Map([
  ['nextval', 'draw'],
  ['currval', 'recall'],
  ['lastval', 'recall'],
  ['setval', 'set'],
]);

export function isSequenceFunction(name: string): boolean {
  return DOES.has(name);
}

/** `name`: a built-in for which {@link isSequenceFunction} holds. */
export function judgeSequenceCall(walk: Walk, node: Tree, name: string): void {
  walk.constantsMatter = true;
  const location = locationOf(node);
  const does = DOES.get(name) ?? 'set';
  const args = listOf(node.args);
  if (name === 'lastval' && args.length === 0) {
    walk.calls.sequences.push({ does, sequence: null, location });
    return;
  }
  const isPlain = node.func_variadic !== true && !args.some((each) => unwrap(each)?.kind === 'NamedArgExpr');
  const sequence = isPlain ? sequenceOf(walk, args[0]) : 'unknown';
  if (sequence === 'unknown') walk.refuse(denials.sequenceUnnamed(name), location);
  else if ('missing' in sequence) walk.refuse(denials.unknownRelation(sequence.missing), sequence.blame);
  else walk.calls.sequences.push({ does, sequence, location });
}

type Found =
  | { readonly schema: string; readonly name: string }
  /** `blame`: the place that the server names; -1 where it names none. */
  | { readonly missing: string; readonly blame: number }
  /** Not said in a way that can be read. */
  | 'unknown';

/** `'name'`, `'name'::regclass` or `pg_get_serial_sequence('table', 'column')`. */
function sequenceOf(walk: Walk, argument: TreeValue | undefined): Found {
  const inner = unwrap(argument);
  if (inner?.kind === 'FuncCall') return sequenceOfColumn(walk, inner.node);
  const isCast = inner?.kind === 'TypeCast' && isRegclass(walk.catalog, inner.node);
  const literal = isCast ? inner.node.arg : argument;
  const text = textOf(literal);
  const names = text === null ? null : namesIn(text);
  if (text === null || names === null) return 'unknown';
  const relation = findRelation(walk.catalog, names.schema, names.name);
  if (relation === null) return { missing: text, blame: locationOf(unwrap(literal)?.node ?? {}) };
  return relation.relkind === 'S' ? { schema: relation.schema, name: relation.name } : 'unknown';
}

/** A cast to the server's own type. */
function isRegclass(catalog: Catalog, cast: Tree): boolean {
  const type = isTree(cast.typeName) ? cast.typeName : {};
  const name = (namesOf(type.names) ?? []).join('.');
  const isShadowed = catalog.searchPath.some((schema) => catalog.types.has(relationKey(schema, 'regclass')));
  const isNamed = name === 'pg_catalog.regclass' || (name === 'regclass' && !isShadowed);
  return isNamed && type.arrayBounds === undefined;
}

function sequenceOfColumn({ catalog }: Walk, call: Tree): Found {
  const [name = '', schema = 'pg_catalog'] = (namesOf(call.funcname) ?? []).toReversed();
  const added = addedUnder(catalog.addedFunctions.get(name), null, catalog);
  if (name !== 'pg_get_serial_sequence' || schema !== 'pg_catalog' || added !== 'none') return 'unknown';
  const [table = null, column = null, ...others] = listOf(call.args).map(textOf);
  const names = table === null ? null : namesIn(table);
  if (names === null || table === null || column === null || others.length > 0) return 'unknown';
  const relation = findRelation(catalog, names.schema, names.name);
  if (relation === null) return { missing: table, blame: -1 };
  const key = relationKey(relation.schema, relation.name);
  const feeding = [...catalog.sequences].filter(([, columns]) =>
    columns.some((fed) => fed.relation === key && fed.column === column),
  );
  const [only, ...more] = feeding.flatMap(([sequence]) => catalog.relations.get(sequence) ?? []);
  return only === undefined || more.length > 0 ? 'unknown' : { schema: only.schema, name: only.name };
}

function textOf(value: TreeValue | undefined): string | null {
  const inner = unwrap(value);
  return inner?.kind === 'A_Const' && isTree(inner.node.sval) ? stringOf(inner.node.sval.sval) : null;
}

const NAME = `([A-Za-z_][A-Za-z0-9_$]*|"(?:[^"]|"")+")`;
const NAMES = new RegExp(String.raw`^\s*(?:${NAME}\s*\.\s*)?${NAME}\s*$`);
/** Longer names are cut, which depends on the encoding (PostgreSQL: NAMEDATALEN). */
const MAX_NAME = 63;
const MAX_TEXT = 300;

/** A name as the server reads it out of a text (PostgreSQL: regproc.c, regclassin); null for numbers and what only resembles one. */
function namesIn(text: string): { readonly schema: string | null; readonly name: string } | null {
  if (text.length > MAX_TEXT || Buffer.byteLength(text) !== text.length) return null;
  const [, schema, name] = NAMES.exec(text) ?? [];
  if (name === undefined) return null;
  const [outer, inner] = [schema === undefined ? null : identifier(schema), identifier(name)];
  return inner.length > MAX_NAME || (outer ?? '').length > MAX_NAME ? null : { schema: outer, name: inner };
}

function identifier(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}
