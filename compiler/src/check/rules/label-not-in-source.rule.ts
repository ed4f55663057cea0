/** DLP4013: a `mask` or `reveal` of a label that no column of the block's source carries. */
import { diagnostic } from '@dlpc/language';
import { UNCLASSIFIED } from '../../bind/bind-labels.ts';
import { type Label, type Source, treatmentBlocks } from '../../bind/program.ts';
import type { Rule } from '../rule.ts';

export const labelNotInSource: Rule = ({ checked, report }) => {
  const { program } = checked;
  if (program.gaps.syntax || program.gaps.classifications) return;
  const carriedIn = new Map<Label, Set<Source>>();
  const everywhere = program.everywhere.flatMap(({ label }) =>
    [...program.sources.values()].map((source) => ({ label, source })),
  );
  for (const { label, source } of [...program.classifications, ...program.parts, ...everywhere])
    for (let above: Label | null = label; above !== null; above = above.parent)
      carriedIn.set(above, (carriedIn.get(above) ?? new Set()).add(source));
  for (const policy of program.policies)
    for (const { source, treatments } of treatmentBlocks(policy))
      for (const { targets } of treatments)
        for (const target of targets) {
          if (target.kind !== 'label' || source.schema === null) continue;
          const { label, node } = target;
          if (label.path === UNCLASSIFIED && source.declaration.closed) continue;
          const sources = carriedIn.get(label);
          // That nothing at all carries it is said where it is declared.
          if (sources === undefined || sources.has(source)) continue;
          report(diagnostic('label-not-in-source', node.span, { label: label.path, source: source.name }));
        }
};
