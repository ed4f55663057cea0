/** The decision on a request's head, in the listener's terms: an operation and what is sent to it, or the problem document. Pure. */
import type { OperationEntry, RuleIndex } from '../abi.ts';
import { judgeRequest } from '../judge-http/judge-request.ts';
import type { Target } from '../judge-http/read-target.ts';
import { requestDenials } from '../judge-http/request-denials.ts';
import { ruleText } from '../judge-http/request-evidence.ts';
import { isGraphql } from './graphql.ts';
import { namedField } from './named-field.ts';
import { opaqueOperation } from './opaque-operation.ts';
import { type Problem, problems } from './problem.ts';
import { foundParameter } from './searched-target.ts';
import type { ApiAccess, NeededAgreement } from './services.ts';

export type JudgedHead =
  | {
      readonly problem: null;
      readonly operation: OperationEntry;
      /** What is sent in place of what came, once it is written. */
      readonly target: Target;
      readonly rules: readonly RuleIndex[];
      readonly alerts: readonly string[];
      /** Who must agree first; empty where nobody has to be asked. */
      readonly agreements: readonly NeededAgreement[];
      /** What is said where they cannot be asked. */
      readonly needsAgreement: () => Problem;
    }
  | {
      readonly problem: Problem;
      readonly operation: OperationEntry | null;
      /** Null unless it belongs to an operation. */
      readonly target: Target | null;
      readonly rules: readonly RuleIndex[];
    };

/** Judges a request before its body. */
export function judgeHead(
  access: ApiAccess,
  method: string,
  url: string,
  headers: ReadonlyMap<string, string>,
): JudgedHead {
  const decision = judgeRequest(access.matcher, access, { method, target: url, headers });
  const { effect, denial, operation, target, rules } = decision;
  if (effect === 'deny' || operation === null || target === null) {
    const { status, message, hint } = denial ?? problems.internal();
    return { problem: { status, message, hint, rules: ruleTexts(access, rules) }, operation, target, rules };
  }
  if (isGraphql(operation, access.matcher)) return { problem: problems.graphql(), operation, target, rules };
  const opaque = opaqueOperation(operation, access.matcher);
  if (opaque !== null) return { problem: problems.opaque(opaque), operation, target, rules };
  const named = namedField(operation, target, headers, access);
  if (named !== null) {
    const { parameter, field } = named;
    const said = requestDenials.namedField(`${operation.method} ${operation.path}`, parameter, field);
    return { problem: { ...said, rules: [] }, operation, target, rules };
  }
  const found = foundParameter(operation, target, headers, access.plans);
  if (found !== null) {
    const said = requestDenials.foundParameter(`${operation.method} ${operation.path}`, found);
    return { problem: { ...said, rules: [] }, operation, target, rules };
  }
  return {
    ...{ problem: null, operation, target, rules, alerts: ruleTexts(access, decision.alerts) },
    agreements: decision.approvals.map(({ by, people, within, rule }) => ({
      ...{ by, people, within },
      rule: ruleTexts(access, [rule]).join(''),
    })),
    needsAgreement: () => ({
      ...problems.nobodyToAsk(denial?.message ?? ''),
      rules: ruleTexts(access, rules),
    }),
  };
}

function ruleTexts({ matcher }: ApiAccess, rules: readonly RuleIndex[]): readonly string[] {
  return rules.flatMap((index) => ruleText(matcher, index));
}
