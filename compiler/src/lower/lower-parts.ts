/** The parts of a column's values that carry labels, and what stands around what detectors find. */
import type { ColumnEntry, LabelEntry, PartEntry } from '@dlpc/runtime/abi';
import { partText } from '../bind/parts.ts';
import type { SettledLabel, SettledPart } from '../check/treatments/settled.ts';
import { matchFrame } from '../detectors/match-sql.ts';
import type { ColumnType } from '../schema/model.ts';
import { assertMasked } from './assert-masked.ts';

/** `parts` are those of one column of type `type`; `lowerLabels` lowers what is said of labels, wherever they are. */
export function lowerParts(
  parts: readonly SettledPart[],
  type: ColumnType,
  lowerLabels: (labels: readonly SettledLabel[]) => readonly LabelEntry[],
): Pick<ColumnEntry, 'parts' | 'frame'> {
  const finders = parts.flatMap(({ part }) =>
    part.kind === 'matches' && part.detector.finder !== null ? [part.detector.finder] : [],
  );
  return {
    parts: parts.map(({ part, labels, fallback }): PartEntry => {
      const text = partText(part);
      if (fallback === null) throw new Error(`lowering needs a program without errors: ${text}`);
      assertMasked(text, fallback, null);
      return { part: text, framed: part.kind === 'matches', labels: lowerLabels(labels), fallback };
    }),
    frame: finders.length === 0 ? null : matchFrame(finders, type),
  };
}
