/** Which labels columns carry, as classifications put them there. */
import type { Classification, Column, Program, Relation } from '@dlpc/compiler';

export interface Labelled {
  /** Paths of labels. */
  of(relation: Relation, column: string): readonly string[];
  /** The columns of a source that carry a label or one below it. */
  carriers(
    source: string,
    label: string,
  ): readonly { readonly relation: Relation; readonly column: Column }[];
  /** Whether anything carries the label itself or one below it. */
  isUsed(label: string): boolean;
}

const known = new WeakMap<Program, Labelled>();

/** The same object for the same program. */
export function labelledIn(program: Program): Labelled {
  const found = known.get(program);
  if (found !== undefined) return found;
  const labelled = index(program.classifications);
  known.set(program, labelled);
  return labelled;
}

function index(classifications: readonly Classification[]): Labelled {
  const byRelation = Map.groupBy(classifications, ({ relation }) => relation);
  const within = (path: string, label: string) => path === label || path.startsWith(`${label}.`);
  return {
    of: (relation, column) =>
      (byRelation.get(relation) ?? []).flatMap((each) =>
        each.column.name === column ? [each.label.path] : [],
      ),
    carriers: (source, label) =>
      classifications.filter((each) => each.source.name === source && within(each.label.path, label)),
    isUsed: (label) => classifications.some((each) => within(each.label.path, label)),
  };
}
