/** What the proxy would make of a request that went on record, in the terms of statements, so that both are compared alike. */
import type { Asker } from '@dlpc/runtime/abi';
import { applicablePolicies } from '@dlpc/runtime/judge/applicable-policies';
import { policySet } from '@dlpc/runtime/judge/decide/decide';
import { FieldView } from '@dlpc/runtime/judge-http/field-view';
import { judgeRequest } from '@dlpc/runtime/judge-http/judge-request';
import { requestEvidence, ruleText } from '@dlpc/runtime/judge-http/request-evidence';
import type { Verdict } from '@dlpc/runtime/pgwire/gate';
import type { JudgedApi } from '../http/judged-api.ts';
import { parseRequest } from '../http/request-text.ts';

/** By policies alone: what its body held is not looked at. `askers`: who asked first, then whom they acted for. */
export function requestVerdict(
  { matcher }: JudgedApi,
  askers: readonly Asker[],
  at: number,
  text: string,
): Verdict {
  const applicable = policySet(...askers.map((asker) => applicablePolicies(matcher, asker, at)));
  const view = new FieldView(matcher, applicable);
  const { method, target } = parseRequest(text) ?? { method: '', target: text };
  const head = { method, target, headers: new Set<string>() };
  const { effect, operation, denial, rules, approvals } = judgeRequest(matcher, { applicable, view }, head);
  if (effect === 'deny' || operation === null) {
    const { message = '', hint = null } = denial ?? {};
    const detail = rules.flatMap((index) => ruleText(matcher, index)).join('; ') || null;
    return { kind: 'deny', denial: { sqlstate: '42501', message, detail, hint, position: null } };
  }
  const evidence = {
    ...requestEvidence(matcher, view, operation, rules),
    ...{ asked: null, runs: null, withholds: true },
  };
  return {
    ...{ kind: 'forward', text: '', positions: null, touchesProtected: true },
    recorded: { evidence, constants: [] },
    ...(approvals.length > 0 && {
      approvals: approvals.map(({ by, people, within, rule }) => ({
        ...{ by, people, within },
        rule: ruleText(matcher, rule).join(''),
      })),
    }),
  };
}
