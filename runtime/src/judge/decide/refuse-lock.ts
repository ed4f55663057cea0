/**
 * Whether a relation may be locked. A lock shows nothing of what is stored, but it is held against others. Where a subquery stands for the relation, the
 * server locks the rows that it gives (PostgreSQL: analyze.c, transformLockingClause): those are the same ones only where nothing but conditions that go into
 * the subquery chooses among them. A statement that names nothing masked does without one: `… ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`.
 */
import type { RelationEntry } from '../../abi.ts';
import { relationKindOf } from '../../catalog/agreement.ts';
import type { LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { RelationLock } from '../facts/facts.ts';
import type { Command } from './decide.ts';
import { displayName, type RelationView } from './relation-view.ts';

export interface LockContext {
  /** How the caller reads it. */
  readonly view: RelationView;
  readonly entry: RelationEntry | undefined;
  /** Whether conditions of the statement stay outside of a subquery that keeps rows back. */
  readonly mayTell: () => boolean;
  /** Whether the statement does the same without a subquery. */
  readonly readsStored: () => boolean;
  /** Null where the policy allows the action on the relation. */
  readonly refuseCommand: (entry: RelationEntry, command: Command) => Denial | null;
}

/** Null where it may be locked so; `as stored` where it may if it is read as it is stored. */
export function refuseLock(
  live: LiveRelation,
  { ofRows, needs, lacksWhere, alone }: Omit<RelationLock, 'use'>,
  { view, entry, mayTell, readsStored, refuseCommand }: LockContext,
): Denial | 'as stored' | null {
  const name = displayName(live);
  if (view.kind === 'denied') return view.denial;
  if (needs.length === 0) return null;
  const kind = relationKindOf(live);
  if (entry === undefined || (kind !== 'table' && kind !== 'partitioned table'))
    return denials.lockOfNoTable(name);
  let asStored = false;
  if (ofRows && view.kind === 'masked') {
    const isFenced = (view.keepsRowsBack || view.lookups.size > 0) && mayTell();
    asStored = !alone || isFenced;
    if (asStored && !readsStored()) return denials.lockOfMasked(name);
  }
  const refusals = needs.map((action) => refuseCommand(entry, { action, lacksWhere }));
  if (!refusals.includes(null)) return refusals[0] ?? null;
  return asStored ? 'as stored' : null;
}
