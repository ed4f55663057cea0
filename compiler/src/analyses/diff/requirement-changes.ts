/**
 * What is asked in addition, and all of which has to be met: row filters, approvals, alerts. One that no longer applies to
 * somebody is a widening for them, unless the very same is asked by another rule.
 */
import type { Approval, PolicyRule, RelationEntry } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import { entryText } from '../entry-names.ts';
import { type CommandQuestion, commandOutcomes, readersOf } from '../outcomes/command-outcomes.ts';
import type { SourceWorld } from '../source-world.ts';
import type { ChangeKind, RawChange, WorldPair } from './change.ts';
import { commandText, questionsOf } from './command-changes.ts';
import { either, type Paired } from './entries.ts';

/** Equal keys ask the same. */
interface Requirement {
  readonly key: string;
  readonly rule: PolicyRule;
}

interface Asked {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly before: readonly Requirement[];
  readonly after: readonly Requirement[];
  /** For whom it matters on both sides. */
  readonly among: Callers;
  readonly words: {
    readonly gone: string;
    readonly come: string;
  };
}

/** Changes of the filters of a relation, and of approvals and alerts of each command on it. */
export function* requirementChanges(pair: WorldPair, relations: Paired<RelationEntry>): Iterable<RawChange> {
  const [old, now] = relations;
  const name = entryText(either(relations));
  const isFilter = (rule: RelationEntry['filters'][number]): Requirement => ({
    key: JSON.stringify(rule.sql),
    rule,
  });
  if ((old?.filters.length ?? 0) + (now?.filters.length ?? 0) > 0)
    yield* compare(pair, {
      kind: 'filter',
      subject: `rows of ${name}`,
      before: (old?.filters ?? []).map(isFilter),
      after: (now?.filters ?? []).map(isFilter),
      among: usersOfBoth(pair, relations),
      words: { gone: 'filters no more', come: 'filters' },
    });
  for (const question of questionsOf(relations)) {
    const subject = `${commandText(question)} on ${name}`;
    yield* compare(pair, {
      kind: 'approval',
      subject,
      before: approvals(old, question),
      after: approvals(now, question),
      among: bothGet(pair, relations, question, ['approve']),
      words: { gone: 'drops an approval of', come: 'asks for one more approval of' },
    });
    if (question.withoutWhere) continue;
    const isAlert = (rule: PolicyRule): Requirement => ({ key: 'alert', rule });
    yield* compare(pair, {
      kind: 'alert',
      subject,
      before: (old?.alerts[question.action] ?? []).map(isAlert),
      after: (now?.alerts[question.action] ?? []).map(isAlert),
      among: bothGet(pair, relations, question, ['allow', 'approve']),
      words: { gone: 'tells nobody any more of', come: 'tells somebody of' },
    });
  }
}

function* compare(
  { before, after }: WorldPair,
  { kind, subject, before: old, after: now, among, words }: Asked,
): Iterable<RawChange> {
  const { space } = after;
  for (const key of new Set([...old, ...now].map((requirement) => requirement.key))) {
    const [was, is] = [rulesOf(old, key), rulesOf(now, key)];
    const [asked, asks] = [before.anyOf(was), after.anyOf(is)];
    const gone = space.both(among, asked, space.outside(asks));
    const come = space.both(among, asks, space.outside(asked));
    const change = { kind, subject, rulesBefore: was, rulesAfter: is };
    if (space.ask(gone).is !== 'empty')
      yield {
        ...change,
        direction: 'widened',
        verb: words.gone,
        before: 'asked for',
        after: 'not asked for',
        callers: gone,
      };
    if (space.ask(come).is !== 'empty')
      yield {
        ...change,
        direction: 'narrowed',
        verb: words.come,
        before: 'not asked for',
        after: 'asked for',
        callers: come,
      };
  }
}

function rulesOf(requirements: readonly Requirement[], key: string): readonly PolicyRule[] {
  return requirements.filter((requirement) => requirement.key === key).map(({ rule }) => rule);
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

function approvalKey({ by, people, within }: Approval): string {
  return JSON.stringify([[...by].sort(), people, within]);
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
