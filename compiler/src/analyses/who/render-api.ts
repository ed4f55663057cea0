/** The answer to `who` about an API as text: the operation, then one block for each group of places. */
import { type Painter, painter, printable } from '@dlpc/language';
import { type FileName, noteLines } from '../note-text.ts';
import { showsFieldValue } from '../outcomes/field-outcomes.ts';
import type { ApiAnswer, FieldSightGroup, SeenField } from './ask-api.ts';
import { block, type Row, type WhoTextOptions } from './render-who.ts';

/** More places of a group are counted, not listed. */
const MOST_PLACES = 12;

export function renderApiAnswers(
  answers: readonly ApiAnswer[],
  { colour, fileName }: WhoTextOptions,
): string {
  const paint = painter(colour);
  const blocks = answers.flatMap(({ source, operations, sights, complete }) => [
    ...[...Map.groupBy(operations, ({ operation }) => operation)].map(([operation, same]) =>
      block(
        [printable(`${source} ${operation}`)],
        same.map(
          ({ effect, who }): Row => [
            effect === 'allow' ? 'allowed' : 'once approved',
            noteLines(who, paint, fileName),
          ],
        ),
        paint,
      ),
    ),
    ...sights.map((group) => block(titleOf(source, group), rowsOf(group, paint, fileName), paint)),
    ...(complete
      ? []
      : [`${printable(source)} has bodies with more places than can be looked at: this is not all\n`]),
  ]);
  return blocks.join('\n');
}

function titleOf(source: string, { places }: FieldSightGroup): readonly string[] {
  const shown = places.slice(0, MOST_PLACES).map((place) => placeTitle(source, place));
  return places.length > MOST_PLACES ? [...shown, `… and ${places.length - MOST_PLACES} more`] : shown;
}

function placeTitle(source: string, { fields, labels, operation, carrier, path }: SeenField): string {
  const carried = labels.length === 0 ? 'without a label' : labels.join(', ');
  return printable(`${source}.${fields.join(' or ')}  (${carried}) in ${operation}: ${carrier} ${path}`);
}

function rowsOf({ places, sights }: FieldSightGroup, paint: Painter, fileName: FileName): readonly Row[] {
  if (sights.length === 0)
    return [['nobody sees it', ['nobody may send the request, or what it stands in is masked']]];
  const rows = sights.map(({ treatment, who }): Row => {
    const isShown = treatment === null || showsFieldValue(treatment);
    return [isShown ? 'as it is' : treatment.text, noteLines(who, paint, fileName)];
  });
  const isLabelled = places.some(({ labels }) => labels.length > 0);
  const isShown = sights.some(({ treatment }) => showsFieldValue(treatment));
  return isLabelled && !isShown ? [['as it is', ['nobody']], ...rows] : rows;
}
