/** `caller.sub`, `caller.claims.department`, `caller.actor.sub`, `task.name`, `hint.application_name`, and plain names. */
import {
  diagnostic,
  type Expression,
  type MemberExpression,
  type Name,
  type NameExpression,
} from '@dlpc/language';
import type { Claim } from '../../bind/program.ts';
import { CALLER_KINDS } from '../../bind/reserved-names.ts';
import { suggestName } from '../../bind/suggest.ts';
import type { ClaimField, SetField, TextField } from '../../ir/ir.ts';
import { atMost, has, isAbsent, isTrue, oneOf } from './build.ts';
import type { ConditionContext } from './context.ts';
import { type Absence, booleanOf, type Operand, type StringOperand, typeText, UNKNOWN } from './operand.ts';

type Fields = Readonly<Record<string, Operand>>;

const callerFields: Fields = {
  sub: text('caller.sub', null),
  kind: { type: 'kind', value: null },
  groups: set('caller.groups'),
};

/** Who acts for the caller, if anybody does: then with a subject that is never empty. Who has no actor has none in any group. */
const actorFields: Fields = {
  sub: {
    ...text('caller.actor.sub', {
      condition: isAbsent('caller.actor.sub', 'string'),
      text: 'caller.actor.sub',
    }),
    oneOf: (subjects) =>
      oneOf(
        'caller.actor.sub',
        subjects.filter((subject) => subject !== ''),
      ),
  },
  groups: set('caller.actor.groups'),
};

/** Each root with its fields; those of `caller` are not all: claims are in the policy's hands, and an actor has fields itself. */
const roots: ReadonlyMap<string, Fields> = new Map([
  ['caller', callerFields],
  ['task', { id: text('task.id', null), name: text('task.name', null), parent: text('task.parent', null) }],
  ['hint', { application_name: text('hint.application_name', null) }],
]);

/** Whether an expression is `caller.kind`, so that a bare name beside it is a kind. */
export function isKindField(expression: Expression): boolean {
  return (
    expression.kind === 'MemberExpression' &&
    rootOf(expression.object)?.text === 'caller' &&
    expression.member.text === 'kind'
  );
}

/** `caller.groups`, `caller.claims.department` */
export function evaluateMember({ object, member }: MemberExpression, context: ConditionContext): Operand {
  if (isOfCaller('claims', object)) return evaluateClaim(member, context);
  if (isOfCaller('actor', object)) return evaluateField('caller.actor', actorFields, member, context);
  const root = rootOf(object);
  if (root === null) {
    const operand = context.evaluate(object, false);
    if (operand.type !== 'unknown')
      context.report(diagnostic('no-fields', member.span, { member: member.text, found: typeText(operand) }));
    return UNKNOWN;
  }
  if (root.text === 'caller' && member.text === 'claims') {
    reportRoot('caller.claims', member, [...(context.identity?.claims.keys() ?? [])], context);
    return UNKNOWN;
  }
  if (root.text === 'caller' && member.text === 'actor') {
    reportRoot('caller.actor', member, Object.keys(actorFields), context);
    return UNKNOWN;
  }
  return evaluateField(root.text, roots.get(root.text) ?? {}, member, context);
}

function evaluateField(root: string, fields: Fields, member: Name, context: ConditionContext): Operand {
  const field = Object.hasOwn(fields, member.text) ? fields[member.text] : undefined;
  if (field !== undefined) return field;
  const known = fieldNames(root, fields);
  const { nearest, extras } = suggestName(member.text, known, member.span, context.report);
  const params = { root, name: member.text, nearest, known };
  context.report(diagnostic('unknown-field', member.span, params, extras));
  return UNKNOWN;
}

/** A group, a kind of caller, or `now`. */
export function evaluateName(
  { name }: NameExpression,
  wantsKind: boolean,
  context: ConditionContext,
): Operand {
  const fields = roots.get(name.text);
  if (fields !== undefined) {
    reportRoot(name.text, name, fieldNames(name.text, fields), context);
    return UNKNOWN;
  }
  if (name.text === 'now') return { type: 'moment' };
  const kind = CALLER_KINDS.find((known) => known === name.text);
  if (kind !== undefined) return { type: 'kind', value: kind };
  const group = context.groups.get(name.text);
  if (group !== undefined) return group === null ? UNKNOWN : booleanOf(group);

  const candidates = wantsKind ? CALLER_KINDS : [...context.groups.keys(), ...CALLER_KINDS];
  const { nearest, extras } = suggestName(name.text, candidates, name.span, context.report);
  context.report(
    wantsKind
      ? diagnostic('unknown-kind', name.span, { name: name.text, nearest, known: CALLER_KINDS }, extras)
      : diagnostic('unknown-name', name.span, { name: name.text, nearest }, extras),
  );
  return UNKNOWN;
}

/** `caller.claims.department` */
function evaluateClaim(member: Name, context: ConditionContext): Operand {
  const claims = context.identity?.claims ?? new Map<string, Claim | null>();
  const claim = claims.get(member.text);
  if (claim !== undefined) return claim === null ? UNKNOWN : claimOperand(claim);
  const known = [...claims.keys()];
  const { nearest, extras } = suggestName(member.text, known, member.span, context.report);
  context.report(diagnostic('unknown-claim', member.span, { name: member.text, nearest, known }, extras));
  return UNKNOWN;
}

function claimOperand({ name, type, optional }: Claim): Operand {
  const field: ClaimField = `caller.claims.${name}`;
  const absence = optional ? { condition: isAbsent(field, type), text: field } : null;
  switch (type) {
    case 'string':
      return text(field, absence);
    case 'int':
      return { type: 'integer', literal: null, field, absence, atMost: (value) => atMost(field, value) };
    case 'bool':
      return { type: 'boolean', condition: isTrue(field), absence };
    case 'set of string':
      return { type: 'set of strings', has: (value) => has(field, value), absence };
  }
}

function set(field: SetField): Operand {
  return { type: 'set of strings', has: (member) => has(field, member), absence: null };
}

function text(field: TextField, absence: Absence | null): StringOperand {
  return { type: 'string', literal: null, field, absence, oneOf: (values) => oneOf(field, values) };
}

/** A root alone is no value: one of its fields is. */
function reportRoot(
  root: string,
  { span }: Name,
  fields: readonly string[],
  context: ConditionContext,
): void {
  context.report(diagnostic('root-is-no-value', span, { root, fields }));
}

function fieldNames(root: string, fields: Fields): readonly string[] {
  return root === 'caller' ? [...Object.keys(fields), 'claims', 'actor'] : Object.keys(fields);
}

function rootOf(expression: Expression): Name | null {
  return expression.kind === 'NameExpression' && roots.has(expression.name.text) ? expression.name : null;
}

/** Whether an expression is `caller.claims`, or `caller.actor`. */
function isOfCaller(name: 'claims' | 'actor', expression: Expression): boolean {
  return (
    expression.kind === 'MemberExpression' &&
    rootOf(expression.object)?.text === 'caller' &&
    expression.member.text === name
  );
}
