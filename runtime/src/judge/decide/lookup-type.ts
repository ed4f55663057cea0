/**
 * Columns of which stored values may be compared with what a client sends. Their equality is the server's own, and raises no error, whatever is
 * stored; it holds for the very value, under whatever collation a column has. Of booleans two questions would tell all.
 */
import type { LiveColumn } from '../../catalog/catalog.ts';
import { leakproofKind } from '../known/leakproof.ts';

export function isLookedUp({ type, nondeterministic }: LiveColumn): boolean {
  const kind = leakproofKind(type);
  return kind !== null && kind !== 'boolean' && !nondeterministic;
}
