/** DLP3025: a `mask` or `reveal` of a path into JSON that carries no label. */
import { diagnostic } from '@dlpc/language';
import { columnText } from '../../bind/names.ts';
import { partText } from '../../bind/parts.ts';
import { jsonPathText } from '../../masks/json/json-path.ts';
import type { Rule } from '../rule.ts';

export const pathWithoutLabel: Rule = ({ checked, report }) => {
  const { program } = checked;
  // What could not be bound may have been the missing classification.
  if (program.gaps.syntax || program.gaps.classifications) return;
  for (const { blocks } of program.policies)
    for (const { source, treatments } of blocks)
      for (const { node, targets } of treatments)
        for (const target of targets) {
          if (target.kind !== 'column' || target.path === null) continue;
          const { relation, column, path } = target;
          const settled = checked.settled.get(source)?.parts ?? [];
          const known = settled
            .filter(
              (part) => part.relation === relation && part.column === column && part.part.kind === 'path',
            )
            .map(({ part }) => partText(part));
          const text = jsonPathText(path);
          if (known.includes(text)) continue;
          report(
            diagnostic('path-without-label', target.node.span, {
              path: `${columnText(source, relation, column.name)}.${text}`,
              mask:
                node.kind === 'RevealStatement'
                  ? null
                  : (checked.masks.get(node.mask)?.text ?? node.mask.name.text),
              known,
            }),
          );
        }
};
