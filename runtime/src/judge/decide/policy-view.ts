/**
 * One source as the callers of one set of policies see it: for each relation the decision on reading it, and the
 * subquery that stands in its place. Built per set, not per caller; relations are settled when they are first asked for.
 */
import { type Matcher, type RelationEntry, relationKey, type Treatment } from '../../abi.ts';
import { disagreement, relationKindOf } from '../../catalog/agreement.ts';
import type { Catalog, LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import { hiddenColumnStandIn, hiddenSystemColumns, systemRelationRefusal } from '../known/relations.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import { decideCommand, type PolicySet } from './decide.ts';
import { treatColumn } from './treat.ts';

/** How a read of one relation goes on. */
export type RelationView =
  | { readonly kind: 'denied'; readonly denial: Denial }
  /** Readable as it is: nothing in it is masked or hidden. */
  | { readonly kind: 'open'; readonly isProtected: boolean }
  /** Readable through a subquery: see {@link maskedSubquery}. */
  | {
      readonly kind: 'masked';
      readonly isProtected: boolean;
      /** SQL of each column that is shown. */
      readonly columns: readonly string[];
      readonly from: LiveRelation;
    };

/**
 * The text of the SELECT that stands for a masked relation. `systemColumns` are those that the statement names: they are added where
 * they tell nothing of stored values. `ctid` does: a row's place depends on the length of those before it.
 */
export function maskedSubquery(
  { columns, from }: Extract<RelationView, { kind: 'masked' }>,
  systemColumns: Iterable<string>,
): string {
  const harmless = from.builtIn ? ['tableoid', 'xmin'] : ['tableoid'];
  const added = [...systemColumns].filter((name) => harmless.includes(name));
  const list = [...columns, ...added].join(', ');
  return `SELECT ${list} FROM ${quoteIdentifier(from.schema)}.${quoteIdentifier(from.name)}`;
}

export class PolicyView {
  readonly #matcher: Matcher;
  readonly #applicable: PolicySet;
  readonly #catalog: Catalog;
  readonly #views = new Map<string, RelationView>();

  constructor(matcher: Matcher, applicable: PolicySet, catalog: Catalog) {
    this.#matcher = matcher;
    this.#applicable = applicable;
    this.#catalog = catalog;
  }

  /** The view of a relation that the catalog holds. */
  relation(schema: string, name: string): RelationView {
    const key = relationKey(schema, name);
    let view = this.#views.get(key);
    if (view === undefined) {
      const live = this.#catalog.relations.get(key);
      view = live === undefined ? denied(denials.unknownRelation(name)) : this.#settle(key, live);
      this.#views.set(key, view);
    }
    return view;
  }

  #settle(key: string, live: LiveRelation): RelationView {
    if (live.builtIn) return systemView(live);
    const entry = this.#matcher.relations.get(key);
    const name = displayName(live);
    if (entry === undefined) return denied(denials.relationNotInPolicy(name));
    const decision = decideCommand(entry, 'select', this.#applicable);
    if (decision.effect === 'deny') {
      return denied(denials.commandOnRelation('SELECT', name, this.#describe(decision.rule), this.#hint()));
    }
    const kind = relationKindOf(live);
    if (kind !== 'table' && kind !== 'partitioned table') {
      return denied(denials.relationKind(name, kind ?? 'relation'));
    }
    const isProtected = entry.columns.some((column) => column.labels.length > 0);
    const difference = disagreement(entry, live, this.#catalog, this.#matcher.relations);
    if (difference !== null && isProtected) return denied(denials.relationDisagrees(name, difference));
    return maskedView(entry, live, isProtected, this.#applicable);
  }

  #describe(rule: number | null) {
    const entry = rule === null ? undefined : this.#matcher.rules[rule];
    const policy = entry === undefined ? undefined : this.#matcher.policies[entry.policy];
    return entry && policy
      ? { policy: policy.name, file: entry.file, line: entry.line, text: entry.text }
      : null;
  }

  /** What may be read instead: at most five names. */
  #hint(): string | null {
    const readable: string[] = [];
    for (const entry of this.#matcher.relations.values()) {
      if (decideCommand(entry, 'select', this.#applicable).effect === 'allow')
        readable.push(displayName(entry));
      if (readable.length > 5) break;
    }
    if (readable.length === 0) return null;
    return `You may select from ${readable.slice(0, 5).join(', ')}${readable.length > 5 ? ', …' : ''}.`;
  }
}

function denied(denial: Denial): RelationView {
  return { kind: 'denied', denial };
}

function displayName(relation: { readonly schema: string; readonly name: string }): string {
  return relation.schema === 'public' ? relation.name : `${relation.schema}.${relation.name}`;
}

/** A catalog of the server: open, refused, or with the columns that tell of stored values taken out. */
function systemView(live: LiveRelation): RelationView {
  const refusal = systemRelationRefusal(live.schema, live.name);
  if (refusal !== null) return denied(denials.systemRelation(live.name, refusal));
  if (hiddenSystemColumns(live.schema, live.name).length === 0) return { kind: 'open', isProtected: false };
  const columns = live.columns.map(({ name }) => {
    const column = quoteIdentifier(name);
    const standIn = hiddenColumnStandIn(live.schema, live.name, name);
    return standIn === null ? column : `${standIn} AS ${column}`;
  });
  return { kind: 'masked', isProtected: false, columns, from: live };
}

/**
 * The masked subquery: every column of the policy's schema in the live order, those that are masked by their expression. A column
 * that only the live relation has is left out.
 */
function maskedView(
  entry: RelationEntry,
  live: LiveRelation,
  isProtected: boolean,
  applicable: PolicySet,
): RelationView {
  const entries = new Map(entry.columns.map((column) => [column.name, column]));
  const columns: string[] = [];
  let changed = false;
  for (const { name } of live.columns) {
    const column = entries.get(name);
    const treatment = column === undefined ? HIDDEN : treatColumn(column, applicable);
    if (treatment === HIDDEN) {
      changed = true;
    } else if (treatment === null || treatment.sql === null) {
      columns.push(quoteIdentifier(name));
    } else {
      changed = true;
      columns.push(`${treatment.sql} AS ${quoteIdentifier(name)}`);
    }
  }
  return changed ? { kind: 'masked', isProtected, columns, from: live } : { kind: 'open', isProtected };
}

/** Marks a column that the policy's schema does not know. */
const HIDDEN: Treatment = { text: 'hidden', rank: 0, sql: null, keyed: false };
