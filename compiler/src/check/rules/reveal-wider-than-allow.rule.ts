/**
 * DLP4006: a policy reveals in a table that it allows nobody to read, or a field that no request has which it allows. Another policy that allows it would then show
 * values that neither of the two meant to show.
 */
import { diagnostic } from '@dlpc/language';
import type { ApiSource } from '../../bind/api/api-source.ts';
import { fieldsReached } from '../../bind/api/fields-reached.ts';
import { columnText, pathText, relationText } from '../../bind/names.ts';
import type { ApiBlock, Policy, Target } from '../../bind/program.ts';
import type { ApiOperation } from '../../openapi/model/api-model.ts';
import type { Column, Relation } from '../../schema/model.ts';
import { allowsReading } from '../allows-reading.ts';
import type { CheckedProgram } from '../checked-program.ts';
import { operationsOpenedBy } from '../request-index.ts';
import type { Rule, RuleContext } from '../rule.ts';
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
              isApi: false,
            }),
          );
        }
    }
    for (const block of policy.apiBlocks) checkFields(checked, policy, block, report);
  }
};

/** Of fields that no operation at all reaches, nothing can be shown. */
function checkFields(
  { settled }: CheckedProgram,
  policy: Policy,
  { source, treatments }: ApiBlock,
  report: RuleContext['report'],
): void {
  const reveals = treatments.filter(({ node }) => node.kind === 'RevealStatement');
  const columns = settled.get(source)?.columns;
  if (reveals.length === 0 || columns === undefined || source.api === null) return;
  const opened = columnsReached(source, operationsOpenedBy(policy, source));
  const all = columnsReached(source, source.api.operations);
  for (const target of reveals.flatMap(({ targets }) => targets)) {
    const wide = columns.filter(
      ({ column, labels }) =>
        all.has(column) &&
        !opened.has(column) &&
        labels.some(({ says }) => says.some((say) => say.target === target)),
    );
    if (wide.length === 0) continue;
    const { named, more } = some(
      wide.map(({ relation, column }) => columnText(source, relation, column.name)),
    );
    const path = pathText(target.node.segments.map((segment) => segment.text));
    report(
      diagnostic('reveal-wider-than-allow', target.node.span, {
        ...{ target: path, policy: policy.name, relations: named, more, isApi: true },
      }),
    );
  }
}

function columnsReached(source: ApiSource, operations: Iterable<ApiOperation>): ReadonlySet<Column> {
  return new Set([...fieldsReached(source, operations)].map(({ column }) => column));
}

/** The relations in which a target decides what is shown, that is, in which nothing more specific speaks. */
function revealedIn({ columns, parts }: SettledSource, target: Target): readonly Relation[] {
  const relations = new Set<Relation>();
  // What a detector finds is looked for in every text, and nobody means all of their relations by its label.
  const paths = parts.filter(({ part }) => part.kind === 'path');
  for (const { relation, labels } of [...columns, ...paths])
    if (labels.some(({ says }) => says.some((say) => say.target === target))) relations.add(relation);
  return [...relations];
}
