/** `t AS x (a, b)` renames the first columns. */
import type { Alias } from 'libpg-query';
import { strings } from '../parse/node.ts';
import type { QueryColumn } from './scope.ts';

export function renameColumns(
  columns: readonly QueryColumn[] | null,
  alias: Alias | undefined,
): readonly QueryColumn[] | null {
  const names = strings(alias?.colnames);
  if (names.length === 0) return columns;
  return columns?.map((column, index) => ({ ...column, name: names[index] ?? column.name })) ?? null;
}
