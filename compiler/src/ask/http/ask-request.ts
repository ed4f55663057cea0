/** Asks what becomes of a request over HTTP. The decision is that of the proxy's own judge. */
import { applicablePolicies } from '@dlpc/runtime/judge/applicable-policies';
import { policySet } from '@dlpc/runtime/judge/decide/decide';
import { FieldView } from '@dlpc/runtime/judge-http/field-view';
import { judgeRequest } from '@dlpc/runtime/judge-http/judge-request';
import type { Answer } from '../answer/answer.ts';
import type { Question } from '../answer/ask-judge.ts';
import { answerPlaces } from './answer-places.ts';
import type { JudgedApi } from './judged-api.ts';
import { parseRequest } from './request-text.ts';

/** What is asked is a request without header fields and body, such as `GET /v1/customers/42`. */
export function askRequest({ matcher }: JudgedApi, { asker, now, sql }: Question): Answer {
  const order = applicablePolicies(matcher, asker, now);
  const applicable = policySet(order);
  const view = new FieldView(matcher, applicable);
  // What is no request belongs to no operation.
  const { method, target } = parseRequest(sql) ?? { method: '', target: sql };
  const head = { method, target, headers: new Set<string>() };
  const { effect, operation, denial, rules, approvals } = judgeRequest(matcher, { applicable, view }, head);
  return {
    decision: effect,
    denial:
      denial === null
        ? null
        : {
            sqlstate: String(denial.status),
            message: denial.message,
            detail: null,
            hint: denial.hint,
            position: null,
          },
    denialOnceApproved: null,
    text: null,
    approvals,
    limits: matcher.limits.filter(({ policy }) => applicable.has(policy)),
    applicable: order,
    accesses:
      operation === null
        ? []
        : [
            {
              action: operation.method,
              schema: 'public',
              relation: operation.path,
              effect,
              rules,
              filters: [],
              lookups: [],
            },
          ],
    columns:
      operation === null || effect === 'deny' ? null : answerPlaces(matcher, operation, applicable, view),
  };
}
