/**
 * One source as the callers of one set of policies see it: for each relation the decision on reading it, and the
 * subquery that stands in its place. Built per set, not per caller; relations are settled when they are first asked for.
 */
import { relationKey } from '../../abi.js';
import { disagreement, relationKindOf } from '../../catalog/agreement.js';
import { denials } from '../denials.js';
import { hiddenColumnStandIn, hiddenSystemColumns, systemRelationRefusal } from '../known/relations.js';
import { quoteIdentifier } from '../rewrite/quote.js';
import { decideCommand } from './decide.js';
import { treatColumn } from './treat.js';
/**
 * The text of the SELECT that stands for a masked relation. `systemColumns` are those that the statement names: they are added where
 * they tell nothing of stored values. `ctid` does: a row's place depends on the length of those before it.
 */
export function maskedSubquery({ columns, from }, systemColumns) {
  const harmless = from.builtIn ? ['tableoid', 'xmin'] : ['tableoid'];
  const added = [...systemColumns].filter((name) => harmless.includes(name));
  const list = [...columns, ...added].join(', ');
  return `SELECT ${list} FROM ${quoteIdentifier(from.schema)}.${quoteIdentifier(from.name)}`;
}
export class PolicyView {
  #matcher;
  #applicable;
  #catalog;
  #views = new Map();
  constructor(matcher, applicable, catalog) {
    this.#matcher = matcher;
    this.#applicable = applicable;
    this.#catalog = catalog;
  }
  /** The view of a relation that the catalog holds. */
  relation(schema, name) {
    const key = relationKey(schema, name);
    let view = this.#views.get(key);
    if (view === undefined) {
      const live = this.#catalog.relations.get(key);
      view = live === undefined ? denied(denials.unknownRelation(name)) : this.#settle(key, live);
      this.#views.set(key, view);
    }
    return view;
  }
  #settle(key, live) {
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
  #describe(rule) {
    const entry = rule === null ? undefined : this.#matcher.rules[rule];
    const policy = entry === undefined ? undefined : this.#matcher.policies[entry.policy];
    return entry && policy
      ? { policy: policy.name, file: entry.file, line: entry.line, text: entry.text }
      : null;
  }
  /** What may be read instead: at most five names. */
  #hint() {
    const readable = [];
    for (const entry of this.#matcher.relations.values()) {
      if (decideCommand(entry, 'select', this.#applicable).effect === 'allow')
        readable.push(displayName(entry));
      if (readable.length > 5) break;
    }
    if (readable.length === 0) return null;
    return `You may select from ${readable.slice(0, 5).join(', ')}${readable.length > 5 ? ', …' : ''}.`;
  }
}
function denied(denial) {
  return { kind: 'denied', denial };
}
function displayName(relation) {
  return relation.schema === 'public' ? relation.name : `${relation.schema}.${relation.name}`;
}
/** A catalog of the server: open, refused, or with the columns that tell of stored values taken out. */
function systemView(live) {
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
function maskedView(entry, live, isProtected, applicable) {
  const entries = new Map(entry.columns.map((column) => [column.name, column]));
  const columns = [];
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
const HIDDEN = { text: 'hidden', rank: 0, sql: null, keyed: false };
//# sourceMappingURL=policy-view.js.map
