/**
 * Whether a write could read a column of its own target that its sender sees masked. There no mask can stand: the target is written as it
 * is. So each name in the statement must be that of a column which is seen as it is.
 */
import type { ColumnEntry } from '../../abi.ts';
import type { StatementFacts } from '../facts/facts.ts';
import type { PolicySet } from './decide.ts';
import type { Read } from './needed-columns.ts';
import { treatColumn } from './treat.ts';

/** The target before and after a change (PostgreSQL 18, RETURNING). */
const TARGET_BY_OTHER_NAMES = ['old', 'new'];

export function meetsMasked(
  { write, columnNames: names }: StatementFacts,
  target: readonly ColumnEntry[],
  reads: readonly Read[],
  applicable: PolicySet,
): boolean {
  if (write === null) return false;
  const masked = new Set(
    target.filter((column) => treatColumn(column, applicable).sql !== null).map(({ name }) => name),
  );
  if (masked.size === 0) return false;
  if (names.unnamed) return true;
  const rows = new Set([write.target.alias ?? write.target.name, ...TARGET_BY_OTHER_NAMES]);
  const known = new Set([
    ...target.map(({ name }) => name),
    ...reads.flatMap(({ view }) => view.columns.map(({ name }) => name)),
  ]);
  const isSeen = (name: string) => known.has(name) && !masked.has(name) && !rows.has(name);
  // What is no column could be a row as a whole, or a function of it.
  return ![...names.alone, ...[...names.qualified.values()].flatMap((columns) => [...columns])].every(isSeen);
}
