/** What was compiled, in numbers. */
import { printable } from '@dlpc/language';
import type { SourceContents } from '@dlpc/runtime/abi';
import { sourceContents } from '../bundle/source-contents.ts';
import type { IrSource } from '../ir/ir.ts';

export interface SourceSummary {
  readonly name: string;
  readonly policies: number;
  readonly rules: number;
  readonly tables: number;
  readonly protectedColumns: number;
}

/** How many policies and rules a source has, and how many of its columns they protect. */
export function sourceSummary(source: IrSource): SourceSummary {
  return summaryOf(source.source, sourceContents(source));
}

/** The same, from what the manifest of a bundle says. */
export function summaryOf(name: string, contents: SourceContents): SourceSummary {
  const { policies, rules, relations, protectedColumns } = contents;
  return { name, policies: policies.length, rules, tables: relations, protectedColumns };
}

const HEADER = ['database', 'policies', 'rules', 'tables', 'protected columns'];

/** One line for each source. */
export function sourceTable(sources: readonly SourceSummary[]): string {
  const rows = sources.map(({ name, policies, rules, tables, protectedColumns }) => {
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
