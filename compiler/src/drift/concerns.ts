/** Which differences matter to policies: those that change what a policy speaks of. */
import { relationKey } from '@dlpc/runtime/abi';
import { carriedLabels } from '../bind/carried-labels.ts';
import type { Program, Source } from '../bind/program.ts';
import type { Difference } from './compare-schemas.ts';

/**
 * Tells of each difference whether it affects the policies of `source`: whether it is in a relation that a policy speaks of,
 * or that has a labelled column. A relation that only the live database has affects none, as nobody may read it; nor does
 * a column without a label that takes or refuses NULL since.
 */
export function policyConcerns(program: Program, source: Source): (difference: Difference) => boolean {
  const relations = new Set<string>();
  const labelled = new Set<string>();
  const keyOf = ({ schema, name }: { readonly schema: string; readonly name: string }) =>
    relationKey(schema, name);
  for (const [relation, columns] of carriedLabels(program, source).relations) {
    relations.add(keyOf(relation));
    for (const column of columns.keys()) labelled.add(columnKey(keyOf(relation), column));
  }
  for (const { commands, treatments } of program.policies
    .flatMap((policy) => policy.blocks)
    .filter((block) => block.source === source)) {
    for (const command of commands)
      for (const { relation } of command.relations) relations.add(keyOf(relation));
    for (const treatment of treatments)
      for (const target of treatment.targets)
        if (target.kind === 'column') relations.add(keyOf(target.relation));
  }
  return ({ change, key, column }) => {
    if (change === 'relation-added') return false;
    if (change === 'nullability-changed') return column !== null && labelled.has(columnKey(key, column));
    return relations.has(key);
  };
}

function columnKey(relation: string, column: string): string {
  return JSON.stringify([relation, column]);
}
