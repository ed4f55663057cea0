/**
 * The SQL of a row filter to a typed condition over one relation; the one way between the two forms. What is let through
 * raises no error for any row: that is a list of operators by types, see `RowCondition`.
 */
import { diagnostic, type Span } from '@dlpc/language';
import type { Identity, Source } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { RowCondition } from '../../ir/row-condition.ts';
import type { SqlExpression } from '../../row-conditions/sql-expression.ts';
import type { Relation } from '../../schema/model.ts';
import { evaluateCall, evaluateCast } from './calls.ts';
import { checkBetween, checkIn, checkOperation, checkQuantified } from './comparison.ts';
import type { FilterContext } from './context.ts';
import { evaluateName } from './names.ts';
import { type Operand, typeText, type ValueOperand } from './operand.ts';

/** What an SQL text is checked against. */
export interface FilterSubject {
  readonly source: Source;
  readonly relation: Relation;
  readonly identity: Identity | null;
}

/** The condition that `expression` is, which was read out of `text` at `span`; null where something is wrong, which then has been reported. */
export function checkRowCondition(
  expression: SqlExpression,
  { text, span }: { readonly text: string; readonly span: Span },
  subject: FilterSubject,
  report: Report,
): RowCondition | null {
  const textOf = (part: SqlExpression) => text.slice(part.extent.start, part.extent.end);
  const context: FilterContext = {
    ...subject,
    report,
    spanOf: ({ start, end }) => ({ ...span, start: span.start + start, end: span.start + end }),
    evaluate: (part) => present(evaluate(part, textOf(part), context), context),
    evaluateOptional: (part) => evaluate(part, textOf(part), context),
    conditionOf: (part) => conditionOf(part, textOf(part), context),
  };
  return context.conditionOf(expression);
}

function evaluate(expression: SqlExpression, text: string, context: FilterContext): Operand {
  const { extent } = expression;
  switch (expression.kind) {
    case 'name':
      return evaluateName(expression, context);
    case 'string':
      return { kind: 'string', literal: expression.value, text, extent };
    case 'number':
      // As the server writes it: no point without digits on both sides.
      return { kind: 'number', literal: decimalText(expression.text), text, extent };
    case 'null':
      return { kind: 'null', text, extent };
    case 'boolean': {
      const base = 'boolean';
      const value = { value: 'literal', type: base, base, text: String(expression.value) } as const;
      return { kind: 'value', value, typeText: base, optional: false, enum: null, text, extent };
    }
    case 'call':
      return evaluateCall(expression, text, context);
    case 'cast':
      return evaluateCast(expression, text, context);
    case 'array':
      return {
        kind: 'list',
        items: expression.items.map((item) => context.evaluate(item)),
        text,
        extent,
      };
    default: {
      const condition = context.conditionOf(expression);
      if (condition === null) return { kind: 'unknown', text, extent };
      return { kind: 'condition', condition, text, extent };
    }
  }
}

function conditionOf(expression: SqlExpression, text: string, context: FilterContext): RowCondition | null {
  switch (expression.kind) {
    case 'operation':
      return checkOperation(expression, context);
    case 'in':
      return checkIn(expression, context);
    case 'between':
      return checkBetween(expression, context);
    case 'any':
    case 'all':
      return checkQuantified(expression, context);
    case 'not': {
      const operand = context.conditionOf(expression.operand);
      return operand && { op: 'not', operand };
    }
    case 'and':
    case 'or': {
      const operands = expression.operands.map((operand) => context.conditionOf(operand));
      const known = operands.filter((operand) => operand !== null);
      return known.length < operands.length ? null : { op: expression.kind, operands: known };
    }
    case 'is':
      return test(expression, context);
    case 'boolean':
      return { op: 'constant', value: expression.value };
    default:
      return asCondition(context.evaluate(expression), text, context);
  }
}

/** `a is [not] null`, `a is [not] true` */
function test(
  { what, negated, operand }: Extract<SqlExpression, { readonly kind: 'is' }>,
  context: FilterContext,
): RowCondition | null {
  const tested = what === 'null' ? nullTest(operand, context) : truthTest(operand, what === 'true', context);
  return tested && (negated ? { op: 'not', operand: tested } : tested);
}

function nullTest(expression: SqlExpression, context: FilterContext): RowCondition | null {
  const operand = context.evaluateOptional(expression);
  if (operand.kind === 'value') return { op: 'is-null', operand: operand.value };
  if (operand.kind !== 'unknown')
    context.report(
      diagnostic('type-without-operator', context.spanOf(operand.extent), {
        operator: 'is null',
        text: operand.text,
        type: typeText(operand),
      }),
    );
  return null;
}

function truthTest(expression: SqlExpression, value: boolean, context: FilterContext): RowCondition | null {
  const operand = context.conditionOf(expression);
  return operand && { op: 'is', value, operand };
}

/** A boolean column or claim holds or does not; nothing else is a condition by itself. */
function asCondition(operand: Operand, text: string, context: FilterContext): RowCondition | null {
  if (operand.kind === 'unknown') return null;
  if (operand.kind === 'condition') return operand.condition;
  if (operand.kind === 'value' && operand.value.type === 'boolean')
    return { op: 'holds', operand: operand.value };
  const params = { text, type: typeText(operand) };
  context.report(diagnostic('row-condition-not-boolean', context.spanOf(operand.extent), params));
  return null;
}

/** What may be absent has to say what counts then. */
function present(operand: Operand, context: FilterContext): Operand {
  if (operand.kind !== 'value' || !operand.optional) return operand;
  const span = context.spanOf(operand.extent);
  const example = exampleOf(operand);
  const newText = `coalesce(${operand.text}, ${example})`;
  context.report(
    diagnostic(
      'claim-may-be-absent-in-filter',
      span,
      { claim: operand.text, example },
      example === '…' ? {} : { fix: { title: `Write \`${newText}\``, edits: [{ span, newText }] } },
    ),
  );
  return { kind: 'unknown', text: operand.text, extent: operand.extent };
}

function exampleOf({ value }: ValueOperand): string {
  switch (value.type) {
    case 'text':
      return "''";
    case 'integer':
      return '0';
    case 'boolean':
      return 'false';
    default:
      return '…';
  }
}

function decimalText(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '' && fraction === '') return text;
  return `${sign}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}
