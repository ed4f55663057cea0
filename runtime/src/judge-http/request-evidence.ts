/** What goes on record of a request besides itself: which operation, by which rules, and which fields were masked or revealed. Pure. */
import type { HttpMatcher, OperationEntry, RuleIndex } from '../abi.ts';
import type { FieldView } from './field-view.ts';
import { operationFields } from './operation-fields.ts';

export interface RequestEvidence {
  /** `GET /v1/customers/{id}` */
  readonly accesses: readonly string[];
  readonly rules: readonly string[];
  readonly masks: readonly { readonly column: string; readonly treatment: string }[];
  /** Labels whose values the answer may hold as they are. */
  readonly revealed: readonly string[];
  readonly writes: boolean;
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** `view`: what the caller sees of fields. */
export function requestEvidence(
  matcher: HttpMatcher,
  view: FieldView,
  operation: OperationEntry,
  rules: readonly RuleIndex[],
): RequestEvidence {
  const masks = new Map<string, string>();
  const revealed = new Set<string>();
  const answered = new Set(operationFields(matcher, operation).answered);
  for (const [index, shape] of matcher.shapes.entries()) {
    const fields = shape.fields.filter((field) => answered.has(field));
    if (fields.length === 0) continue;
    const treatment = view.treatmentOf(index);
    for (const field of fields) {
      const entry = matcher.fields[field];
      if (entry === undefined) continue;
      if (treatment === null || treatment.mask === null)
        for (const { label } of entry.labels) revealed.add(label);
      else masks.set(entry.name, treatment.text);
    }
  }
  return {
    accesses: [`${operation.method} ${operation.path}`],
    rules: rules.flatMap((index) => ruleText(matcher, index)),
    masks: [...masks].map(([column, treatment]) => ({ column, treatment })),
    revealed: [...revealed].sort(),
    writes: !SAFE.has(operation.method),
  };
}

/** `policy clerks, people.dlp:12: allow GET "/people"` */
export function ruleText({ rules, policies }: HttpMatcher, index: RuleIndex): readonly string[] {
  const rule = rules[index];
  if (rule === undefined) return [];
  return [`policy ${policies[rule.policy]?.name ?? ''}, ${rule.file}:${rule.line}: ${rule.text}`];
}
