/**
 * DLP4030: a row filter reads a column that some of its callers see masked, be it in part. Which rows there are depends on stored values, so
 * that the rows themselves would tell about what the mask hides. Decided exactly, over all callers.
 */
import { diagnostic } from '@dlpc/language';
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { columnText } from '../../bind/names.ts';
import type { Source } from '../../bind/program.ts';
import { columnsRead } from '../filters/check-filters.ts';
import type { SettledFilter } from '../filters/settled-filters.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';
import { callerText } from '../satisfy/caller-text.ts';
import type { SettledColumn, SettledPart } from '../treatments/settled.ts';

export const filterReadsMasked: Rule = (context) => {
  const { gaps } = context.checked.program;
  // What could not be bound may have been the `reveal`.
  if (gaps.syntax || gaps.policies.size > 0) return;
  for (const [source, filters] of context.checked.filters) {
    const settled = context.checked.settled.get(source);
    if (settled === undefined || filters.length === 0) continue;
    const labelled = Map.groupBy([...settled.columns, ...settled.parts], ({ relation }) => relation);
    const reported = new Set<string>();
    for (const filter of filters)
      checkFilter(context, source, labelled.get(filter.relation) ?? [], filter, reported);
  }
};

function checkFilter(
  context: RuleContext,
  source: Source,
  labelled: readonly (SettledColumn | SettledPart)[],
  { policy, filter, relation, condition }: SettledFilter,
  reported: Set<string>,
): void {
  const { checked, callers } = context;
  const applies = checked.conditions.policies.get(policy);
  if (applies === undefined) return;
  const read = columnsRead(condition);
  for (const column of labelled) {
    if (!read.has(column.column.name)) continue;
    const { span } = filter.node.condition;
    const name = columnText(source, relation, column.column.name);
    // A child says nothing new of what its parent's filter reads.
    const place = `${span.file}:${span.start} ${column.column.name}`;
    if (reported.has(place)) continue;
    const answer = callers.ask(callers.both(callers.of(applies), maskedFor(context, column)));
    if (answer.is === 'empty') continue;
    reported.add(place);
    if (answer.is === 'undecided')
      context.report(diagnostic('conditions-too-complex', span, { what: `\`${name}\`` }));
    else
      context.report(
        diagnostic('filter-reads-masked', span, {
          column: name,
          policy: policy.name,
          witness: callerText(answer.witness),
        }),
      );
  }
}

/** Who sees anything but the value: for each label, those to whom a policy says so, and those to whom none says anything. */
function maskedFor({ checked, callers }: RuleContext, { labels }: Pick<SettledColumn, 'labels'>): Callers {
  const masked = labels.flatMap(({ says }) => {
    const spoken: Callers[] = [];
    const hidden: Callers[] = [];
    for (const { policy, treatment } of says) {
      const condition = checked.conditions.policies.get(policy);
      if (condition === undefined) continue;
      const applies = callers.of(condition);
      spoken.push(applies);
      if (treatment !== null && treatment.rank < REVEAL_RANK.value) hidden.push(applies);
    }
    return [...hidden, callers.outside(...spoken)];
  });
  return callers.either(...masked);
}
