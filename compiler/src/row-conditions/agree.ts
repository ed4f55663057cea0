/** Whether two parsers read an expression as the same; then the one's meaning with the other's places. */
import { partsOf, type SqlExpression } from './sql-expression.ts';

/**
 * `meaning` with the extents of `places`; null where they differ, and then `differAt` is the innermost place at which
 * they do.
 */
export function agreed(
  meaning: SqlExpression,
  places: SqlExpression,
): { readonly expression: SqlExpression } | { readonly differAt: SqlExpression } {
  const differAt = difference(meaning, places);
  return differAt === null ? { expression: located(meaning, places) } : { differAt };
}

function difference(a: SqlExpression, b: SqlExpression): SqlExpression | null {
  if (ownText(a) !== ownText(b)) return b;
  const [ofA, ofB] = [partsOf(a), partsOf(b)];
  if (ofA.length !== ofB.length) return b;
  for (const [index, part] of ofA.entries()) {
    const other = ofB[index];
    const found = other === undefined ? b : difference(part, other);
    if (found !== null) return found;
  }
  return null;
}

/** All of an expression but its parts and its place; equal for expressions that mean the same if their parts do. */
function ownText(expression: SqlExpression): string {
  switch (expression.kind) {
    case 'name':
      return JSON.stringify(['name', ...expression.path]);
    case 'string':
    case 'boolean':
      return JSON.stringify([expression.kind, expression.value]);
    case 'number':
      // One of the parsers only knows the value.
      return JSON.stringify(['number', Number(expression.text)]);
    case 'operation':
    case 'any':
    case 'all':
      return JSON.stringify([expression.kind, expression.operator]);
    case 'in':
    case 'between':
      return JSON.stringify([expression.kind, expression.negated]);
    case 'is':
      return JSON.stringify(['is', expression.what, expression.negated]);
    case 'call':
      return JSON.stringify(['call', expression.name]);
    case 'cast':
      return JSON.stringify(['cast', expression.type]);
    case 'null':
    case 'and':
    case 'or':
    case 'not':
    case 'array':
    case 'subquery':
    case 'foreign':
      return expression.kind;
  }
}

function located(meaning: SqlExpression, places: SqlExpression): SqlExpression {
  const of = partsOf(places);
  let index = 0;
  /** The parts of both stand in one order. */
  const next = (part: SqlExpression): SqlExpression => {
    const place = of[index++];
    return place === undefined ? part : located(part, place);
  };
  const { extent } = places;
  switch (meaning.kind) {
    case 'operation':
    case 'any':
    case 'all':
      return { ...meaning, extent, left: next(meaning.left), right: next(meaning.right) };
    case 'and':
    case 'or':
      return { ...meaning, extent, operands: meaning.operands.map(next) };
    case 'not':
    case 'is':
    case 'cast':
      return { ...meaning, extent, operand: next(meaning.operand) };
    case 'in':
      return { ...meaning, extent, operand: next(meaning.operand), items: meaning.items.map(next) };
    case 'between':
      return {
        ...meaning,
        extent,
        operand: next(meaning.operand),
        low: next(meaning.low),
        high: next(meaning.high),
      };
    case 'call':
      return { ...meaning, extent, args: meaning.args.map(next) };
    case 'array':
      return { ...meaning, extent, items: meaning.items.map(next) };
    default:
      return { ...meaning, extent };
  }
}
