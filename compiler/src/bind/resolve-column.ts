/** A name to the column of a relation. */
import { diagnostic, type Name } from '@dlpc/language';
import type { Column, Relation } from '../schema/model.ts';
import { relationText } from './names.ts';
import type { Source } from './program.ts';
import type { Report } from './report.ts';
import { suggestName } from './suggest.ts';

/** Relations with more columns than this do not list them all in a hint. */
const MOST_LISTED = 12;

/** The column that `name` names; reports where there is none. */
export function resolveColumn(source: Source, relation: Relation, name: Name, report: Report): Column | null {
  const found = relation.columns.find((column) => column.name === name.text);
  if (found !== undefined) return found;
  const names = relation.columns.map((column) => column.name);
  const { nearest, extras } = suggestName(name.text, names, name.span, report);
  report(
    diagnostic(
      'unknown-column',
      name.span,
      {
        relation: relationText(source, relation),
        name: name.text,
        nearest,
        known: names.length > MOST_LISTED ? [] : names,
      },
      extras,
    ),
  );
  return null;
}
