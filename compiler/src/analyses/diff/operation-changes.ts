/** Requests that are newly permitted, refused, or held for approval; approvals and alerts that are dropped or new. */
import type { OperationEntry } from '@dlpc/runtime/abi';
import type { ApiWorld } from '../api/api-world.ts';
import { effectOutcomes } from '../outcomes/effect-outcomes.ts';
import { approvalKey, askedChanges, type Requirement } from './asked-changes.ts';
import type { RawChange, WorldPair } from './change.ts';
import { effectChanges } from './effect-changes.ts';
import type { PairedOperation } from './paired-operations.ts';

export function* operationChanges(
  pair: WorldPair<ApiWorld>,
  { operations: [old, now], name }: PairedOperation,
): Iterable<RawChange> {
  const { space } = pair.after;
  const outcomes = [
    effectOutcomes(pair.before, old?.rules ?? []),
    effectOutcomes(pair.after, now?.rules ?? []),
  ] as const;
  yield* effectChanges(pair, 'operation', name, outcomes);
  /** Who gets one of these on both sides. */
  const both = (...effects: readonly string[]) =>
    space.both(
      ...outcomes.map((side) =>
        space.either(...side.flatMap(({ value, callers }) => (effects.includes(value) ? [callers] : []))),
      ),
    );
  yield* askedChanges(pair, {
    kind: 'approval',
    subject: name,
    before: approvals(old),
    after: approvals(now),
    among: both('approve'),
    words: { gone: 'drops an approval of', come: 'asks for one more approval of' },
  });
  const alerts = (operation: OperationEntry | null): readonly Requirement[] =>
    (operation?.alerts ?? []).map((rule) => ({ key: 'alert', rule }));
  yield* askedChanges(pair, {
    kind: 'alert',
    subject: name,
    before: alerts(old),
    after: alerts(now),
    among: both('allow', 'approve'),
    words: { gone: 'tells nobody any more of', come: 'tells somebody of' },
  });
}

function approvals(operation: OperationEntry | null): readonly Requirement[] {
  return (operation?.rules ?? []).flatMap((rule) =>
    rule.approval === null ? [] : [{ key: approvalKey(rule.approval), rule }],
  );
}
