/**
 * A view, read through its definition: what it is made of is masked where it is read, and all that it computes, it computes on
 * masks. So labels need not be followed through it. A definition is judged as a statement is, since whoever made the view may
 * have called anything in it.
 */
import type { RelationEntry } from '../../abi.ts';
import type { Catalog, LiveRelation } from '../../catalog/catalog.ts';
import { denials } from '../denials.ts';
import { collectFacts } from '../facts/collect-facts.ts';
import type { RelationUse } from '../facts/facts.ts';
import { firstGuardedCall } from '../facts/guarded-calls.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import { rewrite } from '../rewrite/rewrite.ts';
import type { SubqueryTrees } from '../rewrite/subquery-trees.ts';
import type { PolicySet } from './decide.ts';
import type { Read } from './needed-columns.ts';
import { denied, displayName, maskColumns, qualifiedName, type RelationView } from './relation-view.ts';
import { substitutionsFor } from './substitutions.ts';
import { labelsOf } from './treat.ts';

export interface ExpandContext {
  readonly catalog: Catalog;
  readonly parser: SqlParser;
  readonly subqueries: SubqueryTrees;
  readonly applicable: PolicySet;
  /** How the caller reads what the definition reads, whether or not it could read that by itself. */
  readonly read: (use: RelationUse) => RelationView;
}

export function expandView(entry: RelationEntry, live: LiveRelation, context: ExpandContext): RelationView {
  const { catalog, parser, subqueries, applicable } = context;
  const name = displayName(live);
  const text = live.definition?.replace(/;\s*$/, '') ?? '';
  const facts = collectFacts(text, 'extended', catalog, parser);
  const [statement] = facts.kind === 'facts' ? facts.statements : [];
  if (facts.kind === 'refused') return denied(denials.viewDefinition(name, facts.denial.message));
  const [lock] = statement?.locks ?? [];
  if (lock !== undefined)
    return denied(denials.viewDefinition(name, denials.construct('a locking clause in it').message));
  if (statement === undefined || statement.writes.length > 0)
    return denied(denials.viewDefinition(name, 'it has no definition that only reads'));
  const guarded = firstGuardedCall(statement.calls);
  if (guarded !== null) return denied(denials.viewDefinition(name, denials.guardedCall(guarded).message));

  const { columns, masks, revealed: itself } = maskColumns(live.columns, entry, catalog, applicable);
  let isProtected = entry.columns.some((column) => labelsOf(column).length > 0);
  const revealed = new Set(itself);
  const reads: Read[] = [];
  for (const use of statement.reads) {
    const inner = context.read(use);
    if (inner.kind === 'denied') return denied(denials.viewDefinition(name, inner.denial.message));
    isProtected ||= inner.isProtected;
    for (const label of inner.revealed) revealed.add(label);
    reads.push({ use, view: inner });
  }

  const masksInside = reads.some((read) => read.view.kind === 'masked');
  if (!masks && !masksInside) return { kind: 'open', isProtected, revealed, columns };
  const mayTell = () => true;
  const plan = {
    facts: statement,
    substitutions: substitutionsFor({ ...statement, lookups: [] }, reads, mayTell),
    writes: [],
    locked: [],
    mayTell,
  };
  const source = masksInside ? rewrite(text, facts.tree, [plan], parser, subqueries)?.text : null;
  if (source === undefined) return denied(denials.viewDefinition(name, denials.notRewritable().message));
  return {
    kind: 'masked',
    isProtected,
    isSystem: false,
    revealed,
    columns,
    source: source === null ? qualifiedName(live) : `(${source}) ${quoteIdentifier(live.name)}`,
    condition: null,
    // What its definition compares with, the client need not know.
    lookups: new Set(),
    // The server keeps its rows back as long as it is a view; then the order of conditions must.
    keepsRowsBack: live.securityBarrier,
    systemColumns: [],
  };
}
