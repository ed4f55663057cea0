/** UNION, INTERSECT and EXCEPT. */
import type { SelectStmt } from 'libpg-query';
import type { TypeRef } from '../types/named-type.ts';
import { opaque, union } from './lineage.ts';
import { orderLineage } from './query-order.ts';
import { type QueryColumn, type QueryShape, type Reading, type Scope, tableItem } from './scope.ts';

/** Names come from the left side; a type is known where both sides have the same. */
export function setOperation(reading: Reading, select: SelectStmt, outer: Scope | null): QueryShape {
  const left = side(reading, select.larg, outer);
  const right = side(reading, select.rarg, outer);
  const isExcept = select.op === 'SETOP_EXCEPT';
  const columns =
    left.columns?.map(({ name, type, value }, index): QueryColumn => {
      const other = right.columns?.[index];
      const otherValue = other?.value ?? opaque('the columns of a set operation cannot be told');
      return {
        name,
        type: isSameType(type, other?.type ?? null) ? type : null,
        // What EXCEPT gives are rows of its left side.
        value: isExcept ? value : union([value, otherValue]),
      };
    }) ?? null;
  const compares = select.all !== true || select.op !== 'SETOP_UNION';
  const compared = [left.columns, right.columns].map((given) =>
    given === null
      ? opaque('the columns of a set operation cannot be told')
      : union(given.map((column) => column.value)),
  );
  const scope: Scope = {
    items: [tableItem({ name: '', schema: null, columns, isStored: false })],
    outer,
    windows: new Map(),
  };
  return {
    columns,
    rows: union([
      left.rows,
      right.rows,
      ...(compares ? compared : []),
      orderLineage(reading, select, scope, columns),
    ]),
  };
}

function side(reading: Reading, select: SelectStmt | undefined, outer: Scope | null): QueryShape {
  return reading.readQuery(reading, select && { SelectStmt: select }, outer);
}

function isSameType(a: TypeRef | null, b: TypeRef | null): boolean {
  return a?.type === b?.type && a?.modifier === b?.modifier && a?.isArray === b?.isArray;
}
