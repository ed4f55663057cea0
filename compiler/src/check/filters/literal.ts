/** A literal as the type that it is compared with. */
import { diagnostic } from '@dlpc/language';
import type { RowType, RowValue } from '../../ir/row-condition.ts';
import { constantValue } from '../../masks/constant-value.ts';
import type { FilterContext } from './context.ts';
import { type Operand, typeText, type ValueOperand } from './operand.ts';
import { LITERAL_TYPE } from './row-type.ts';

type Literal = Extract<Operand, { readonly kind: 'string' | 'number' }>;

/**
 * The value of `literal` as a `type`, beside `other`, which has it; null where it is none, which then has been reported.
 * `other` is null where the policy itself says the type, in a cast.
 */
export function literalAs(
  literal: Literal,
  type: RowType,
  other: ValueOperand | null,
  context: FilterContext,
): RowValue | null {
  const isNumber = type === 'integer' || type === 'numeric' || type === 'float';
  if ((literal.kind === 'number') !== isNumber || type === 'boolean' || type === 'set of text') {
    reportTypes(literal, type, other, context);
    return null;
  }
  if (type === 'enum') return enumValue(literal, other, context);
  const form = LITERAL_TYPE[type];
  const bare = { text: form.base, maxLength: null, enumValues: null, ignoresCase: false, ...form };
  const text = constantValue(bare, isPadded(other) ? literal.literal.replace(/ +$/, '') : literal.literal);
  if (text !== null) return { value: 'literal', type, base: form.base, text };
  reportMisfit(literal, form.base, [], context);
  return null;
}

/** The type that a literal has by itself. */
export function ownType({ kind, literal }: Literal): RowType {
  if (kind === 'string') return 'text';
  return isInteger(literal) ? 'integer' : 'numeric';
}

/** Whether the text of a number is that of a `bigint`. */
export function isInteger(text: string): boolean {
  if (!/^-?\d{1,19}$/.test(text)) return false;
  return BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Whether the blanks at the end of a value are padding, which does not count. */
function isPadded(other: ValueOperand | null): boolean {
  return other?.value.value === 'column' && /^(?:character(?:\(|$)|bpchar)/.test(other.value.base);
}

function enumValue(literal: Literal, other: ValueOperand | null, context: FilterContext): RowValue | null {
  const { name, values } = other?.enum ?? { name: 'enum', values: [] };
  if (values.includes(literal.literal))
    return { value: 'literal', type: 'enum', base: name, text: literal.literal };
  reportMisfit(literal, name, values, context);
  return null;
}

function reportTypes(
  literal: Literal,
  type: RowType,
  other: ValueOperand | null,
  context: FilterContext,
): void {
  context.report(
    diagnostic('row-types-differ', context.spanOf(literal.extent), {
      left: other?.text ?? type,
      leftType: other?.typeText ?? type,
      right: literal.text,
      rightType: typeText(literal),
    }),
  );
}

function reportMisfit(
  literal: Literal,
  type: string,
  known: readonly string[],
  { report, spanOf }: FilterContext,
): void {
  const nearest = report.nearest(literal.literal, known);
  const span = spanOf(literal.extent);
  const newText = nearest === null ? '' : `'${nearest.replaceAll("'", "''")}'`;
  report(
    diagnostic(
      'no-value-of-type',
      span,
      { literal: literal.text, type, nearest, known: known.length > 12 ? [] : known },
      nearest === null ? {} : { fix: { title: `Write \`${newText}\``, edits: [{ span, newText }] } },
    ),
  );
}
