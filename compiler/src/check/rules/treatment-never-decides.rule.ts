/**
 * DLP4016: a `mask` or `reveal` that decides for nobody what is shown, since something that applies to the same callers always
 * hides more: another policy, or what holds for another label of the column. Decided over all callers. One that stands before a broader statement of its
 * policy is left alone: without it, that one would hold.
 */
import { diagnostic } from '@dlpc/language';
import { pathText } from '../../bind/names.ts';
import { type Label, type Target, treatmentBlocks } from '../../bind/program.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';
import { sayText } from '../treatments/say-text.ts';
import type { SettledColumn, SettledSay } from '../treatments/settled.ts';

/** More of those that win are not shown. */
const MOST_RELATED = 5;

/** What hides more than a statement does, from the columns that were looked at so far. */
interface Losing {
  readonly say: SettledSay;
  /** By what they speak of: one statement wins on many columns. */
  readonly winners: Map<Target, SettledSay>;
  decides: boolean;
}

export const treatmentNeverDecides: Rule = (context) => {
  const { checked, report } = context;
  const { gaps } = checked.program;
  // A classification that could not be bound may be the one of the column for which a statement decides.
  if (gaps.syntax || gaps.classifications) return;
  const losing = new Map<Target, Losing>();
  const shields = new Set<Target>();
  for (const { columns } of checked.settled.values())
    for (const column of columns)
      for (const { label, says } of column.labels)
        for (const say of says) {
          look(context, column, say, losing);
          if (standsBeforeAnother(say, label)) shields.add(say.target);
        }
  for (const { say, winners, decides } of losing.values()) {
    if (decides || shields.has(say.target)) continue;
    report(
      diagnostic(
        'treatment-never-decides',
        say.target.node.span,
        {
          target: pathText(say.target.node.segments.map((segment) => segment.text)),
          treatment: sayText(say, checked.masks),
          policy: say.policy.name,
          isByPolicies: winners.size > 0,
        },
        {
          related: [...winners.values()].slice(0, MOST_RELATED).map((winner) => ({
            message: `\`${winner.policy.name}\` hides more here`,
            span: winner.target.node.span,
          })),
        },
      ),
    );
  }
};

/** Whether a statement decides what somebody sees of a column; once it does anywhere, no more is asked. */
function look(
  context: RuleContext,
  column: SettledColumn,
  say: SettledSay,
  losing: Map<Target, Losing>,
): void {
  const known = losing.get(say.target) ?? { say, winners: new Map<Target, SettledSay>(), decides: false };
  losing.set(say.target, known);
  if (known.decides) return;
  const applies = appliesTo(context, say);
  // What is wrong with a policy or a mask has been reported.
  if (say.treatment === null || applies === null) {
    known.decides = true;
    return;
  }
  const { callers } = context;
  const { rank } = say.treatment;
  const lower = saysOf(column).filter((other) => other.treatment !== null && other.treatment.rank < rank);
  // One that does not let rows be found by value keeps those that hide more from it.
  const { sql, lookup } = say.treatment;
  if (sql !== null && !lookup && lower.some((other) => other.treatment?.lookup)) {
    known.decides = true;
    return;
  }
  const hidden = lower.map((other) => appliesTo(context, other) ?? callers.nobody);
  if (column.fallback !== null && column.fallback.rank < rank)
    for (const { says } of column.labels)
      hidden.push(callers.outside(...says.map((other) => appliesTo(context, other) ?? callers.everyone)));
  if (callers.ask(callers.both(applies, callers.outside(...hidden))).is !== 'empty') {
    known.decides = true;
    return;
  }
  for (const other of lower)
    if (callers.ask(callers.both(applies, appliesTo(context, other) ?? callers.nobody)).is !== 'empty')
      known.winners.set(other.target, other);
}

/** Whether its policy says something broader, too, which would hold without it, and could hide more than anything does now. */
function standsBeforeAnother({ policy, statement, target }: SettledSay, label: Label): boolean {
  const block = treatmentBlocks(policy).find(({ treatments }) => treatments.includes(statement));
  const spoken = (block === undefined ? [] : treatmentBlocks(policy))
    .filter(({ source }) => source === block?.source)
    .flatMap(({ treatments }) => treatments.flatMap(({ targets }) => targets));
  for (let above: Label | null = label; above !== null; above = above.parent)
    if (spoken.some((other) => other !== target && other.kind === 'label' && other.label === above))
      return true;
  return false;
}

function saysOf({ labels }: SettledColumn): readonly SettledSay[] {
  return labels.flatMap(({ says }) => says);
}

/** Null where the condition has a mistake, or applies to nobody, each of which is told elsewhere. */
function appliesTo({ checked, callers }: RuleContext, { policy }: SettledSay): Callers | null {
  const condition = checked.conditions.policies.get(policy);
  return condition === undefined ? null : callers.of(condition);
}
