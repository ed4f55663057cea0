/**
 * Whether a relation may be written: the policy allows it, and neither what the statement reads of its target, nor what the server runs along with
 * the write, in the table, those below it and those to which foreign keys carry it on, can tell of values that its sender does not see.
 */
import type { RelationEntry } from '../../../abi.ts';
import { ancestors, descendants, disagreement, relationKindOf } from '../../../catalog/agreement.ts';
import type { LiveRelation, WriteEffects } from '../../../catalog/catalog.ts';
import type { Denial } from '../../../pgwire/gate.ts';
import { denials } from '../../denials.ts';
import { refuseExpression } from '../../facts/collect-facts.ts';
import type { RelationWrite } from '../../facts/facts.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import type { Tree } from '../../parse/tree.ts';
import { type Command, decideCommand, SELECT } from '../decide.ts';
import { readAs } from '../read-as.ts';
import { displayName } from '../relation-view.ts';
import { isFiltered, type RowFilters } from '../row-filters.ts';
import { entryLike, hiddenColumns, keyOf, type SeenBy, secretColumns } from './hidden-columns.ts';
import { readsHidden } from './reads-hidden.ts';
import { type ReturnedMasks, returnedMasks } from './returned-masks.ts';
import { carriedOn, type RowChange, rowChange } from './row-change.ts';
import { type RowGuard, rowGuard } from './row-guard.ts';
import { toldByChange, toldByRowSecurity } from './told-by-change.ts';

/** What setting a sequence needs: see `refuse-sequence.ts`. */
const RESTARTING: readonly Command[] = [
  { action: 'insert', lacksWhere: false },
  { action: 'update', lacksWhere: true },
];

export interface WriteContext extends SeenBy {
  readonly parser: SqlParser;
  /** Null where the policy allows the action on the relation. */
  readonly refuseCommand: (entry: RelationEntry, command: Command) => Denial | null;
  /** Whether anything that the statement reads is masked, or could be. */
  readonly readsMasks: () => boolean;
  /** How many columns a query of the statement gives; null where it cannot be told. */
  readonly widthOf: (select: Tree) => number | null;
  /** Which rows of a table the sender sees. */
  readonly filters: (live: LiveRelation) => RowFilters | { readonly denial: Denial };
}

/** What a write that may go on reaches. */
export interface AllowedWrite {
  /** Whether an error could quote a row of which something is not seen. */
  readonly touchesHidden: boolean;
  /** What keeps it within the rows that its sender sees; null where those are all. */
  readonly guard: RowGuard | null;
  /** The masks in RETURNING; null where it shows nothing masked. */
  readonly returns: ReturnedMasks | null;
}

export function refuseWrite(
  live: LiveRelation,
  write: RelationWrite,
  context: WriteContext,
): Denial | AllowedWrite {
  const { matcher, refuseCommand } = context;
  const { changes, readsTarget, reading, returned } = write;
  const name = displayName(live);
  const key = keyOf(live);
  const entry = matcher.relations.get(key);
  if (live.builtIn) return denials.systemRelation(name, 'it belongs to the server');
  if (entry === undefined) return denials.relationNotInPolicy(name);
  const commands: Command[] = readsTarget ? [...changes, SELECT] : [...changes];
  for (const { action, lacksWhere } of commands) {
    const refusal = refuseCommand(entry, { action, lacksWhere });
    if (refusal !== null) return refusal;
  }
  const unset = write.truncates?.restartsIdentity
    ? RESTARTING.find((command) => decideCommand(entry, command, context.applicable).effect !== 'allow')
    : undefined;
  if (unset !== undefined) return denials.restartsIdentity(name, unset.action.toUpperCase());
  const kind = relationKindOf(live);
  if (kind !== 'table' && kind !== 'partitioned table')
    return denials.writeOfNoTable(name, kind ?? 'relation of another kind');

  const hidden = hiddenColumns(key, context);
  if (readsHidden(reading, live, hidden)) return denials.writeByHidden(name);
  if (returned !== null && readsHidden(returned.reading, live, hidden)) return denials.writeByHidden(name);
  const returns = returned === null ? null : returnedMasks(returned, live, entry, hidden, context.applicable);
  if (returns === 'unknown') return denials.writeByHidden(name);
  // Which rows match would depend on it, also where the statement changes none of them.
  const secured = write.merge === null ? null : toldByRowSecurity(live, hidden);
  if (secured !== null) return denials.writeTells(name, name, secured);
  for (const change of changes) {
    const inPart = change.inPart.find((column) => hidden.has(column));
    if (inPart !== undefined) return denials.writeInPart(name, inPart);
    const { given } = rowChange(change, live);
    const over = change.action === 'update' ? [...given].find((column) => hidden.has(column)) : undefined;
    if (over !== undefined && context.readsMasks()) return denials.writeOfMasks(name, over);
  }
  const filters = context.filters(live);
  if ('denial' in filters) return filters.denial;
  const guard = filters.condition === null ? null : rowGuard(live, write, filters, context);
  if (guard !== null && 'sqlstate' in guard) return guard;
  const filteredBy = filters.condition === null ? null : filters.columns;
  const reached = refuseReached(
    live,
    changes.map((change) => rowChange(change, live)),
    { filteredBy, truncates: write.truncates !== null },
    context,
  );
  return 'sqlstate' in reached ? reached : { ...reached, guard, returns };
}

/** One relation that is written, and how. */
interface Reached {
  readonly live: LiveRelation;
  readonly change: RowChange;
  /** Whether it is the target, or below it. */
  readonly isTarget: boolean;
}

/** What is written with a relation: its children, and where rows change, the relations to which foreign keys carry that on. */
function refuseReached(
  target: LiveRelation,
  changes: readonly RowChange[],
  { filteredBy, truncates }: { readonly filteredBy: ReadonlySet<string> | null; readonly truncates: boolean },
  context: WriteContext,
): Denial | Pick<AllowedWrite, 'touchesHidden'> {
  const { matcher, catalog } = context;
  const name = displayName(target);
  const seen = new Set<string>();
  const reached = changes.map((change): Reached => ({ live: target, change, isTarget: true }));
  let touchesHidden = false;
  // Grows while it is gone through.
  for (const { live, change, isTarget } of reached) {
    const key = keyOf(live);
    const mark = JSON.stringify([key, change.action, [...change.given].sort()]);
    if (seen.has(mark)) continue;
    seen.add(mark);
    const entry = matcher.relations.get(key);
    const like = isTarget ? entryLike(key, matcher, catalog) : (entry ?? null);
    if (like === null) return denials.relationNotInPolicy(displayName(live));
    const difference = entry === undefined ? null : disagreement(entry, live, catalog, matcher.relations);
    if (difference !== null) return denials.relationDisagrees(displayName(live), difference);
    // A constraint would tell of rows that the writer may not know of; those of the target are kept back.
    if (!isTarget && isAnyFiltered(key, context)) return denials.writeOfFiltered(name, displayName(live));
    const refusal =
      refuseEffects(name, live, context) ??
      refuseTold(name, { live, change, isTarget }, filteredBy, context) ??
      refuseSecret(name, live, change, context);
    if (refusal !== null) return refusal;
    touchesHidden ||= hiddenColumns(key, context).size > 0;
    for (const below of descendants(key, catalog)) {
      const child = catalog.relations.get(below);
      if (child !== undefined) reached.push({ live: child, change, isTarget });
    }
    if (!truncates) reached.push(...carriedOnFrom(live, change, context));
    else {
      // The server refuses it while checks of the session wait for COMMIT, and which do can depend on what was stored.
      const waits = live.onWrite.references.flatMap(({ columns }) => columns);
      const told = waits.find((column) => hiddenColumns(key, context).has(column));
      if (told !== undefined)
        return denials.writeTells(name, displayName(live), `a foreign key looks up "${told}"`);
    }
  }
  return { touchesHidden };
}

/** Changes of other tables' rows that foreign keys make of it. */
function carriedOnFrom(
  { onWrite, columns }: LiveRelation,
  { action, given }: RowChange,
  { catalog }: WriteContext,
): Reached[] {
  if (action === 'insert') return [];
  const touched = new Set([
    ...given,
    ...columns
      .filter(({ generatedFrom }) => generatedFrom.some((column) => given.has(column)))
      .map(({ name }) => name),
  ]);
  return onWrite.referencedBy.flatMap((key) => {
    const live = catalog.relations.get(key.other);
    const touches = key.columns.some((column) => touched.has(column));
    const carried = action === 'delete' ? key.onDelete : key.onUpdate && touches ? 'update' : null;
    if (live === undefined || carried === null) return [];
    return [{ live, change: carriedOn(carried, key.otherColumns), isTarget: false }];
  });
}

function refuseTold(
  name: string,
  { live, change, isTarget }: Reached,
  filteredBy: ReadonlySet<string> | null,
  context: WriteContext,
): Denial | null {
  const key = keyOf(live);
  const told = toldByChange(live, hiddenColumns(key, context), change, {
    parser: context.parser,
    hidden: (relation) => hiddenColumns(relation, context),
    isFiltered: (relation) => isAnyFiltered(relation, context),
    filteredBy: isTarget ? filteredBy : null,
    partitionKey: new Set(
      [key, ...ancestors(key, context.catalog)].flatMap(
        (above) => context.catalog.relations.get(above)?.onWrite.partitionKey ?? [],
      ),
    ),
  });
  return told === null ? null : denials.writeTells(name, displayName(live), told);
}

/** Who may put values of their own in, and reads what a key makes of them, knows what the same means in other rows. */
function refuseSecret(
  name: string,
  live: LiveRelation,
  { action, given, surelyNull }: RowChange,
  context: WriteContext,
): Denial | null {
  if (action === 'delete') return null;
  const key = keyOf(live);
  const generated = live.columns.filter(({ generatedFrom }) =>
    generatedFrom.some((column) => given.has(column)),
  );
  const written = [...given, ...generated.map((column) => column.name)].filter(
    (column) => !surelyNull.has(column),
  );
  for (const relation of [key, ...ancestors(key, context.catalog)]) {
    const secret = secretColumns(relation, context);
    const found = written.find((column) => secret.has(column));
    if (found !== undefined) return denials.writeOfSecret(name, found);
  }
  return null;
}

function isAnyFiltered(key: string, { matcher, catalog, applicable }: WriteContext): boolean {
  return [key, ...ancestors(key, catalog)].some((above) =>
    isFiltered(matcher.relations.get(above), applicable),
  );
}

function refuseEffects(name: string, live: LiveRelation, { catalog, parser }: WriteContext): Denial | null {
  const acting = live.columns.find((column) => readAs(column, catalog) !== 'itself');
  if (acting !== undefined) return denials.writeCalls(name, `the type ${acting.type}`);
  const [call] = live.onWrite.calls;
  if (call !== undefined) return denials.writeCalls(name, call);
  for (const expression of expressionsOf(live.onWrite)) {
    const refusal = refuseExpression(expression, catalog, parser);
    if (refusal !== null) return denials.writeCalls(name, `${expression}, and ${refusal.message}`);
  }
  return null;
}

function expressionsOf({ defaults, checks, indexes, rowSecurity }: WriteEffects): readonly string[] {
  return [
    ...defaults.flatMap(({ sql }) => sql ?? []),
    ...checks.map(({ sql }) => sql),
    ...indexes.flatMap(({ expressions }) => expressions),
    ...rowSecurity.map(({ sql }) => sql),
  ];
}
