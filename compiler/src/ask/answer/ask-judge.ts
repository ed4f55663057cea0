/** Asks the judge, and gathers what led to its verdict. The verdict is the judge's alone: what is gathered only explains it. */
import type { Asker } from '@dlpc/runtime/abi';
import { applicablePolicies } from '@dlpc/runtime/judge/applicable-policies';
import { policySet } from '@dlpc/runtime/judge/decide/decide';
import type { JudgedSource } from '../judged-source.ts';
import { accessesOf, approvalsOf } from './accesses.ts';
import type { Answer } from './answer.ts';
import { outputColumns } from './output-columns.ts';

export interface Question {
  readonly asker: Asker;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sql: string;
}

export function askJudge(source: JudgedSource, { asker, now, sql }: Question): Answer {
  const verdict = source.judge.classOf(asker, now).judge(sql, 'simple');
  const applicable = applicablePolicies(source.matcher, asker, now);
  const policies = policySet(applicable);
  const accesses = accessesOf(sql, source, policies);
  const passes = verdict.kind === 'forward';
  const approvals = approvalsOf(sql, source, policies);
  const waits = passes && verdict.approvals !== undefined;
  return {
    decision: waits ? 'approve' : passes ? 'allow' : 'deny',
    denial: passes ? null : verdict.denial,
    // An approval opens nothing that is denied for another reason.
    denialOnceApproved: !passes && approvals.length > 0 ? verdict.denial : null,
    text: passes ? verdict.text : null,
    approvals: passes ? approvals : [],
    limits: source.matcher.limits.filter(({ policy }) => policies.has(policy)),
    applicable,
    accesses,
    columns: passes ? outputColumns(sql, source, policies) : null,
  };
}
