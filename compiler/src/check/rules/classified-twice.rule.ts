/**
 * DLP3041: a `classify` of a view's column with a label that flows to it anyway. Put on the view by name, the label has the column
 * masked there too, after it was masked where it is stored: a hash of a hash, which joins with nothing.
 */
import { diagnostic } from '@dlpc/language';
import { labelPathText } from '../../bind/label-path.ts';
import { sourceColumnText } from '../../bind/names.ts';
import type { Rule } from '../rule.ts';
import { storedSources } from './stored-sources.ts';

export const classifiedTwice: Rule = ({ checked, report }) => {
  for (const { label, source, relation, column, span } of checked.program.classifications) {
    const settled = checked.settled.get(source);
    if (settled === undefined || relation.kind !== 'view') continue;
    for (const behind of storedSources(source, relation, column)) {
      const same = settled.carried
        .of(behind.relation, behind.column.name)
        .find((carried) => carried.label === label);
      if (same === undefined) continue;
      const place = { relation: behind.relation, column: behind.column.name };
      report(
        diagnostic('classified-twice', span, {
          column: sourceColumnText(source, relation, column.name),
          label: label.path,
          path: labelPathText(source, settled.carried, { ...same, source: place }) ?? '',
        }),
      );
      break;
    }
  }
};
