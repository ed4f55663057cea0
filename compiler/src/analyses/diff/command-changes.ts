/** Commands that are newly permitted, refused, or held for approval. */
import type { Effect, RelationEntry } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import { entryText } from '../entry-names.ts';
import { type CommandQuestion, commandOutcomes, tellsWithoutWhere } from '../outcomes/command-outcomes.ts';
import type { RawChange, WorldPair } from './change.ts';
import { either, type Paired } from './entries.ts';
import { shifts } from './shifts.ts';

const LEVELS: Readonly<Record<Effect, number>> = { deny: 0, approve: 1, allow: 2 };
const WORDS: Readonly<Record<Effect, string>> = {
  deny: 'denied',
  approve: 'allowed once it is approved',
  allow: 'allowed',
};

export function* commandChanges(pair: WorldPair, relations: Paired<RelationEntry>): Iterable<RawChange> {
  for (const question of questionsOf(relations)) {
    const subject = `${commandText(question)} on ${entryText(either(relations))}`;
    const old = commandOutcomes(pair.before, relations[0], question);
    const now = commandOutcomes(pair.after, relations[1], question);
    for (const { before, after, callers } of shifts(pair.after.space, old, now, (a, b) => a === b))
      yield {
        kind: 'command',
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
}

/** `delete`, and `delete without where` where either side has something of its own to say about it. */
export function questionsOf(relations: Paired<RelationEntry>): readonly CommandQuestion[] {
  return ACTIONS.flatMap((action) =>
    relations.some((relation) => tellsWithoutWhere(relation, action))
      ? [
          { action, withoutWhere: false },
          { action, withoutWhere: true },
        ]
      : [{ action, withoutWhere: false }],
  );
}

export function commandText({ action, withoutWhere }: CommandQuestion): string {
  return withoutWhere ? `${action} without where` : action;
}

function verbOf(before: Effect, after: Effect): string {
  if (after === 'deny') return 'denies';
  if (after === 'approve') return before === 'deny' ? 'permits, once approved,' : 'asks for approval of';
  return before === 'deny' ? 'permits' : 'asks no more for approval of';
}
