/**
 * Texts of APIs as one place: what a detector finds wherever nobody has put a label. Such a part is of all fields at once, so that its
 * treatment depends on its label alone.
 */
import type { Column, Relation } from '../../schema/model.ts';
import type { Part } from '../parts.ts';
import type { Label, Program } from '../program.ts';

/** The place, as a column. */
export const API_TEXT: Column = {
  name: 'texts',
  type: {
    text: 'string',
    base: 'text',
    family: 'text',
    ignoresCase: false,
    maxLength: null,
    enumValues: null,
  },
  notNull: false,
  derivation: null,
};

export const API_TEXTS: Relation = {
  ...{ schema: 'public', name: 'all', kind: 'schema', columns: [API_TEXT], parents: [], rows: null },
};

/** What is looked for there, in the order of the names of detectors, each with its labels, ordered by path. */
export function partsOfTexts({
  everywhere,
}: Program): readonly { readonly part: Part; readonly labels: readonly Label[] }[] {
  const byDetector = Map.groupBy(
    everywhere.filter(({ detector }) => detector.finder !== null),
    ({ detector }) => detector,
  );
  return [...byDetector]
    .sort(([a], [b]) => (a.name < b.name ? -1 : 1))
    .map(([detector, found]) => ({
      part: { kind: 'matches', detector },
      labels: [...new Set(found.map(({ label }) => label))].sort((a, b) => (a.path < b.path ? -1 : 1)),
    }));
}
