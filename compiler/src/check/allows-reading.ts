/** Which relations a policy lets its callers read. */
import { ancestorsOf } from '../bind/inheritance.ts';
import type { Policy, Source } from '../bind/program.ts';
import type { Relation } from '../schema/model.ts';
import { OPENING } from './command-index.ts';

/** Whether the policy allows to read the relation, by itself or through a table above it. */
export function allowsReading(policy: Policy, source: Source, relation: Relation): boolean {
  const readable = [relation, ...ancestorsOf(source, relation)];
  return policy.blocks.some(
    (block) =>
      block.source === source &&
      block.commands.some(
        ({ effect, actions, relations }) =>
          OPENING.includes(effect) &&
          actions.some(({ action }) => action === 'select') &&
          relations.some((allowed) => readable.includes(allowed.relation)),
      ),
  );
}
