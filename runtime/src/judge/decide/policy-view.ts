/**
 * One source as the callers of one set of policies see it: for each relation the decision on reading it, and the
 * subquery that stands in its place. Built per set, not per caller; relations are settled when they are first asked for.
 */
import { type ColumnEntry, type Matcher, type RelationEntry, relationKey } from '../../abi.ts';
import { disagreement, holdsRows, relationKindOf } from '../../catalog/agreement.ts';
import { type Catalog, type ColumnOrigin, type LiveRelation, originKey } from '../../catalog/catalog.ts';
import type { Denial, NeededApproval } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type {
  RelationLock,
  RelationUse,
  RelationWrite,
  SequenceCall,
  StatementFacts,
} from '../facts/facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import type { SubqueryTrees } from '../rewrite/subquery-trees.ts';
import { AccessAlerts } from './access-alerts.ts';
import { type Command, decideCommand, type PolicySet, SELECT } from './decide.ts';
import { EvidenceBook } from './evidence-book.ts';
import { expandView } from './expand-view.ts';
import { type LockedRows, lockedRows } from './locked-rows.ts';
import { MaskNotices } from './mask-notices.ts';
import { neededApprovals } from './needed-approvals.ts';
import type { Read } from './needed-columns.ts';
import { readsStored } from './reads-stored.ts';
import { refusalHint } from './refusal-hint.ts';
import { type LockContext, refuseLock } from './refuse-lock.ts';
import { refuseSequence } from './refuse-sequence.ts';
import {
  denied,
  displayName,
  filteredView,
  type RelationView,
  systemView,
  tableView,
} from './relation-view.ts';
import { type RowFilterContext, rowFilters } from './row-filters.ts';
import { storedView } from './stored-view.ts';
import { type RowsContext, refuseRows, tellsByTable } from './told-by-rows.ts';
import { labelsOf, treatColumn } from './treat.ts';
import { lostLabel } from './writes/label-flow.ts';
import { movesAsSeen, returnsHidden, storesComputed } from './writes/masks-on-the-way.ts';
import { movedColumns } from './writes/moved-columns.ts';
import { queryWidth } from './writes/query-width.ts';
import { readsMasks } from './writes/reads-masks.ts';
import { type AllowedWrite, refuseWrite } from './writes/refuse-write.ts';
import { shownWidths } from './writes/shown-widths.ts';
import { writtenTwice } from './writes/written-twice.ts';

/** What views need besides: their definitions are parsed. */
export interface Parsing {
  readonly parser: SqlParser;
  readonly subqueries: SubqueryTrees;
}

/** A view of a table without `tableoid`, where that tells. */
function withoutTable(view: RelationView, tells: boolean): RelationView {
  return view.kind === 'masked' && tells ? { ...view, systemColumns: [] } : view;
}

export class PolicyView {
  readonly #matcher: Matcher;
  readonly #applicable: PolicySet;
  readonly #catalog: Catalog;
  readonly #parsing: Parsing;
  readonly #literal: RowFilterContext['literal'];
  readonly #decided = new Map<string, RelationView>();
  readonly #shown = new Map<string, RelationView>();
  readonly #hidden = new Map<ColumnOrigin, boolean>();
  /** What accesses raise, whoever makes them. */
  readonly alerts: AccessAlerts;
  /** What goes on record of statements. */
  readonly evidence: EvidenceBook;
  /** What clients that ask for it are told of masks. */
  readonly notices: MaskNotices;

  constructor(
    matcher: Matcher,
    applicable: PolicySet,
    catalog: Catalog,
    parsing: Parsing,
    literal: RowFilterContext['literal'],
  ) {
    this.#matcher = matcher;
    this.#applicable = applicable;
    this.#catalog = catalog;
    this.#parsing = parsing;
    this.#literal = literal;
    this.alerts = new AccessAlerts({ matcher, applicable, catalog, parser: parsing.parser });
    this.notices = new MaskNotices(matcher, applicable);
    this.evidence = new EvidenceBook(matcher, applicable);
  }

  /** How a statement reads a relation: allowed, and masked. */
  relation(schema: string, name: string): RelationView {
    return this.#once(this.#decided, schema, name, (live, entry) => {
      const refusal = this.#refuseCommand(entry, SELECT);
      return refusal === null ? this.#showing(live.schema, live.name) : denied(refusal);
    });
  }

  /**
   * Whether a stored column, by its table's and its own number, is not shown as it is. Of views and catalogs nothing is said: a
   * view has no values of its own.
   */
  hidesOrigin(relation: number, column: number): boolean {
    const origin = this.#catalog.origins.get(originKey(relation, column));
    if (origin === undefined) return false;
    let hidden = this.#hidden.get(origin);
    if (hidden === undefined) {
      const entry = this.#matcher.relations.get(origin.relation);
      const known = entry?.columns.find((candidate) => candidate.name === origin.column);
      hidden = known === undefined || treatColumn(known, this.#applicable).sql !== null;
      this.#hidden.set(origin, hidden);
    }
    return hidden;
  }

  /** Whether a stored column, by its table's and its own number, is known to carry no label. */
  isUnlabelled(relation: number, column: number): boolean {
    const origin = this.#catalog.origins.get(originKey(relation, column));
    const entry = origin === undefined ? undefined : this.#matcher.relations.get(origin.relation);
    const known = entry?.columns.find((candidate) => candidate.name === origin?.column);
    return known !== undefined && labelsOf(known).length === 0;
  }

  /** Why a relation that the catalog holds may not be written so; else what the write reaches. */
  write(statement: StatementFacts, write: RelationWrite, reads: readonly Read[]): Denial | AllowedWrite {
    const { target } = write;
    const live = this.#catalog.relations.get(relationKey(target.schema, target.name));
    if (live === undefined) return denials.unknownRelation(target.name);
    const [matcher, applicable] = [this.#matcher, this.#applicable];
    const seen = { matcher, applicable, catalog: this.#catalog };
    const masked = statement.writes.filter((other) => other !== write && returnsHidden(other, seen));
    const allowed = refuseWrite(live, write, {
      ...seen,
      widthOf: (select) => queryWidth(select, write.node, shownWidths(statement, reads, seen)),
      parser: this.#parsing.parser,
      refuseCommand: (entry, command) => this.#refuseCommand(entry, command),
      filters: (table) => rowFilters(table, this.#filtering()),
      readsMasks: () => masked.length > 0 || readsMasks(statement, reads, matcher, applicable),
    });
    if (!('touchesHidden' in allowed)) return allowed;
    const moved = movedColumns(statement, write, seen);
    const deleting = masked.find(({ changes }) => changes.some(({ action }) => action === 'delete'));
    if (deleting !== undefined && storesComputed(write) && !movesAsSeen(moved, write, seen))
      return denials.writeOfReturned(displayName(live), displayName(deleting.target));
    const lost = lostLabel(statement, write, reads, {
      matcher,
      applicable,
      moved,
      targetColumns: live.columns.map(({ name }) => name),
      declassifies: (label) => this.#declassifies(target.schema, target.name, label),
    });
    return lost === null ? allowed : denials.writeOfRaw(displayName(live), lost);
  }

  /** Why a sequence may not be used so; null where it may. */
  refuseSequence(call: SequenceCall): Denial | null {
    const [matcher, catalog, applicable] = [this.#matcher, this.#catalog, this.#applicable];
    return refuseSequence(call, { matcher, catalog, applicable });
  }

  /** The target of a write that could meet the same rows as another one of the statement. */
  writtenTwice({ writes }: StatementFacts): RelationUse | null {
    // Of TRUNCATE, which stands alone, all do the same.
    return writes.length < 2 || writes.some(({ truncates }) => truncates !== null)
      ? null
      : writtenTwice(writes, this.#catalog);
  }

  /** Whether a statement would do the same where it reads a masked table as it is stored. */
  readsStored(statement: StatementFacts, use: RelationUse, reads: readonly Read[]): boolean {
    const live = this.#catalog.relations.get(relationKey(use.schema, use.name));
    return live !== undefined && readsStored(statement, use, reads, live);
  }

  /** What becomes of a query that locks rows, where it is asked of the table as it is stored; null where it cannot be. */
  lockedRows({ lockedQueries, systemColumns }: StatementFacts, use: RelationUse): LockedRows | null {
    const lockedQuery = lockedQueries.find((query) => query.use === use);
    if (lockedQuery === undefined || systemColumns.size > 0) return null;
    const { schema, name } = use;
    const key = relationKey(schema, name);
    const [live, entry] = [this.#catalog.relations.get(key), this.#matcher.relations.get(key)];
    if (live === undefined || entry === undefined) return null;
    const seenBy = { matcher: this.#matcher, applicable: this.#applicable, catalog: this.#catalog };
    return lockedRows(lockedQuery, live, entry, this.relation(schema, name), seenBy);
  }

  /** Why a relation may not be locked so; null where it may, `as stored` where no subquery may stand for it. */
  refuseLock(
    { use, ...lock }: RelationLock,
    asks: Pick<LockContext, 'mayTell' | 'readsStored'>,
  ): Denial | 'as stored' | null {
    const key = relationKey(use.schema, use.name);
    const live = this.#catalog.relations.get(key);
    if (live === undefined) return denials.unknownRelation(use.name);
    return refuseLock(live, lock, {
      view: this.relation(use.schema, use.name),
      entry: this.#matcher.relations.get(key),
      ...asks,
      refuseCommand: (entry, command) => this.#refuseCommand(entry, command),
    });
  }

  /** Whether anything in a relation is labelled, so that a report about a row of it could tell. */
  isLabelled(relation: { readonly schema: string; readonly name: string }): boolean {
    return this.#columnsOf(relation).some((column) => labelsOf(column).length > 0);
  }

  #columnsOf({ schema, name }: { readonly schema: string; readonly name: string }): readonly ColumnEntry[] {
    return this.#matcher.relations.get(relationKey(schema, name))?.columns ?? [];
  }

  /** What people have to agree to is not refused: see {@link approvals}. */
  #refuseCommand(entry: RelationEntry, command: Command): Denial | null {
    const { effect, rule } = decideCommand(entry, command, this.#applicable);
    if (effect !== 'deny') return null;
    const action = command.action.toUpperCase();
    return denials.commandOnRelation(
      action,
      displayName(entry),
      this.#describe(rule),
      refusalHint(entry, command, this.#matcher, this.#applicable),
    );
  }

  /** Who must agree to a statement that is not refused: each rule once, in the order of their numbers. */
  approvals(statements: readonly StatementFacts[]): readonly NeededApproval[] {
    return neededApprovals(statements, this.#matcher, this.#applicable);
  }

  /** Whether values with a label may be written to a relation that does not carry it. */
  #declassifies(schema: string, name: string, label: string): boolean {
    const entry = this.#matcher.relations.get(relationKey(schema, name));
    const speaking = (entry?.declassifications ?? []).filter(({ labels }) =>
      labels.some((path) => label === path || label.startsWith(`${path}.`)),
    );
    return this.#applicable.links.every((link) => speaking.some(({ policy }) => link.has(policy)));
  }

  /** How a relation is shown, whether or not it may be read by itself: as part of a view. */
  #showing(schema: string, name: string): RelationView {
    return this.#once(this.#shown, schema, name, (live, entry) => {
      const kind = relationKindOf(live);
      // Labels come to a view through its definition, and to a table through the policy: the one must not stand in for the other.
      if (kind !== entry.kind) {
        return denied(
          denials.relationDisagrees(
            displayName(live),
            `it is a ${kind ?? 'relation of another kind'} and no ${entry.kind}`,
          ),
        );
      }
      if (kind === 'view') return this.#expand(entry, live);
      if (!holdsRows(kind)) return denied(denials.relationKind(displayName(live), kind ?? 'relation'));
      const rows: RowsContext = {
        matcher: this.#matcher,
        applicable: this.#applicable,
        catalog: this.#catalog,
        parser: this.#parsing.parser,
        read: (use) => this.#showing(use.schema, use.name),
      };
      const telling = refuseRows(live, rows);
      if (telling !== null) return denied(telling);
      const filters = rowFilters(live, this.#filtering());
      if ('denial' in filters) return denied(filters.denial);
      if (kind === 'materialized view') return this.#stored(entry, live, filters.condition);
      const isLabelled = entry.columns.some((column) => labelsOf(column).length > 0);
      const isProtected = isLabelled || filters.condition !== null;
      const difference = disagreement(entry, live, this.#catalog, this.#matcher.relations);
      return difference !== null && isProtected
        ? denied(denials.relationDisagrees(displayName(live), difference))
        : withoutTable(
            tableView(entry, live, isProtected, this.#catalog, this.#applicable, filters.condition),
            tellsByTable(live, rows),
          );
    });
  }

  #expand(entry: RelationEntry, live: LiveRelation): RelationView {
    const view = expandView(entry, live, {
      ...this.#parsing,
      catalog: this.#catalog,
      applicable: this.#applicable,
      read: (use) => this.#showing(use.schema, use.name),
    });
    return filteredView(view, live, rowFilters(live, this.#filtering()));
  }

  #stored(entry: RelationEntry, live: LiveRelation, condition: string | null): RelationView {
    return storedView(entry, live, {
      ...this.#parsing,
      catalog: this.#catalog,
      applicable: this.#applicable,
      entries: this.#matcher.relations,
      read: (use) => this.#showing(use.schema, use.name),
      condition,
    });
  }

  #filtering(): RowFilterContext {
    return {
      parser: this.#parsing.parser,
      literal: this.#literal,
      catalog: this.#catalog,
      entries: this.#matcher.relations,
      applicable: this.#applicable,
    };
  }

  #once(
    settled: Map<string, RelationView>,
    schema: string,
    name: string,
    settle: (live: LiveRelation, entry: RelationEntry) => RelationView,
  ): RelationView {
    const key = relationKey(schema, name);
    const known = settled.get(key);
    if (known !== undefined) return known;
    const live = this.#catalog.relations.get(key);
    const entry = this.#matcher.relations.get(key);
    // Until it is settled, so that nothing can go round in circles.
    settled.set(key, denied(denials.unknownRelation(name)));
    let view: RelationView;
    if (live === undefined) view = denied(denials.unknownRelation(name));
    else if (live.builtIn) view = systemView(live);
    else if (live.relkind === 'S') view = denied(denials.sequence(displayName(live)));
    else if (entry === undefined) view = denied(denials.relationNotInPolicy(displayName(live)));
    else view = settle(live, entry);
    settled.set(key, view);
    return view;
  }

  #describe(rule: number | null) {
    const entry = rule === null ? undefined : this.#matcher.rules[rule];
    const policy = entry === undefined ? undefined : this.#matcher.policies[entry.policy];
    return entry && policy
      ? { policy: policy.name, file: entry.file, line: entry.line, text: entry.text }
      : null;
  }
}
