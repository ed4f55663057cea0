/** The family of a table: what it inherits from or is a partition of, and what inherits from it. */
import type { Relation } from '../schema/model.ts';
import type { Source } from './program.ts';

/** The tables that `relation` inherits from or is a partition of, one step up. */
export function parentsOf(source: Source, relation: Relation): readonly Relation[] {
  return relation.parents.flatMap((key) => source.schema?.relations.get(key) ?? []);
}

/** The tables through which the rows of `relation` can be reached, the nearest first, itself not among them. */
export function ancestorsOf(source: Source, relation: Relation): ReadonlySet<Relation> {
  // A set is walked in the order of insertion, also of what is added on the way.
  const ancestors = new Set(parentsOf(source, relation));
  for (const ancestor of ancestors)
    for (const parent of parentsOf(source, ancestor)) if (parent !== relation) ancestors.add(parent);
  return ancestors;
}

/** The tables whose rows `relation` holds too: its children and partitions, and theirs, itself not among them. */
export function descendantsIn(source: Source, relation: Relation): ReadonlySet<Relation> {
  const descendants = new Set<Relation>();
  for (const other of source.schema?.relations.values() ?? [])
    if (other !== relation && other.parents.length > 0 && ancestorsOf(source, other).has(relation))
      descendants.add(other);
  return descendants;
}

/** The parents and children of each relation that has any, one step away. */
export function relativesIn(source: Source): ReadonlyMap<Relation, readonly Relation[]> {
  const relatives = new Map<Relation, Relation[]>();
  const link = (from: Relation, to: Relation): void => {
    const known = relatives.get(from);
    if (known === undefined) relatives.set(from, [to]);
    else known.push(to);
  };
  for (const child of source.schema?.relations.values() ?? [])
    for (const parent of parentsOf(source, child)) {
      link(child, parent);
      link(parent, child);
    }
  return relatives;
}
