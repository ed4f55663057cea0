/** What was compiled, in numbers. */
import { printable } from '@dlpc/language';
import type { IrSource } from '../ir/ir.ts';

export interface SourceSummary {
  readonly name: string;
  readonly policies: number;
  readonly rules: number;
  readonly tables: number;
  readonly protectedColumns: number;
}

/** How many policies and rules a source has, and how many of its columns they protect. */
export function sourceSummary({ source, policies, rules, relations }: IrSource): SourceSummary {
  const columns = relations.flatMap((relation) => relation.columns);
  return {
    name: source,
    policies: policies.length,
    rules: rules.length,
    tables: relations.length,
    protectedColumns: columns.filter((column) => column.labels.length > 0).length,
  };
}

const HEADER = ['database', 'policies', 'rules', 'tables', 'protected columns'];

/** One line for each source. */
export function sourceTable(sources: readonly IrSource[]): string {
  const rows = sources.map(sourceSummary).map(({ name, policies, rules, tables, protectedColumns }) => {
    return [printable(name), ...[policies, rules, tables, protectedColumns].map(String)];
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
