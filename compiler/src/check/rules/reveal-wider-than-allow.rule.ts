/**
 * DLP4006: a policy reveals in a table that it allows nobody to read. Another policy that allows it would then show
 * values that neither of the two meant to show.
 */
import { diagnostic } from '@dlpc/language';
import { pathText, relationText } from '../../bind/names.ts';
import type { Target } from '../../bind/program.ts';
import type { Relation } from '../../schema/model.ts';
import { allowsReading } from '../allows-reading.ts';
import type { Rule } from '../rule.ts';
import type { SettledSource } from '../treatments/settled.ts';
import { some } from './some.ts';

export const revealWiderThanAllow: Rule = ({ checked, report }) => {
  const { program } = checked;
  if (program.gaps.syntax) return;
  for (const policy of program.policies) {
    // What could not be bound may have been the missing `allow`.
    if (program.gaps.policies.has(policy)) continue;
    for (const { source, treatments } of policy.blocks) {
      const settled = checked.settled.get(source);
      if (settled === undefined) continue;
      for (const { node, targets } of treatments)
        for (const target of node.kind === 'RevealStatement' ? targets : []) {
          const wide = revealedIn(settled, target).filter(
            (relation) => !allowsReading(policy, source, relation),
          );
          if (wide.length === 0) continue;
          const { named, more } = some(wide.map((relation) => relationText(source, relation)));
          report(
            diagnostic('reveal-wider-than-allow', target.node.span, {
              target: pathText(target.node.segments.map((segment) => segment.text)),
              policy: policy.name,
              relations: named,
              more,
            }),
          );
        }
    }
  }
};

/** The relations in which a target decides what is shown, that is, in which nothing more specific speaks. */
function revealedIn({ columns, parts }: SettledSource, target: Target): readonly Relation[] {
  const relations = new Set<Relation>();
  // What a detector finds is looked for in every text, and nobody means all of their relations by its label.
  const paths = parts.filter(({ part }) => part.kind === 'path');
  for (const { relation, labels } of [...columns, ...paths])
    if (labels.some(({ says }) => says.some((say) => say.target === target))) relations.add(relation);
  return [...relations];
}
