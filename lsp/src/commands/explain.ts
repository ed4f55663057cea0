/** What the proxy would do with a statement of a caller, as `dlpc explain --as` tells it. */
import { type CheckResult, type Host, lowerPolicies } from '@dlpc/compiler';
import { SourceText } from '@dlpc/language';
import type { ExplainAnswer, ExplainQuestion } from './explain-question.ts';

export async function explainIn(
  host: Host,
  result: CheckResult,
  { caller, ...question }: ExplainQuestion,
): Promise<ExplainAnswer> {
  const compiled = lowerPolicies(result);
  const { sources } = compiled;
  if (sources === null) return { kind: 'refused', reason: 'nothing can be said of policies with errors' };
  // The judge and its parser are loaded for whoever asks, not for whoever writes a policy.
  const { explainStatement } = await import('@dlpc/compiler/asking/explain-statement');
  const text = new SourceText('the caller', caller);
  const answer = await explainStatement(host, { ...compiled, sources }, { caller: text, ...question });
  if (answer.kind === 'refused') return answer;
  if (answer.kind === 'mistaken caller')
    return { kind: 'refused', reason: answer.diagnostics.map(({ message }) => message).join('; ') };
  const { explanation, layOut, notTaken } = answer;
  const rewritten = explanation.text === null ? null : layOut(explanation.text);
  return { kind: 'explained', explanation, text: rewritten, notTaken };
}
