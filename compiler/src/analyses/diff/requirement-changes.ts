/** What is asked in addition of those who use a relation: row filters, approvals, alerts. */
import type { PolicyRule, RelationEntry } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import { entryText } from '../entry-names.ts';
import { type CommandQuestion, commandOutcomes, readersOf } from '../outcomes/command-outcomes.ts';
import type { SourceWorld } from '../source-world.ts';
import { approvalKey, askedChanges, type Requirement } from './asked-changes.ts';
import type { RawChange, WorldPair } from './change.ts';
import { commandText, questionsOf } from './command-changes.ts';
import { either, type Paired } from './entries.ts';

/** Changes of the filters of a relation, and of approvals and alerts of each command on it. */
export function* requirementChanges(pair: WorldPair, relations: Paired<RelationEntry>): Iterable<RawChange> {
  const [old, now] = relations;
  const name = entryText(either(relations));
  const isFilter = (rule: RelationEntry['filters'][number]): Requirement => ({
    key: JSON.stringify(rule.sql),
    rule,
  });
  if ((old?.filters.length ?? 0) + (now?.filters.length ?? 0) > 0)
    yield* askedChanges(pair, {
      kind: 'filter',
      subject: `rows of ${name}`,
      before: (old?.filters ?? []).map(isFilter),
      after: (now?.filters ?? []).map(isFilter),
      among: usersOfBoth(pair, relations),
      words: { gone: 'filters no more', come: 'filters' },
    });
  for (const question of questionsOf(relations)) {
    const subject = `${commandText(question)} on ${name}`;
    yield* askedChanges(pair, {
      kind: 'approval',
      subject,
      before: approvals(old, question),
      after: approvals(now, question),
      among: bothGet(pair, relations, question, ['approve']),
      words: { gone: 'drops an approval of', come: 'asks for one more approval of' },
    });
    if (question.withoutWhere) continue;
    const isAlert = (rule: PolicyRule): Requirement => ({ key: 'alert', rule });
    yield* askedChanges(pair, {
      kind: 'alert',
      subject,
      before: (old?.alerts[question.action] ?? []).map(isAlert),
      after: (now?.alerts[question.action] ?? []).map(isAlert),
      among: bothGet(pair, relations, question, ['allow', 'approve']),
      words: { gone: 'tells nobody any more of', come: 'tells somebody of' },
    });
  }
}

function approvals(
  relation: RelationEntry | null,
  { action, withoutWhere }: CommandQuestion,
): readonly Requirement[] {
  return (relation?.commands[action] ?? []).flatMap((rule) =>
    rule.approval === null || (rule.withoutWhere && !withoutWhere)
      ? []
      : [{ key: approvalKey(rule.approval), rule }],
  );
}

/** Who may do anything at all to a relation, or reads it through a view, before and now. */
function usersOfBoth(pair: WorldPair, relations: Paired<RelationEntry>): Callers {
  const { space } = pair.after;
  return space.both(usersOf(pair.before, relations[0]), usersOf(pair.after, relations[1]));
}

function usersOf(world: SourceWorld, relation: RelationEntry | null): Callers {
  const users = ACTIONS.map((action) =>
    getting(world, relation, { action, withoutWhere: false }, ['allow', 'approve']),
  );
  const views = [...world.places].flatMap(([through, places]) =>
    through !== relation && places.some(({ from }) => from === relation) ? [readersOf(world, through)] : [],
  );
  return world.space.either(...users, ...views);
}

function bothGet(
  { before, after }: WorldPair,
  [old, now]: Paired<RelationEntry>,
  question: CommandQuestion,
  effects: readonly string[],
): Callers {
  return after.space.both(getting(before, old, question, effects), getting(after, now, question, effects));
}

function getting(
  world: SourceWorld,
  relation: RelationEntry | null,
  question: CommandQuestion,
  effects: readonly string[],
): Callers {
  const outcomes = commandOutcomes(world, relation, question);
  return world.space.either(
    ...outcomes.flatMap(({ value, callers }) => (effects.includes(value) ? [callers] : [])),
  );
}
