/** Operands that are compared with each other, as values of one type. */
import { diagnostic } from '@dlpc/language';
import type { RowType, RowValue } from '../../ir/row-condition.ts';
import type { FilterContext } from './context.ts';
import { isInteger, literalAs, ownType } from './literal.ts';
import { type Operand, typeText, type ValueOperand } from './operand.ts';

export interface Unified {
  readonly type: RowType;
  readonly values: readonly RowValue[];
}

/** The operands as values of one type; null where they have none, which then has been reported. `operator` is for messages. */
export function unify(
  operands: readonly Operand[],
  operator: string,
  context: FilterContext,
): Unified | null {
  if (operands.some((operand) => operand.kind === 'unknown')) return null;
  for (const operand of operands)
    if (!isComparable(operand)) {
      reportNoOperator(operand, operator, context);
      return null;
    }
  const leader = leading(operands);
  const type = commonType(operands, leader);
  const values = operands.map((operand) => asType(operand, type, leader, context));
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? { type, values: known } : null;
}

/** Says that a value of this type takes no part in an operation. */
export function reportNoOperator(operand: Operand, operator: string, context: FilterContext): void {
  const { report, spanOf } = context;
  const span = spanOf(operand.extent);
  if (operand.kind === 'null') report(diagnostic('compared-with-null', span, { operator }));
  else
    report(
      diagnostic('type-without-operator', span, { operator, text: operand.text, type: typeText(operand) }),
    );
}

function isComparable(operand: Operand): boolean {
  if (operand.kind === 'value') return operand.value.type !== null;
  return operand.kind === 'string' || operand.kind === 'number';
}

/** The value after which literals go: the one whose type takes in the others, the first of those. */
function leading(operands: readonly Operand[]): ValueOperand | null {
  const values = operands.filter((operand) => operand.kind === 'value');
  return values.find(({ value }) => value.type === 'numeric') ?? values[0] ?? null;
}

function commonType(operands: readonly Operand[], leader: ValueOperand | null): RowType {
  const literals = operands.filter((operand) => operand.kind === 'string' || operand.kind === 'number');
  const own = leader?.value.type ?? (literals[0] === undefined ? 'text' : ownType(literals[0]));
  const hasFraction = literals.some(({ kind, literal }) => kind === 'number' && !isInteger(literal));
  return own === 'integer' && hasFraction ? 'numeric' : own;
}

function asType(
  operand: Operand,
  type: RowType,
  leader: ValueOperand | null,
  context: FilterContext,
): RowValue | null {
  if (operand.kind === 'string' || operand.kind === 'number')
    return literalAs(operand, type, leader, context);
  if (operand.kind !== 'value') return null;
  const { value } = operand;
  if (value.type === type && hasSameName(operand, leader)) return value;
  // Every integer is a number: nothing is lost, and nothing can fail.
  if (type === 'numeric' && value.type === 'integer')
    return { value: 'as-numeric', type: 'numeric', operand: value };
  context.report(
    diagnostic('row-types-differ', context.spanOf(operand.extent), {
      left: leader?.text ?? type,
      leftType: leader?.typeText ?? type,
      right: operand.text,
      rightType: operand.typeText,
    }),
  );
  return null;
}

/** Enums are one type where they have one name; other types are what they are. */
function hasSameName(operand: ValueOperand, leader: ValueOperand | null): boolean {
  return operand.value.type !== 'enum' || operand.enum?.name === leader?.enum?.name;
}
