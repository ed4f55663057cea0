/** DLP4005 of requests: what a policy allows, or has approved, is denied to every caller to whom the policy applies. */
import { diagnostic } from '@dlpc/language';
import type { ApiOperation } from '../../openapi/model/api-model.ts';
import { OPENING } from '../command-index.ts';
import { RequestIndex, type Requests, requestsOf } from '../request-index.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';

export const requestAlwaysDenied: Rule = (context) => {
  const requests = [...requestsOf(context.checked.program)];
  const index = new RequestIndex(requests);
  for (const said of requests) {
    const { statement } = said;
    if (!OPENING.includes(statement.effect)) continue;
    const denied = statement.operations.filter((operation) => isDenied(context, index, said, operation));
    // A pattern may well mean more than is left of it.
    if (denied.length === 0 || (isPattern(said) && denied.length < statement.operations.length)) continue;
    for (const { method, template } of denied)
      context.report(
        diagnostic(
          'allow-always-denied',
          statement.node.access.span,
          { action: method, relation: template.text, policy: said.policy.name },
          {
            related: denied
              .slice(0, 1)
              .flatMap((operation) => index.of(operation, 'deny'))
              .map((denial) => ({ message: 'denied here', span: denial.statement.node.span })),
          },
        ),
      );
  }
};

function isDenied(
  context: RuleContext,
  index: RequestIndex,
  said: Requests,
  operation: ApiOperation,
): boolean {
  const denials = index.of(operation, 'deny');
  if (denials.length === 0) return false;
  const { callers } = context;
  const allowed = appliesTo(context, said);
  // A policy that applies to nobody has its own diagnostic.
  if (callers.ask(allowed).is !== 'inhabited') return false;
  const denied = denials.map((denial) => appliesTo(context, denial));
  return callers.ask(callers.both(allowed, callers.outside(...denied))).is === 'empty';
}

/** Whether one of the paths ends with what stands for all that begins so. */
function isPattern({ statement: { node } }: Requests): boolean {
  return (
    node.access.kind === 'HttpAccess' && node.access.paths.some(({ value }) => value.endsWith('/{rest}'))
  );
}

function appliesTo({ checked, callers }: RuleContext, { policy }: Requests): Callers {
  const condition = checked.conditions.policies.get(policy);
  return condition === undefined ? callers.nobody : callers.of(condition);
}
