/** DLP4008: a label that nothing carries, neither itself nor through a label below it. */
import { diagnostic } from '@dlpc/language';
import { UNCLASSIFIED } from '../../bind/bind-labels.ts';
import type { Label } from '../../bind/program.ts';
import type { Rule } from '../rule.ts';

export const labelOnNothing: Rule = ({ checked, report }) => {
  const { program } = checked;
  if (program.gaps.syntax || program.gaps.classifications) return;
  const carried = new Set<Label>();
  for (const { label } of [...program.classifications, ...program.parts, ...program.everywhere])
    for (let above: Label | null = label; above !== null; above = above.parent) carried.add(above);
  for (const label of program.labels.values()) {
    // Where nothing carries a label, nothing carries those below it: the topmost is enough.
    const isTopmost = label.parent === null || carried.has(label.parent);
    // Nobody declares the label of what carries none.
    if (!carried.has(label) && isTopmost && label.path !== UNCLASSIFIED)
      report(diagnostic('label-on-nothing', label.node.name.span, { label: label.path }));
  }
};
