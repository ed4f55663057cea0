/**
 * A row condition as SQL: the bare names of columns, literals with their types, and operators and functions of `pg_catalog` by
 * their qualified names, so that no search path changes what it means. Raises no error for any row, on PostgreSQL 13 to 18.
 */
import type { CallerValue, FilterRule } from '@dlpc/runtime/abi';
import type { RowCondition, RowType, RowValue } from '../ir/row-condition.ts';
import { cast, quoteIdentifier, quoteLiteral } from '../sql/sql.ts';

type Piece = FilterRule['sql'][number];
type Pieces = readonly Piece[];

const HOLE_TYPES = {
  text: 'text',
  integer: 'bigint',
  boolean: 'boolean',
  'set of text': 'text[]',
} as const satisfies Partial<Record<RowType, CallerValue['type']>>;

/** The pieces of `condition`; text beside text is one piece. */
export function rowFilterSql(condition: RowCondition): Pieces {
  const joined: Piece[] = [];
  for (const piece of conditionSql(condition)) {
    const before = joined.at(-1);
    if (typeof piece === 'string' && typeof before === 'string') joined[joined.length - 1] = before + piece;
    else joined.push(piece);
  }
  return joined;
}

/** Pieces that may stand beside any operator: what is composed is in parentheses. */
function conditionSql(condition: RowCondition): Pieces {
  switch (condition.op) {
    case 'constant':
      return [condition.value ? 'TRUE' : 'FALSE'];
    case 'holds':
      return valueSql(condition.operand);
    case 'not':
      return ['(NOT ', ...conditionSql(condition.operand), ')'];
    case 'and':
    case 'or':
      return ['(', ...between(condition.operands.map(conditionSql), ` ${condition.op.toUpperCase()} `), ')'];
    case 'compare': {
      const { operator, type, left, right } = condition;
      return operation(collated(type, [left, right]), operator, valueSql(right));
    }
    case 'one-of': {
      const { type, operand, items } = condition;
      const list = ['ARRAY[', ...between(items.map(valueSql), ', '), ']'];
      return operation(collated(type, [operand, ...items]), '=', [' ANY (', ...list, ')']);
    }
    case 'in-set': {
      const { operand, set } = condition;
      return operation(collated('text', [operand, set]), '=', [' ANY (', ...valueSql(set), ')']);
    }
    case 'overlap':
      return operation(collated('text', [condition.left, condition.right]), '&&', valueSql(condition.right));
    case 'like':
      return operation(bytewise(condition.operand), '~~', [quoteLiteral(condition.pattern)]);
    case 'starts-with': {
      const { operand, prefix } = condition;
      return ['pg_catalog.starts_with(', ...bytewise(operand), ', ', ...valueSql(prefix), ')'];
    }
    case 'is-null':
      return ['(', ...valueSql(condition.operand), ' IS NULL)'];
    case 'is':
      return ['(', ...conditionSql(condition.operand), ` IS ${condition.value ? 'TRUE' : 'FALSE'})`];
  }
}

function operation(left: Pieces, operator: string, right: Pieces): Pieces {
  return ['(', ...left, ` OPERATOR(pg_catalog.${operator}) `, ...right, ')'];
}

/**
 * The first of `values`. Where more than one column bears on a comparison of texts, their collations could differ, and the
 * server would refuse to choose.
 */
function collated(type: RowType, values: readonly RowValue[]): Pieces {
  const [first] = values;
  if (first === undefined) return [];
  const isText = type === 'text';
  return isText && values.flatMap(columnsIn).length > 1 ? bytewise(first) : valueSql(first);
}

/** Under the one collation in which patterns and prefixes are known to work. */
function bytewise(value: RowValue): Pieces {
  return ['(', ...valueSql(value), ' COLLATE pg_catalog."C")'];
}

function columnsIn(value: RowValue): readonly string[] {
  switch (value.value) {
    case 'column':
      return [value.name];
    case 'coalesce':
      return value.operands.flatMap(columnsIn);
    case 'set':
      return value.items.flatMap(columnsIn);
    case 'as-text':
    case 'as-numeric':
      return columnsIn(value.operand);
    case 'caller':
    case 'literal':
      return [];
  }
}

function valueSql(value: RowValue): Pieces {
  switch (value.value) {
    case 'column':
      return [columnSql(value)];
    case 'caller':
      return [{ field: value.field, type: HOLE_TYPES[value.type] }];
    case 'literal':
      return [cast(quoteLiteral(value.text), value.base)];
    case 'set':
      return ['CAST(ARRAY[', ...between(value.items.map(valueSql), ', '), '] AS pg_catalog.text[])'];
    case 'coalesce':
      return ['COALESCE(', ...between(value.operands.map(valueSql), ', '), ')'];
    case 'as-numeric':
      return ['CAST(', ...valueSql(value.operand), ' AS numeric)'];
    case 'as-text':
      return ['CAST(', ...valueSql(value.operand), ' AS pg_catalog.text)'];
  }
}

/** Text types have operators of their own, which do not all compare alike: texts are compared as `text`. */
function columnSql({ name, type, base }: Extract<RowValue, { readonly value: 'column' }>): string {
  const column = quoteIdentifier(name);
  if (type === 'text' && base !== 'text') return cast(column, 'text');
  if (type === 'set of text' && base !== 'text[]') return cast(column, 'text[]');
  return column;
}

function between(parts: readonly Pieces[], separator: string): Pieces {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}
