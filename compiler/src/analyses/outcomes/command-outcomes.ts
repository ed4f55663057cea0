/** Who may do something to a relation: `deny` over `approve` over `allow`, and denied where nothing is said. */
import type { Action, Effect, RelationEntry } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { SourceWorld } from '../source-world.ts';
import { effectOutcomes, whoGets } from './effect-outcomes.ts';
import type { Outcome } from './outcome.ts';

/** A command: an action, on statements that have a WHERE or on those that do not. */
export interface CommandQuestion {
  readonly action: Action;
  readonly withoutWhere: boolean;
}

/** The three outcomes, the widest first; nobody may be among those of one. A relation that is not there is denied. */
export function commandOutcomes(
  world: SourceWorld,
  relation: RelationEntry | null,
  { action, withoutWhere }: CommandQuestion,
): readonly Outcome<Effect>[] {
  const said = (relation?.commands[action] ?? []).filter((rule) => withoutWhere || !rule.withoutWhere);
  return effectOutcomes(world, said);
}

/** Whether anything is said of statements without a WHERE alone. */
export function tellsWithoutWhere(relation: RelationEntry | null, action: Action): boolean {
  return (relation?.commands[action] ?? []).some((rule) => rule.withoutWhere);
}

/** Who may read a relation, at once or once it is approved. */
export function readersOf(world: SourceWorld, relation: RelationEntry | null): Callers {
  const outcomes = commandOutcomes(world, relation, { action: 'select', withoutWhere: false });
  return whoGets(world, outcomes);
}
