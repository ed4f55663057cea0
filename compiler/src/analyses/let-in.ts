/** Who may do anything at all to a source: for a summary, exact like every other answer. */
import { ACTIONS } from '../bind/actions.ts';
import type { IrSource } from '../ir/ir.ts';
import { type Description, describe } from './conditions/describe.ts';
import { commandOutcomes } from './outcomes/command-outcomes.ts';
import { spaceOf } from './policy-world.ts';
import { SourceWorld } from './source-world.ts';

/** A summary needs no more of them. */
const MOST_WAYS_IN = 8;

/** Everyone to whom at least one command on one relation is allowed, at once or once it is approved. */
export function whoIsLetIn(ir: IrSource): Description {
  const world = new SourceWorld(ir, spaceOf([ir]));
  // Most relations are spoken of by the same policies.
  const seen = new Set<string>();
  const allowed = ir.relations.flatMap((relation) =>
    ACTIONS.flatMap((action) => {
      const rules = (relation.commands[action] ?? []).map(({ policy, effect, withoutWhere }) => [
        policy,
        effect,
        withoutWhere,
      ]);
      const key = JSON.stringify(rules);
      if (rules.length === 0 || seen.has(key)) return [];
      seen.add(key);
      return commandOutcomes(world, relation, { action, withoutWhere: false }).flatMap(
        ({ value, callers }) => (value === 'deny' ? [] : [callers]),
      );
    }),
  );
  return describe(world.space, world.space.either(...allowed), MOST_WAYS_IN);
}
