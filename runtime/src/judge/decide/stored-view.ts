/**
 * A materialized view: rows that were computed from stored values when it was filled, whoever reads it now. So its columns are masked by labels of their
 * own, as a table's are, and two things must hold. What the live definition computes a column from is labelled on the column too; and nothing chose the
 * rows that the caller does not see as it is, for there no mask can stand. The definition of a materialized view cannot be replaced,
 * that of a view in it can: what it was filled through is not known, so that only tables may stand there, and others like it.
 */
import type { ColumnEntry, LabelEntry, RelationEntry } from '../../abi.ts';
import { disagreement, holdsRows } from '../../catalog/agreement.ts';
import type { Catalog, LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import { collectFacts } from '../facts/collect-facts.ts';
import type { StatementFacts } from '../facts/facts.ts';
import { firstGuardedCall } from '../facts/guarded-calls.ts';
import { type QueryOutputs, queryOutputs, type SourceNames } from '../facts/query-outputs.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { unwrap } from '../parse/tree.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import type { PolicySet } from './decide.ts';
import { qualified } from './read-as.ts';
import { denied, displayName, type RelationView, tableView } from './relation-view.ts';
import { labelsOf, treatColumn } from './treat.ts';
import { keyOf } from './writes/hidden-columns.ts';

export interface StoredViewContext {
  readonly catalog: Catalog;
  readonly parser: SqlParser;
  readonly applicable: PolicySet;
  readonly entries: ReadonlyMap<string, RelationEntry>;
  /** How the caller reads what the definition reads, whether or not it could read that by itself. */
  readonly read: (use: { readonly schema: string; readonly name: string }) => RelationView;
  /** What must hold for a row of the materialized view itself to be there. */
  readonly condition: string | null;
}

export function storedView(
  entry: RelationEntry,
  live: LiveRelation,
  context: StoredViewContext,
): RelationView {
  const { catalog, entries, applicable, condition } = context;
  const name = displayName(live);
  const difference = disagreement(typedAs(entry, live), live, catalog, entries);
  if (difference !== null) return denied(denials.relationDisagrees(name, difference));
  const facts = collectFacts(
    live.definition?.replace(/;\s*$/, '') ?? '',
    'extended',
    catalog,
    context.parser,
  );
  if (facts.kind === 'refused') return denied(denials.viewDefinition(name, facts.denial.message));
  const [statement] = facts.statements;
  const query = unwrap(facts.tree.stmts[0]?.stmt);
  if (statement === undefined || query?.kind !== 'SelectStmt')
    return denied(denials.viewDefinition(name, 'it has no definition'));
  const guarded = firstGuardedCall(statement.calls);
  if (guarded !== null) return denied(denials.viewDefinition(name, denials.guardedCall(guarded).message));

  const sources = sourcesOf(statement, name, context);
  if ('sqlstate' in sources) return denied(sources);
  const outputs = queryOutputs(query.node);
  const lost = lostLabel(entry, live, outputs, sources);
  if (lost !== null) return denied(denials.relationDisagrees(name, lost));
  const chosenBy = among(sources, outputs.rows).find(
    ({ entry: column }) => column === undefined || treatColumn(column, applicable).sql !== null,
  );
  if (chosenBy !== undefined) return denied(denials.rowsChosenByMasked(name));
  const isProtected =
    condition !== null ||
    entry.columns.some((column) => labelsOf(column).length > 0) ||
    sources.some(({ isProtected }) => isProtected);
  return untypedAsNull(tableView(entry, live, isProtected, catalog, applicable, condition), entry, live);
}

/** As the compiler writes the type of a column that is computed in a way of which it does not know the type; a server has no such column. */
const UNKNOWN = 'unknown';

/** Such columns have the type that they have. */
function typedAs(entry: RelationEntry, live: LiveRelation): RelationEntry {
  const types = new Map(live.columns.map(({ name, type }) => [name, type]));
  const columns = entry.columns.map((column) => {
    const type = types.get(column.name) ?? column.type;
    return column.type === UNKNOWN || type === UNKNOWN ? { ...column, type } : column;
  });
  return { ...entry, columns };
}

/** No mask fits a type that is not known: where one would stand, nothing is shown. */
function untypedAsNull(view: RelationView, entry: RelationEntry, live: LiveRelation): RelationView {
  if (view.kind !== 'masked') return view;
  const untyped = new Set(entry.columns.filter(({ type }) => type === UNKNOWN).map(({ name }) => name));
  const types = new Map(live.columns.map(({ name, type }) => [name, type]));
  const columns = view.columns.map(({ name, sql }) => {
    const column = quoteIdentifier(name);
    if (!untyped.has(name) || sql === column) return { name, sql };
    return { name, sql: `CAST(NULL AS ${qualified(types.get(name) ?? 'text')}) AS ${column}` };
  });
  return { ...view, columns };
}

/** A column that the definition could read. */
interface Source {
  readonly name: string;
  /** Undefined for one that the policy does not know. */
  readonly entry: ColumnEntry | undefined;
  readonly isProtected: boolean;
}

function sourcesOf(
  { reads }: StatementFacts,
  name: string,
  { catalog, entries, read }: StoredViewContext,
): readonly Source[] | Denial {
  const sources: Source[] = [];
  for (const use of reads) {
    const inner = read(use);
    const live = catalog.relations.get(keyOf(use));
    const entry = entries.get(keyOf(use));
    if (inner.kind === 'denied') return denials.viewDefinition(name, inner.denial.message);
    if (live === undefined || entry === undefined || !holdsRows(entry.kind))
      return denials.filledThrough(name, displayName(use));
    if (inner.kind === 'masked' && inner.keepsRowsBack)
      return denials.filledFromFiltered(name, displayName(use));
    const known = new Map(entry.columns.map((column) => [column.name, column]));
    for (const column of live.columns)
      sources.push({ name: column.name, entry: known.get(column.name), isProtected: inner.isProtected });
  }
  return sources;
}

/** Those that a name could mean; all where a name is none of theirs, such as that of a row as a whole. */
function among(sources: readonly Source[], names: SourceNames): readonly Source[] {
  if (names === null) return sources;
  const known = new Set(sources.map((source) => source.name));
  return [...names].some((name) => !known.has(name))
    ? sources
    : sources.filter((source) => names.has(source.name));
}

/** A label that a column should carry by the live definition, as the end of a sentence. */
function lostLabel(
  { columns }: RelationEntry,
  live: LiveRelation,
  outputs: QueryOutputs,
  sources: readonly Source[],
): string | null {
  const known = new Map(columns.map((column) => [column.name, column]));
  for (const [place, { name }] of live.columns.entries()) {
    const own = known.get(name);
    // One that the policy does not know is hidden.
    if (own === undefined) continue;
    const { from = null, isCopy = false } = outputs.columns?.[place] ?? {};
    for (const source of among(sources, from)) {
      if (source.entry === undefined)
        return `column "${name}" may be computed from "${source.name}", which the policy does not know`;
      const missing = missingLabel(source.entry, own, isCopy);
      if (missing !== null)
        return `column "${name}" may be computed from "${source.name}" and is not labelled as ${missing}`;
    }
  }
  return null;
}

/** A label of `source` that `own` does not carry: on the whole, or on the same part of what is copied as it is. */
function missingLabel(source: ColumnEntry, own: ColumnEntry, isCopy: boolean): string | null {
  const has = (labels: readonly LabelEntry[], { label }: LabelEntry) =>
    labels.some((carried) => carried.label === label);
  const ofWhole = source.labels.find((label) => !has(own.labels, label));
  if (ofWhole !== undefined) return ofWhole.label;
  for (const { part, labels } of source.parts)
    for (const label of labels) {
      const samePart = isCopy && own.parts.some((other) => other.part === part && has(other.labels, label));
      if (!samePart && !has(own.labels, label)) return label.label;
    }
  return null;
}
