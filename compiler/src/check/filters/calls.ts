/** `coalesce(a, b)`, `starts_with(a, b)`, `a::text`, `date '2026-01-31'`: calls and casts. */
import { diagnostic } from '@dlpc/language';
import type { RowCondition, RowType, RowValue } from '../../ir/row-condition.ts';
import type { SqlExpression } from '../../row-conditions/sql-expression.ts';
import { textOf } from './comparison.ts';
import { type FilterContext, refuse } from './context.ts';
import { literalAs } from './literal.ts';
import type { Operand } from './operand.ts';
import { WRITTEN_ONE_WAY } from './row-type.ts';
import { reportNoOperator, unify } from './unify.ts';

type Of<K extends SqlExpression['kind']> = Extract<SqlExpression, { readonly kind: K }>;

/** Types of literals, by their names in `pg_type`. */
const CAST_TYPES: ReadonlyMap<string, RowType> = new Map([
  ['text', 'text'],
  ['date', 'date'],
  ['timestamp', 'timestamp'],
  ['timestamptz', 'timestamp with time zone'],
  ['uuid', 'uuid'],
]);

/** A call that gives a value. */
export function evaluateCall(expression: Of<'call'>, text: string, context: FilterContext): Operand {
  if (expression.name === 'coalesce') return coalesce(expression, text, context);
  if (expression.name === 'starts_with') {
    const condition = startsWith(expression, context);
    const { extent } = expression;
    return condition === null
      ? { kind: 'unknown', text, extent }
      : { kind: 'condition', condition, text, extent };
  }
  return notHere(expression, `\`${expression.name}\``, context);
}

/** A value as a text, or a literal of a type. */
export function evaluateCast(expression: Of<'cast'>, text: string, context: FilterContext): Operand {
  const { extent } = expression;
  const type = CAST_TYPES.get(expression.type);
  const operand = context.evaluate(expression.operand);
  if (operand.kind === 'unknown') return operand;
  if (operand.kind === 'string' && type !== undefined) {
    const value = literalAs(operand, type, null, context);
    if (value === null) return { kind: 'unknown', text, extent };
    return { kind: 'value', value, typeText: expression.type, optional: false, enum: null, text, extent };
  }
  if (type !== 'text' || operand.kind !== 'value')
    return notHere(expression, `a cast to \`${expression.type}\``, context);
  const { value } = operand;
  if (value.type === null || !WRITTEN_ONE_WAY.has(value.type)) {
    reportNoOperator(operand, '::text', context);
    return { kind: 'unknown', text, extent };
  }
  const asText: RowValue = value.type === 'text' ? value : { value: 'as-text', type: 'text', operand: value };
  return { kind: 'value', value: asText, typeText: 'text', optional: false, enum: null, text, extent };
}

function coalesce({ args, extent }: Of<'call'>, text: string, context: FilterContext): Operand {
  const operands = args.map((arg) => context.evaluateOptional(arg));
  const unified = unify(operands, 'coalesce', context);
  if (unified === null) return { kind: 'unknown', text, extent };
  const values = operands.filter((operand) => operand.kind === 'value');
  return {
    kind: 'value',
    value: { value: 'coalesce', type: unified.type, operands: unified.values },
    typeText: values[0]?.typeText ?? unified.type,
    // What cannot be absent itself says what counts where the others are.
    optional: operands.every((operand) => operand.kind === 'value' && operand.optional),
    enum: values[0]?.enum ?? null,
    text,
    extent,
  };
}

function startsWith({ args }: Of<'call'>, context: FilterContext): RowCondition | null {
  const [operand, prefix, ...further] = args.map((arg) =>
    textOf(context.evaluate(arg), 'starts_with', context),
  );
  if (!operand || !prefix || further.length > 0) return null;
  return { op: 'starts-with', operand, prefix };
}

function notHere(expression: SqlExpression, what: string, context: FilterContext): Operand {
  return refuse(
    context,
    expression,
    diagnostic('not-in-row-condition', context.spanOf(expression.extent), { what }),
  );
}
