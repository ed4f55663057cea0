/**
 * An SQL expression as far as row conditions go: the one form that the trees of both parsers become, so that they can be
 * compared. Knows no column and no type; what has no place in a row condition is in it as `foreign`.
 */

/** Where an expression stands in its text, in UTF-16 units. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export type SqlExpression = SqlNode & { readonly extent: Extent };

type SqlNode =
  /** `region`, `caller.claims.department`: folded as SQL does unless quoted. */
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | { readonly kind: 'string'; readonly value: string }
  /** As it is written, with its sign. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** An operator by its name: `=`, `<>`, `~~` for LIKE, `!~~` for NOT LIKE, `schema.+` for `OPERATOR(schema.+)`. */
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: SqlExpression;
      readonly right: SqlExpression;
    }
  /** Flat: `a and (b and c)` is one of three. */
  | { readonly kind: 'and' | 'or'; readonly operands: readonly SqlExpression[] }
  | { readonly kind: 'not'; readonly operand: SqlExpression }
  /** `a [not] in (b, c)` */
  | {
      readonly kind: 'in';
      readonly negated: boolean;
      readonly operand: SqlExpression;
      readonly items: readonly SqlExpression[];
    }
  /** `a [not] between b and c` */
  | {
      readonly kind: 'between';
      readonly negated: boolean;
      readonly operand: SqlExpression;
      readonly low: SqlExpression;
      readonly high: SqlExpression;
    }
  /** `a = any(b)`, `a <> all(b)` */
  | {
      readonly kind: 'any' | 'all';
      readonly operator: string;
      readonly left: SqlExpression;
      readonly right: SqlExpression;
    }
  /** `a is [not] null`, `a is [not] true` */
  | {
      readonly kind: 'is';
      readonly what: 'null' | 'true' | 'false';
      readonly negated: boolean;
      readonly operand: SqlExpression;
    }
  /** `coalesce(a, b)`, `starts_with(a, b)` */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly SqlExpression[] }
  /** `a::text`, `cast(a as text)`, `date '2026-01-31'`; the type by its name in `pg_type`. */
  | { readonly kind: 'cast'; readonly type: string; readonly operand: SqlExpression }
  /** `array['a', 'b']` */
  | { readonly kind: 'array'; readonly items: readonly SqlExpression[] }
  | { readonly kind: 'subquery' }
  /** Something else; `what` names it for people. */
  | { readonly kind: 'foreign'; readonly what: string };

/** The parts of an expression, in the order of the text. */
export function partsOf(expression: SqlExpression): readonly SqlExpression[] {
  switch (expression.kind) {
    case 'operation':
    case 'any':
    case 'all':
      return [expression.left, expression.right];
    case 'and':
    case 'or':
      return expression.operands;
    case 'not':
    case 'is':
    case 'cast':
      return [expression.operand];
    case 'in':
      return [expression.operand, ...expression.items];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'call':
      return expression.args;
    case 'array':
      return expression.items;
    case 'name':
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'subquery':
    case 'foreign':
      return [];
  }
}
