/**
 * Whether the calls of a statement pass that depend on what else it does. Sequences follow the inserts of a table: whoever may insert there draws from them
 * anyway. How often a function runs is the planner's choice, which knows statistics of stored values; so beside masks and filters nothing is called of which that shows.
 */
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { GuardedCalls, RelationWrite, SequenceCall } from '../facts/facts.ts';
import { functionRefusal } from '../known/functions.ts';
import type { Read } from './needed-columns.ts';

/** What is read and written beside the calls. */
export interface CallSurroundings {
  readonly reads: readonly Read[];
  readonly writes: readonly RelationWrite[];
  /** Whether anything in what is written has a label, is not seen, or is filtered. */
  readonly writesProtected: boolean;
  /** Why the caller may not use the sequence so; null where it may. */
  readonly refuseSequence: (call: SequenceCall) => Denial | null;
}

/** The first denial and the place that it is about; null where all pass. */
export function refuseCalls(
  { sequences, apart }: GuardedCalls,
  { reads, writes, writesProtected, refuseSequence }: CallSurroundings,
): { readonly denial: Denial; readonly location: number } | null {
  const masks = reads.some(({ view }) => view.kind === 'masked' && !view.isSystem);
  const readsProtected = masks || reads.some(({ view }) => view.isProtected);
  const changesProtected =
    writesProtected && writes.some(({ changes }) => changes.some(({ action }) => action !== 'insert'));
  for (const call of sequences) {
    const beside = changesProtected || (call.does === 'set' ? readsProtected : masks);
    const denial = beside ? denials.sequenceBeside(NAMES[call.does]) : refuseSequence(call);
    if (denial !== null) return { denial, location: call.location };
  }
  const [other] = apart;
  return other === undefined || !(readsProtected || writesProtected)
    ? null
    : { denial: denials.callBeside(other.name, functionRefusal(other.name)), location: other.location };
}

const NAMES = { draw: 'nextval', recall: 'currval', set: 'setval' } as const;
