/** DLP4005: what a policy allows, or has approved, is denied to every caller to whom the policy applies. */
import { diagnostic } from '@dlpc/language';
import { relationText } from '../../bind/names.ts';
import { isNamed } from '../../bind/program.ts';
import { type Command, OPENING } from '../command-index.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';

export const allowAlwaysDenied: Rule = (context) => {
  const { all } = context.commands;
  const deniedSomehow = new Set(
    all.filter(({ effect }) => effect === 'deny').map(({ relation }) => relation.relation),
  );
  for (const command of all) {
    if (!deniedSomehow.has(command.relation.relation)) continue;
    const { policy, effect, source, action, relation } = command;
    // A pattern may well mean more than is left of it.
    if (!OPENING.includes(effect) || !isNamed(relation)) continue;
    const denials = context.commands.of(relation.relation, action.action, 'deny');
    if (denials.length === 0) continue;
    const { callers } = context;
    const allowed = appliesTo(context, command);
    // A policy that applies to nobody has its own diagnostic.
    if (callers.ask(allowed).is !== 'inhabited') continue;
    const denied = denials.map((denial) => appliesTo(context, denial));
    if (callers.ask(callers.both(allowed, callers.outside(...denied))).is !== 'empty') continue;
    context.report(
      diagnostic(
        'allow-always-denied',
        relation.node.span,
        {
          action: action.action,
          relation: relationText(source, relation.relation),
          policy: policy.name,
        },
        { related: denials.map((denial) => ({ message: 'denied here', span: denial.relation.node.span })) },
      ),
    );
  }
};

function appliesTo({ checked, callers }: RuleContext, { policy }: Command): Callers {
  const condition = checked.conditions.policies.get(policy);
  return condition === undefined ? callers.nobody : callers.of(condition);
}
