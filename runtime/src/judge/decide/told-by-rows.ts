/**
 * What the rows of a table tell by being there: which of them its row security lets the proxy's role see, and which are in one partition of several. Where a
 * caller sees masked what decides that, no mask can stand for it.
 */
import { type Matcher, relationKey } from '../../abi.ts';
import { ancestors, descendants } from '../../catalog/agreement.ts';
import type { Catalog, LiveRelation } from '../../catalog/catalog.ts';
import { isTrustedExtension } from '../../catalog/trusted-extensions.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { namesOf, nodesWithin, stringOf } from '../parse/tree.ts';
import type { PolicySet } from './decide.ts';
import { displayName, type RelationView } from './relation-view.ts';
import { treatColumn } from './treat.ts';
import { keyOf } from './writes/hidden-columns.ts';

export interface RowsContext {
  readonly matcher: Matcher;
  readonly applicable: PolicySet;
  readonly catalog: Catalog;
  readonly parser: SqlParser;
  /** How the caller reads another relation, whether or not it could read that by itself. */
  readonly read: (use: { readonly schema: string; readonly name: string }) => RelationView;
}

/** Null where they tell nothing. */
export function refuseRows(live: LiveRelation, context: RowsContext): Denial | null {
  const name = displayName(live);
  const above = [...ancestors(keyOf(live), context.catalog)];
  const parted = above.find((key) => isPartedByMasked(key, context));
  if (parted !== undefined) return denials.partOfMasked(name);
  const hidden = maskedColumns(keyOf(live), context);
  for (const { sql, columns } of live.onWrite.rowSecurity) {
    if (columns.some((column) => hidden.has(column)) || readsProtected(sql, context))
      return denials.securedByMasked(name);
  }
  return null;
}

/** Whether the name of the table that a row came from tells of a masked value. */
export function tellsByTable(live: LiveRelation, context: RowsContext): boolean {
  const key = keyOf(live);
  const family = [key, ...ancestors(key, context.catalog), ...descendants(key, context.catalog)];
  return family.some((each) => isPartedByMasked(each, context));
}

function isPartedByMasked(key: string, context: RowsContext): boolean {
  const columns = context.catalog.relations.get(key)?.onWrite.partitionKey ?? [];
  if (columns.length === 0) return false;
  const hidden = maskedColumns(key, context);
  return columns.some((column) => hidden.has(column));
}

/** Those that the policy does not know included. */
function maskedColumns(key: string, { matcher, applicable, catalog }: RowsContext): ReadonlySet<string> {
  const entries = new Map(matcher.relations.get(key)?.columns.map((column) => [column.name, column]));
  const names = catalog.relations.get(key)?.columns.map(({ name }) => name) ?? [];
  return new Set(
    names.filter((name) => {
      const entry = entries.get(name);
      return entry === undefined || treatColumn(entry, applicable).sql !== null;
    }),
  );
}

/** Whether a condition asks another relation of which something is masked or kept back, or calls what was added, which may. */
function readsProtected(sql: string, { parser, catalog, read }: RowsContext): boolean {
  const outcome = parser.parse(`SELECT ${sql}`);
  if (outcome.kind !== 'parsed') return true;
  for (const { kind, node } of nodesWithin(outcome.tree.stmts[0]?.stmt)) {
    if (kind === 'RangeVar') {
      const name = stringOf(node.relname);
      // A server prints schemas; what is read from DDL has them as they were written.
      const schemas = node.schemaname === undefined ? catalog.searchPath : [stringOf(node.schemaname)];
      const schema = schemas.find((each) => catalog.relations.has(relationKey(each, name))) ?? '';
      const view = read({ schema, name });
      if (view.kind === 'denied' || (view.isProtected && view.kind === 'masked')) return true;
    }
    const added = kind === 'FuncCall' ? catalog.addedFunctions.get(namesOf(node.funcname)?.at(-1) ?? '') : [];
    if (added?.some(({ extension }) => !isTrustedExtension(extension)) === true) return true;
  }
  return false;
}
