/**
 * Whether a relation may be locked. A lock shows nothing of what is stored, but it is held against others. Where a subquery stands for the relation, the
 * server locks the rows that it gives (PostgreSQL: analyze.c, transformLockingClause): those are the same ones only where nothing but conditions that go into
 * the subquery chooses among them.
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
  /** Null where the policy allows the action on the relation. */
  readonly refuseCommand: (entry: RelationEntry, command: Command) => Denial | null;
}

/** Null where it may be locked so. */
export function refuseLock(
  live: LiveRelation,
  { ofRows, needs, lacksWhere, alone }: Omit<RelationLock, 'use'>,
  { view, entry, mayTell, refuseCommand }: LockContext,
): Denial | null {
  const name = displayName(live);
  if (view.kind === 'denied') return view.denial;
  if (needs.length === 0) return null;
  const kind = relationKindOf(live);
  if (entry === undefined || (kind !== 'table' && kind !== 'partitioned table'))
    return denials.lockOfNoTable(name);
  if (ofRows && view.kind === 'masked') {
    const isFenced = (view.keepsRowsBack || view.lookups.size > 0) && mayTell();
    if (!alone || isFenced) return denials.lockOfMasked(name);
  }
  const refusals = needs.map((action) => refuseCommand(entry, { action, lacksWhere }));
  return refusals.includes(null) ? null : (refusals[0] ?? null);
}
