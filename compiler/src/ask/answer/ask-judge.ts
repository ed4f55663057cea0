/** Asks the judge, and gathers what led to its verdict. The verdict is the judge's alone: what is gathered only explains it. */
import type { Asker } from '@dlpc/runtime/abi';
import { applicablePolicies } from '@dlpc/runtime/judge/applicable-policies';
import type { Verdict } from '@dlpc/runtime/pgwire/gate';
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
  const policies = new Set(applicable);
  const accesses = accessesOf(sql, source, policies);
  const approvals = verdict.kind === 'deny' ? approvalsOf(accesses, source, policies) : [];
  // What is refused for want of an approval alone goes through once that is given.
  const granted =
    approvals.length === 0 ? verdict : source.approved().classOf(asker, now).judge(sql, 'simple');
  const passes = granted.kind === 'forward';
  return {
    decision: verdict.kind === 'forward' ? 'allow' : passes ? 'approve' : 'deny',
    denial: verdict.kind === 'deny' ? verdict.denial : null,
    denialOnceApproved: approvals.length > 0 && granted.kind === 'deny' ? granted.denial : null,
    text: textOf(granted),
    approvals: passes ? approvals : [],
    applicable,
    accesses,
    columns: passes ? outputColumns(sql, source, policies) : null,
  };
}

function textOf(verdict: Verdict): string | null {
  return verdict.kind === 'forward' ? verdict.text : null;
}
