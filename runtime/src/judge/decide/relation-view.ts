/** How the callers of one set of policies read one relation: not at all, as it is, or through a subquery. */
import type { RelationEntry } from '../../abi.ts';
import type { Catalog, LiveColumn, LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { RelationUse } from '../facts/facts.ts';
import { hiddenColumnStandIn, hiddenSystemColumns, systemRelationRefusal } from '../known/relations.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import type { PolicySet } from './decide.ts';
import { isLookedUp } from './lookup-type.ts';
import { readAs } from './read-as.ts';
import type { RowFilters } from './row-filters.ts';
import { treatColumn } from './treat.ts';

export type RelationView =
  | { readonly kind: 'denied'; readonly denial: Denial }
  /** Readable as it is: nothing in it is masked or hidden. */
  | OpenView
  | MaskedView;

/** A column as it is shown. */
export interface ShownColumn {
  readonly name: string;
  /** An item of a select list that gives it this name. */
  readonly sql: string;
}

const NONE: ReadonlySet<string> = new Set();

export interface OpenView {
  readonly kind: 'open';
  readonly isProtected: boolean;
  readonly revealed: ReadonlySet<string>;
  readonly columns: readonly ShownColumn[];
}

/** Readable through a subquery: see {@link maskedSubquery}. */
export interface MaskedView {
  readonly kind: 'masked';
  readonly isProtected: boolean;
  /** Whether it is a catalog of the server, beneath whose masks nothing runs that could speak of stored values. */
  readonly isSystem: boolean;
  /** Labels whose values it shows as they are. */
  readonly revealed: ReadonlySet<string>;
  readonly columns: readonly ShownColumn[];
  /** What stands in the subquery's FROM: a qualified name, or the definition of a view. */
  readonly source: string;
  /** What must hold for a row to be there; null where all are. */
  readonly condition: string | null;
  /** Columns whose stored values may be asked for by equality, in place of their masks. */
  readonly lookups: ReadonlySet<string>;
  /** Whether rows are kept back here that the statement's own conditions must not meet first. */
  readonly keepsRowsBack: boolean;
  /** System columns of the source that tell nothing of stored values. `ctid` does: a row's place depends on the length of those before it. */
  readonly systemColumns: readonly string[];
}

/**
 * The server neither merges a query that has it into the one around, nor moves conditions into it, though it takes out no row (PostgreSQL:
 * prepjointree.c, is_simple_subquery; allpaths.c, subquery_is_pushdown_safe).
 */
const FENCE = ' OFFSET 0';

/** The SELECT that stands for a masked relation, in two pieces: between them there is room for a condition. */
export interface MaskedSubquery {
  readonly before: string;
  /** What joins a condition to {@link before}. */
  readonly where: string;
  readonly after: string;
}

/**
 * With the columns that the statement needs, all where `needed` is null, and with those harmless system columns that it names. `fenced`: no
 * condition of the statement is evaluated on rows that are kept back.
 */
export function maskedSubquery(
  view: MaskedView,
  needed: ReadonlySet<string> | null,
  systemColumns: Iterable<string>,
  fenced: boolean,
  { only, sample }: Pick<RelationUse, 'only' | 'sample'>,
): MaskedSubquery {
  const shown = view.columns.filter(({ name }) => needed?.has(name) ?? true).map(({ sql }) => sql);
  const added = [...systemColumns].filter((name) => view.systemColumns.includes(name));
  const where = view.condition === null ? '' : ` WHERE ${view.condition}`;
  const list = [...shown, ...added].map((item, index) => `${index === 0 ? ' ' : ', '}${item}`).join('');
  // Rows are taken before the filter: by chance, so that which of those that are there makes no difference.
  const share = sample?.share == null ? '' : ` TABLESAMPLE pg_catalog.bernoulli (${sample.share})`;
  return {
    before: `SELECT${list} FROM ${only ? 'ONLY ' : ''}${view.source}${share}${where}`,
    where: where === '' ? ' WHERE ' : ' AND ',
    after: fenced ? FENCE : '',
  };
}

/** A relation's name in SQL that depends on no search path. */
export function qualifiedName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** A relation's name for people. */
export function displayName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

export function denied(denial: Denial): RelationView {
  return { kind: 'denied', denial };
}

/** A catalog of the server: open, refused, or with the columns that tell of stored values taken out. */
export function systemView(live: LiveRelation): RelationView {
  const refusal = systemRelationRefusal(live.schema, live.name);
  if (refusal !== null) return denied(denials.systemRelation(live.name, refusal));
  const columns = live.columns.map(({ name }) => {
    const column = quoteIdentifier(name);
    const standIn = hiddenColumnStandIn(live.schema, live.name, name);
    return { name, sql: standIn === null ? column : `${standIn} AS ${column}` };
  });
  if (hiddenSystemColumns(live.schema, live.name).length === 0)
    return { kind: 'open', isProtected: false, revealed: new Set(), columns };
  return {
    kind: 'masked',
    isProtected: false,
    isSystem: true,
    revealed: new Set(),
    columns,
    source: qualifiedName(live),
    condition: null,
    lookups: NONE,
    keepsRowsBack: false,
    // A view has none; a statement may mean another relation's.
    systemColumns: live.relkind === 'v' ? [] : ['tableoid', 'xmin'],
  };
}

/** A table: every column of the policy's schema. One that only the live table has is left out. */
export function tableView(
  entry: RelationEntry,
  live: LiveRelation,
  isProtected: boolean,
  catalog: Catalog,
  applicable: PolicySet,
  /** What must hold for a row to be there. */
  condition: string | null,
): RelationView {
  const known = new Set(entry.columns.map((column) => column.name));
  const shown = live.columns.filter((column) => known.has(column.name));
  const unreadable = shown.find((column) => readAs(column, catalog) === 'nothing');
  if (unreadable !== undefined) return denied(denials.columnType(displayName(live), unreadable.name));
  const { columns, masks, revealed, lookups } = maskColumns(shown, entry, catalog, applicable);
  if (!masks && condition === null && shown.length === live.columns.length)
    return { kind: 'open', isProtected, revealed, columns };
  const source = qualifiedName(live);
  return {
    kind: 'masked',
    isProtected,
    isSystem: false,
    revealed,
    columns,
    source,
    condition,
    lookups,
    keepsRowsBack: condition !== null,
    systemColumns: ['tableoid'],
  };
}

/**
 * The columns in the live order: by their own name, or by the expression that masks them, or takes the type from them that acts. One that the
 * policy's schema does not know is shown. `masks`: whether any of them is not itself.
 */
export function maskColumns(
  live: readonly LiveColumn[],
  entry: RelationEntry,
  catalog: Catalog,
  applicable: PolicySet,
): {
  readonly columns: readonly ShownColumn[];
  readonly masks: boolean;
  readonly revealed: ReadonlySet<string>;
  readonly lookups: ReadonlySet<string>;
} {
  const entries = new Map(entry.columns.map((column) => [column.name, column]));
  let masks = false;
  const revealed = new Set<string>();
  const lookups = new Set<string>();
  const columns = live.map((liveColumn) => {
    const { name } = liveColumn;
    const column = entries.get(name);
    const treatment = column === undefined ? null : treatColumn(column, applicable);
    for (const label of treatment?.revealed ?? []) revealed.add(label);
    if (treatment !== null && treatment.sql !== null) {
      masks = true;
      if (treatment.lookup && isLookedUp(liveColumn)) lookups.add(name);
      return { name, sql: `${treatment.sql} AS ${quoteIdentifier(name)}` };
    }
    const type = readAs(liveColumn, catalog);
    if (type === 'itself' || type === 'nothing') return { name, sql: quoteIdentifier(name) };
    masks = true;
    return { name, sql: `CAST(${quoteIdentifier(name)} AS ${type.type}) AS ${quoteIdentifier(name)}` };
  });
  return { columns, masks, revealed, lookups };
}

/**
 * A view of which some rows are there. Its filter speaks of what is stored: of a view in which something is masked, or filtered already, it would
 * see less.
 */
export function filteredView(
  view: RelationView,
  live: LiveRelation,
  filters: RowFilters | { readonly denial: Denial },
): RelationView {
  if (view.kind === 'denied') return view;
  if ('denial' in filters) return denied(filters.denial);
  if (filters.condition === null) return view;
  if (view.kind === 'masked') return denied(denials.filterOfView(displayName(live)));
  return {
    ...view,
    kind: 'masked',
    isProtected: true,
    isSystem: false,
    source: qualifiedName(live),
    condition: filters.condition,
    lookups: NONE,
    keepsRowsBack: true,
    systemColumns: [],
  };
}
