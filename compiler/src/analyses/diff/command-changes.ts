/** Commands that are newly permitted, refused, or held for approval. */
import type { RelationEntry } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import { entryText } from '../entry-names.ts';
import { type CommandQuestion, commandOutcomes, tellsWithoutWhere } from '../outcomes/command-outcomes.ts';
import type { RawChange, WorldPair } from './change.ts';
import { effectChanges } from './effect-changes.ts';
import { either, type Paired } from './entries.ts';

export function* commandChanges(pair: WorldPair, relations: Paired<RelationEntry>): Iterable<RawChange> {
  for (const question of questionsOf(relations)) {
    const subject = `${commandText(question)} on ${entryText(either(relations))}`;
    const old = commandOutcomes(pair.before, relations[0], question);
    const now = commandOutcomes(pair.after, relations[1], question);
    yield* effectChanges(pair, 'command', subject, [old, now]);
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
