/** An answer with all that its indexes mean: what people read, and programs as JSON. Fields are added, never changed. */
import type { SourceText, Span } from '@dlpc/language';
import type { Asker, Effect, RuleIndex } from '@dlpc/runtime/abi';
import type { Denial } from '@dlpc/runtime/pgwire/gate';
import { nameText } from '../../bind/name-text.ts';
import { pathText } from '../../bind/names.ts';
import { treatmentBlocks } from '../../bind/program.ts';
import type { CheckedProgram } from '../../check/checked-program.ts';
import { callerText } from '../../check/satisfy/caller-text.ts';
import type { Answer, LabelledColumn } from '../answer/answer.ts';
import { askJudge, type Question } from '../answer/ask-judge.ts';
import { type ConditionPart, type PolicyTrace, tracePolicies } from '../answer/policy-trace.ts';
import { askRequest } from '../http/ask-request.ts';
import { isJudgedApi, type Judged } from '../http/judged-api.ts';

export interface Explanation {
  readonly version: 1;
  readonly source: string;
  /** As tests write callers. */
  readonly caller: string;
  readonly at: string;
  readonly statement: string;
  readonly decision: Effect;
  readonly denial: Denial | null;
  /** The same denial, where an approval is needed besides: to give it would change nothing. */
  readonly denialOnceApproved: Denial | null;
  readonly approvals: readonly ExplainedApproval[];
  readonly policies: readonly ExplainedPolicy[];
  readonly accesses: readonly ExplainedAccess[];
  readonly columns: readonly ExplainedColumn[] | null;
  /** What the server runs; null for a denial. */
  readonly text: string | null;
}

export interface ExplainedRule {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface ExplainedApproval {
  readonly by: readonly string[];
  readonly people: number;
  /** Seconds. */
  readonly within: number;
  readonly rule: ExplainedRule | null;
}

export interface ExplainedPolicy {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly applies: boolean;
  readonly parts: readonly ExplainedPart[];
}

/** A part of a condition; of those in it, `all` or `any` must hold. */
export interface ExplainedPart {
  readonly text: string;
  readonly holds: boolean;
  readonly kind: ConditionPart['kind'];
  readonly parts: readonly ExplainedPart[];
}

export interface ExplainedAccess {
  readonly action: string;
  readonly relation: string;
  readonly effect: Effect;
  readonly rules: readonly ExplainedRule[];
  readonly filters: readonly ExplainedRule[];
  /** Masked columns by whose stored values the statement finds rows. */
  readonly lookups: readonly string[];
}

export interface ExplainedColumn {
  readonly name: string;
  readonly masked: boolean;
  readonly opaque: string | null;
  readonly sources: readonly ExplainedSource[];
}

export interface ExplainedSource {
  readonly column: string;
  readonly labels: readonly string[];
  readonly treatment: string;
  readonly masked: boolean;
  /** None where it is the mask that applies by default. */
  readonly rules: readonly ExplainedRule[];
}

/** What texts explanations are made of. */
export interface Wording {
  readonly checked: CheckedProgram;
  readonly texts: ReadonlyMap<string, SourceText>;
  /** Where a policy file lies, by the path by which rules name it. */
  fileName(path: string): string;
}

export function explain(source: Judged, question: Question, wording: Wording): Explanation {
  const isApi = isJudgedApi(source);
  const answer = isApi ? askRequest(source, question) : askJudge(source, question);
  const textOf = (schema: string, relation: string) => (isApi ? relation : relationText(schema, relation));
  const rules = ruleTeller(source, wording);
  const policies = tracePolicies(wording.checked, question.asker, question.now)
    .filter(({ policy }) => treatmentBlocks(policy).some((block) => block.source.name === source.name))
    .map((trace) => explainPolicy(trace, wording));
  return {
    version: 1,
    source: source.name,
    caller: sayCaller(question.asker),
    at: new Date(question.now).toISOString().replace('.000Z', 'Z'),
    statement: question.sql,
    decision: answer.decision,
    denial: answer.denial,
    denialOnceApproved: answer.denialOnceApproved,
    approvals: answer.approvals.map(({ by, people, within, rule }) => ({
      by,
      people,
      within,
      rule: rules([rule])[0] ?? null,
    })),
    policies,
    accesses: answer.accesses.map((access) => ({
      action: access.action,
      relation: textOf(access.schema, access.relation),
      effect: access.effect,
      rules: rules(access.rules),
      filters: rules(access.filters),
      lookups: access.lookups.map(nameText),
    })),
    columns: explainColumns(answer, rules),
    text: answer.text,
  };
}

type RuleTeller = (indexes: readonly RuleIndex[]) => readonly ExplainedRule[];

/** Tells rules of a source by their indexes. */
function ruleTeller({ matcher }: Judged, { fileName }: Pick<Wording, 'fileName'>): RuleTeller {
  return (indexes) =>
    indexes.flatMap((index) => {
      const rule = matcher.rules[index];
      if (rule === undefined) return [];
      const policy = matcher.policies[rule.policy]?.name ?? '';
      return [{ policy, file: fileName(rule.file), line: rule.line, text: rule.text }];
    });
}

function explainColumns({ columns }: Answer, rules: RuleTeller): readonly ExplainedColumn[] | null {
  if (columns === null) return null;
  const source = ({ schema, relation, column, labels, treatment, masked, rules: said }: LabelledColumn) => ({
    // A field of an API is named by its whole path.
    column: relation === '' ? column : `${relationText(schema, relation)}.${nameText(column)}`,
    labels,
    treatment,
    masked,
    rules: rules(said),
  });
  return columns.map(({ name, masked, opaque, sources }) => ({
    name,
    masked,
    opaque,
    sources: sources.map(source),
  }));
}

function explainPolicy({ policy, applies, parts }: PolicyTrace, { texts }: Wording): ExplainedPolicy {
  const { span, until } = policy.declaration;
  const textOf = ({ file, start, end }: Span) =>
    (texts.get(file)?.text.slice(start, end) ?? '').replace(/\s+/g, ' ');
  const part = ({ expression, holds, kind, parts: inner }: ConditionPart): ExplainedPart => ({
    text: expression === null ? `until ${until === null ? '' : textOf(until.span)}` : textOf(expression.span),
    holds,
    kind,
    parts: inner.map(part),
  });
  const line = texts.get(span.file)?.positionAt(span.start).line ?? 0;
  return { name: policy.name, file: span.file, line, applies, parts: parts.map(part) };
}

function sayCaller(asker: Asker): string {
  return callerText({ ...asker, now: 0, isTimed: false });
}

function relationText(schema: string, name: string): string {
  return pathText(schema === 'public' ? [name] : [schema, name]);
}
