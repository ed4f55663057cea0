/**
 * DLP3040: a `mask` or `reveal` of a view's column that carries labels only since it is computed from labelled columns. A view is
 * read through its definition and masked where that reads, so that such a statement would be a promise that nothing keeps.
 */
import { diagnostic } from '@dlpc/language';
import { labelPathText } from '../../bind/label-path.ts';
import { columnText, sourceColumnText } from '../../bind/names.ts';
import type { ColumnTarget } from '../../bind/program.ts';
import type { Rule } from '../rule.ts';
import type { SettledSource } from '../treatments/settled.ts';
import { storedSources } from './stored-sources.ts';

export const decidedBySource: Rule = ({ checked, report }) => {
  for (const { blocks } of checked.program.policies)
    for (const { source, treatments } of blocks) {
      const settled = checked.settled.get(source);
      for (const { node, targets } of settled === undefined ? [] : treatments)
        for (const target of targets) {
          if (target.kind !== 'column' || settled === undefined || !isShownElsewhere(settled, target))
            continue;
          const { relation, column } = target;
          const [label] = settled.carried.of(relation, column.name);
          const path = label === undefined ? null : labelPathText(source, settled.carried, label);
          if (label === undefined || path === null) continue;
          const sources = storedSources(source, relation, column).filter(
            (behind) => settled.carried.of(behind.relation, behind.column.name).length > 0,
          );
          const names = sources.map((behind) => columnText(source, behind.relation, behind.column.name));
          const newText = names.join(', ');
          report(
            diagnostic(
              'decided-by-source',
              target.node.span,
              {
                column: sourceColumnText(source, relation, column.name),
                what: node.kind === 'RevealStatement' ? 'reveal' : 'mask',
                label: label.label.path,
                path,
                sources: names,
              },
              { fix: { title: `Write \`${newText}\``, edits: [{ span: target.node.span, newText }] } },
            ),
          );
        }
    }
};

/** Whether a column carries labels, and none of its own. */
function isShownElsewhere({ columns, carried }: SettledSource, { relation, column }: ColumnTarget): boolean {
  if (relation.kind !== 'view') return false;
  const isSettled = columns.some((settled) => settled.relation === relation && settled.column === column);
  return !isSettled && carried.of(relation, column.name).length > 0;
}
