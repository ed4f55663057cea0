/** From sampled values and names to proposals of labels, with their evidence counted. No value leaves this file. */

import { GenuineFinder } from '@dlpc/runtime/detect/find-genuine';
import { BUILT_IN_DETECTORS, type BuiltInDetector } from '../detectors/built-in.ts';
import { compilePattern } from '../detectors/compile-pattern.ts';
import { soughtOf } from '../detectors/finder.ts';
import { type TellingKind, tellingKind } from '../detectors/telling-name.ts';
import { findValidator } from '../detectors/validators/catalog.ts';
import type { JsonPath } from '../masks/json/json-path.ts';
import type { Column, Relation, TypeFamily } from '../schema/model.ts';
import { jsonLeaves } from './json-leaves.ts';
import type { ColumnSample } from './sample-relation.ts';

/** Something that should carry a label: a column, a place in its documents, or what a detector finds in it. */
export interface Proposal {
  readonly relation: Relation;
  readonly column: Column;
  /** Null where all of the column is meant. */
  readonly path: JsonPath | null;
  /** Where only parts of a text are meant: the detector that finds them. */
  readonly within: BuiltInDetector | null;
  readonly label: string;
  readonly evidence: Evidence;
}

export interface Evidence {
  /** Values that were looked at. */
  readonly sampled: number;
  /** Those that are one, or that hold one; 0 where the name alone tells. */
  readonly matched: number;
  /** The detector that matched; null where the name alone tells. */
  readonly detector: BuiltInDetector | null;
  /** Whether the name tells of it too. */
  readonly byName: boolean;
}

/** Labels for what names tell of. */
const LABELS: Readonly<Record<TellingKind, string>> = {
  contact: 'pii.contact',
  name: 'pii.name',
  national_id: 'pii.national_id',
  birth: 'pii.birth',
  card: 'pci.pan',
  account: 'pii.financial',
  income: 'pii.financial',
  health: 'pii.health',
  secret: 'secret',
};

/** Of values that all are one: some rows are always odd. */
const MOST_ARE = 0.6;

/** Of texts that hold one: fewer than so many in a hundred, or than two, may be chance. */
const SOME_HOLD = 0.01;

/** Finds what to propose. Compiles the detectors once. */
export class Proposer {
  readonly #finders = BUILT_IN_DETECTORS.map((detector) => ({ detector, finder: finderOf(detector) }));

  /** What a column's sample speaks for: one label for the whole, or one for each place or kind of value inside. */
  propose({ relation, column, values }: ColumnSample): readonly Proposal[] {
    if (column.type.family === 'json')
      return jsonLeaves(values).flatMap(({ path, values: leaves }) => {
        const last = path.findLast((step) => step.kind === 'member');
        return this.#proposals({ relation, column, path }, last?.name ?? '', 'text', leaves, false);
      });
    const { name, type } = column;
    return this.#proposals(
      { relation, column, path: null },
      name,
      type.family,
      values,
      type.family === 'text',
    );
  }

  #proposals(
    place: Pick<Proposal, 'relation' | 'column' | 'path'>,
    name: string,
    family: TypeFamily,
    values: readonly string[],
    mayHoldParts: boolean,
  ): readonly Proposal[] {
    const kind = tellingKind(name, family);
    const sampled = values.length;
    const counts = this.#finders.map(({ detector, finder }) => ({ detector, ...count(finder, values) }));
    const [best] = counts.toSorted((a, b) => b.whole - a.whole);
    if (best !== undefined && sampled > 0 && best.whole >= Math.max(sampled * MOST_ARE, 1)) {
      const { detector, whole: matched } = best;
      const evidence = { sampled, matched, detector, byName: kind !== null };
      return [{ ...place, within: null, label: detector.label, evidence }];
    }
    if (kind !== null) {
      const evidence = { sampled, matched: 0, detector: null, byName: true };
      return [{ ...place, within: null, label: LABELS[kind], evidence }];
    }
    if (!mayHoldParts) return [];
    return counts
      .filter(({ holding }) => holding >= Math.max(2, sampled * SOME_HOLD))
      .map(({ detector, holding: matched }) => ({
        ...place,
        within: detector,
        label: detector.label,
        evidence: { sampled, matched, detector, byName: false },
      }));
  }
}

/** How many values are a match as a whole, blanks around it apart, and how many hold one. */
function count(
  finder: GenuineFinder,
  values: readonly string[],
): { readonly whole: number; readonly holding: number } {
  let [whole, holding] = [0, 0];
  for (const value of values) {
    const text = value.trim();
    const found = finder.find(text);
    if (found.length === 0) continue;
    holding += 1;
    if (found.some(({ start, end }) => start === 0 && end === text.length)) whole += 1;
  }
  return { whole, holding };
}

function finderOf({ name, expression, validator }: BuiltInDetector): GenuineFinder {
  const result = compilePattern(expression);
  if (!result.ok) throw new Error(`the detector ${name} does not compile`);
  return new GenuineFinder(
    soughtOf({
      pattern: result.compiled,
      validator: validator === null ? null : findValidator(validator),
    }),
  );
}
