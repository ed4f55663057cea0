/** `caller.sub`, `caller.kind`, `caller.groups`, and plain names. */
import { diagnostic, type Expression, type MemberExpression, type NameExpression } from '@dlpc/language';
import { CALLER_KINDS } from '../../bind/reserved-names.ts';
import { suggestName } from '../../bind/suggest.ts';
import type { ConditionContext } from './context.ts';
import { type Operand, typeText, UNKNOWN } from './operand.ts';

const callerFields: ReadonlyMap<string, Operand> = new Map<string, Operand>([
  ['sub', { type: 'string', value: null }],
  ['kind', { type: 'kind', value: null }],
  ['groups', { type: 'set of strings' }],
]);

/** Whether an expression is `caller.kind`, so that a bare name beside it is a kind. */
export function isKindField(expression: Expression): boolean {
  return (
    expression.kind === 'MemberExpression' && isCaller(expression.object) && expression.member.text === 'kind'
  );
}

/** `caller.groups` */
export function evaluateMember({ object, member }: MemberExpression, context: ConditionContext): Operand {
  if (!isCaller(object)) {
    const operand = context.evaluate(object, false);
    if (operand.type !== 'unknown')
      context.report(diagnostic('no-fields', member.span, { member: member.text, found: typeText(operand) }));
    return UNKNOWN;
  }
  const field = callerFields.get(member.text);
  if (field !== undefined) return field;
  const known = [...callerFields.keys()];
  const { nearest, extras } = suggestName(member.text, known, member.span, context.report);
  context.report(
    diagnostic('unknown-caller-field', member.span, { name: member.text, nearest, known }, extras),
  );
  return UNKNOWN;
}

/** A group, or a kind of caller. */
export function evaluateName(
  { name }: NameExpression,
  wantsKind: boolean,
  context: ConditionContext,
): Operand {
  if (name.text === 'caller') {
    context.report(diagnostic('caller-is-no-value', name.span, {}));
    return UNKNOWN;
  }
  const kind = CALLER_KINDS.find((known) => known === name.text);
  if (kind !== undefined) return { type: 'kind', value: kind };
  const group = context.groups.get(name.text);
  if (group !== undefined) return group === null ? UNKNOWN : { type: 'boolean', condition: group };

  const candidates = wantsKind ? CALLER_KINDS : [...context.groups.keys(), ...CALLER_KINDS];
  const { nearest, extras } = suggestName(name.text, candidates, name.span, context.report);
  context.report(
    wantsKind
      ? diagnostic('unknown-kind', name.span, { name: name.text, nearest, known: CALLER_KINDS }, extras)
      : diagnostic('unknown-name', name.span, { name: name.text, nearest }, extras),
  );
  return UNKNOWN;
}

function isCaller(expression: Expression): boolean {
  return expression.kind === 'NameExpression' && expression.name.text === 'caller';
}
