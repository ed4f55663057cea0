/** What was compiled, as a table. */
import type { IrSource } from '../ir/ir.ts';

const HEADER = ['database', 'policies', 'rules', 'tables', 'protected columns'];

/** One line for each source: how many policies and rules it has, and how many columns they protect. */
export function sourceTable(sources: readonly IrSource[]): string {
  const rows = sources.map(({ source, policies, rules, relations }) => {
    const columns = relations.flatMap((relation) => relation.columns);
    const isProtected = columns.filter((column) => column.labels.length > 0);
    return [source, ...[policies, rules, relations, isProtected].map((list) => String(list.length))];
  });
  const widths = HEADER.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [HEADER, ...rows].map((row) => `${alignRow(row, widths)}\n`).join('');
}

/** The name to the left, numbers to the right. */
function alignRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return cells.join('  ').trimEnd();
}
