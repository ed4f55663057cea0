/** What a row condition means, read off its tree: the judge of the SQL that it becomes. NULL is null, and truth has three values. */
import type { RowCondition, RowValue } from '../../../compiler/src/ir/row-condition.ts';
import type { AskerValues } from './read-conditions.ts';

/** Dates and timestamps without time zone as texts of one form, those with one in milliseconds, all numbers as numbers. */
export type Row = Readonly<Record<string, unknown>>;

type Truth = boolean | null;

/** Whether the condition holds for a row; null where SQL says unknown. */
export function truthOf(condition: RowCondition, row: Row, asker: AskerValues): Truth {
  const of = (part: RowCondition) => truthOf(part, row, asker);
  const value = (part: RowValue) => valueIn(part, row, asker);
  switch (condition.op) {
    case 'constant':
      return condition.value;
    case 'holds':
      return value(condition.operand) as Truth;
    case 'not':
      return not(of(condition.operand));
    case 'and':
      return all(condition.operands.map(of));
    case 'or':
      return some(condition.operands.map(of));
    case 'compare': {
      const [a, b] = [value(condition.left), value(condition.right)];
      if (a === null || b === null) return null;
      const order = compare(a, b);
      switch (condition.operator) {
        case '=':
          return order === 0;
        case '<>':
          return order !== 0;
        case '<':
          return order < 0;
        case '<=':
          return order <= 0;
        case '>':
          return order > 0;
        case '>=':
          return order >= 0;
      }
      break;
    }
    case 'one-of':
      return isAmong(value(condition.operand), condition.items.map(value));
    case 'in-set': {
      const set = value(condition.set);
      return set === null ? null : isAmong(value(condition.operand), set as unknown[]);
    }
    case 'overlap': {
      const [a, b] = [value(condition.left), value(condition.right)];
      if (a === null || b === null) return null;
      return (a as unknown[]).some((item) => item !== null && (b as unknown[]).includes(item));
    }
    case 'like': {
      const text = value(condition.operand);
      return text === null ? null : matches(String(text), condition.pattern);
    }
    case 'starts-with': {
      const [text, prefix] = [value(condition.operand), value(condition.prefix)];
      return text === null || prefix === null ? null : String(text).startsWith(String(prefix));
    }
    case 'is-null':
      return value(condition.operand) === null;
    case 'is':
      return of(condition.operand) === condition.value;
  }
  return null;
}

function valueIn(value: RowValue, row: Row, asker: AskerValues): unknown {
  switch (value.value) {
    case 'column':
      return row[value.name] ?? null;
    case 'caller':
      return asker[value.field] ?? null;
    case 'literal':
      if (value.type === 'integer' || value.type === 'numeric' || value.type === 'float')
        return Number(value.text);
      if (value.type === 'timestamp with time zone') return Date.parse(value.text);
      return value.type === 'boolean' ? value.text === 'true' : value.text;
    case 'set':
      return value.items.map((item) => valueIn(item, row, asker));
    case 'coalesce':
      return value.operands.map((operand) => valueIn(operand, row, asker)).find((v) => v !== null) ?? null;
    case 'as-numeric':
      return valueIn(value.operand, row, asker);
    case 'as-text': {
      const operand = valueIn(value.operand, row, asker);
      if (operand === null) return null;
      // The two digits of `numeric(10,2)`.
      const isNumeric = value.operand.value === 'column' && value.operand.type === 'numeric';
      return isNumeric && typeof operand === 'number' ? operand.toFixed(2) : String(operand);
    }
  }
}

/** NaN is equal to itself and greater than all else. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && (Number.isNaN(a) || Number.isNaN(b)))
    return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === b) return 0;
  return (a as string) < (b as string) ? -1 : 1;
}

function isAmong(value: unknown, items: readonly unknown[]): Truth {
  if (value === null) return items.length === 0 ? false : null;
  return some(items.map((item) => (item === null ? null : compare(value, item) === 0)));
}

/** LIKE: `%` for any characters, `_` for one, a backslash before one that means itself. */
function matches(text: string, pattern: string): boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '%') source += '[\\s\\S]*';
    else if (character === '_') source += '[\\s\\S]';
    else {
      if (character === '\\') at += 1;
      source += (pattern[at] ?? '').replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    }
  }
  return new RegExp(`^${source}$`, 'u').test(text);
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function some(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}
