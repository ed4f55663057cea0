/** Who gets another effect than before: newly permitted, refused, or held for approval. */
import type { Effect } from '@dlpc/runtime/abi';
import type { Outcome } from '../outcomes/outcome.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { ChangeKind, RawChange, WorldPair } from './change.ts';
import { shifts } from './shifts.ts';

const LEVELS: Readonly<Record<Effect, number>> = { deny: 0, approve: 1, allow: 2 };
const WORDS: Readonly<Record<Effect, string>> = {
  deny: 'denied',
  approve: 'allowed once it is approved',
  allow: 'allowed',
};

export function* effectChanges(
  pair: WorldPair<PolicyWorld>,
  kind: ChangeKind,
  subject: string,
  [old, now]: readonly [before: readonly Outcome<Effect>[], after: readonly Outcome<Effect>[]],
): Iterable<RawChange> {
  for (const { before, after, callers } of shifts(pair.after.space, old, now, (a, b) => a === b))
    yield {
      kind,
      direction: LEVELS[before.value] < LEVELS[after.value] ? 'widened' : 'narrowed',
      verb: verbOf(before.value, after.value),
      subject,
      before: WORDS[before.value],
      after: WORDS[after.value],
      callers,
      rulesBefore: before.rules,
      rulesAfter: after.rules,
    };
}

function verbOf(before: Effect, after: Effect): string {
  if (after === 'deny') return 'denies';
  if (after === 'approve') return before === 'deny' ? 'permits, once approved,' : 'asks for approval of';
  return before === 'deny' ? 'permits' : 'asks no more for approval of';
}
