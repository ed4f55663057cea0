/** DLP4007: a `mask` or `reveal` of a column that carries no label: everyone else sees it as it is. */
import { diagnostic } from '@dlpc/language';
import { sourceColumnText } from '../../bind/names.ts';
import { treatmentBlocks } from '../../bind/program.ts';
import type { Rule } from '../rule.ts';

export const columnWithoutLabel: Rule = ({ checked, report }) => {
  const { program } = checked;
  // What could not be bound may have been the missing classification.
  if (program.gaps.syntax || program.gaps.classifications) return;
  for (const policy of program.policies)
    for (const { source, treatments } of treatmentBlocks(policy))
      for (const { node, targets } of treatments)
        for (const target of targets) {
          if (target.kind !== 'column') continue;
          const { relation, column, path } = target;
          // Of a path, another rule says it.
          if (path !== null) continue;
          const carried = checked.settled.get(source)?.carried.of(relation, column.name) ?? [];
          if (carried.length > 0) continue;
          report(
            diagnostic('column-without-label', target.node.span, {
              column: sourceColumnText(source, relation, column.name),
              mask:
                node.kind === 'RevealStatement'
                  ? null
                  : (checked.masks.get(node.mask)?.text ?? node.mask.name.text),
            }),
          );
        }
};
