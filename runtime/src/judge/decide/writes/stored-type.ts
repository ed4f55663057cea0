/** The type in which a value is stored, and which values of a statement mean the same by themselves and in a cast to it. */
import type { LiveColumn } from '../../../catalog/catalog.ts';
import { isTree, type Tree, type TreeValue, unwrap } from '../../parse/tree.ts';
import { qualified } from '../read-as.ts';

/** With its modifier where that rounds: what is stored is what must be inside. */
export function storedType(column: LiveColumn): string | null {
  return /^(?:numeric|timestamp|time|interval)/.test(column.type) ? qualified(column.type) : typeOf(column);
}

/** The type of a column without its modifier, which the server applies when it stores the value; null where that is another type. */
export function typeOf({ type }: LiveColumn): string | null {
  const bare = type.replace(/\s*\([0-9,]*\)/, '');
  if (bare === 'character') return 'pg_catalog.bpchar';
  return bare.startsWith('bit') && !bare.startsWith('bit varying') ? null : qualified(bare);
}

const NUMBERS = /^(?:smallint|integer|bigint|numeric|real|double precision)/;

/** A constant or a parameter that means the same by itself and in a cast to the type of its column: it is written twice, and converted twice. */
export function isPlain(value: TreeValue | undefined, { type }: LiveColumn): value is Tree {
  const inner = unwrap(value);
  if (inner?.kind === 'ParamRef') return true;
  if (inner?.kind !== 'A_Const' || !isTree(value)) return false;
  const { sval, isnull, ival, fval, boolval } = inner.node;
  if (ival !== undefined || fval !== undefined) return NUMBERS.test(type);
  return sval !== undefined || isnull === true || (boolval !== undefined && type === 'boolean');
}
