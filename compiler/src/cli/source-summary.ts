/** What was compiled, in numbers. */
import { printable } from '@dlpc/language';
import type { SourceContents } from '@dlpc/runtime/abi';
import { apiContents, sourceContents } from '../bundle/source-contents.ts';
import type { IrApi, IrSource } from '../ir/ir.ts';

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

/** An API in the same numbers. */
export interface ApiSummary {
  readonly name: string;
  readonly policies: number;
  readonly rules: number;
  readonly operations: number;
  readonly protectedFields: number;
}

/** How many policies and rules an API has, and how many of its fields they protect. */
export function apiSummary(api: IrApi): ApiSummary {
  return apiSummaryOf(api.source, apiContents(api));
}

/** The same, from what the manifest of a bundle says. */
export function apiSummaryOf(name: string, contents: SourceContents): ApiSummary {
  const { policies, rules, relations, protectedColumns } = contents;
  return { name, policies: policies.length, rules, operations: relations, protectedFields: protectedColumns };
}

/** One line for each database. */
export function sourceTable(sources: readonly SourceSummary[]): string {
  return table(
    ['database', 'policies', 'rules', 'tables', 'protected columns'],
    sources.map(({ name, policies, rules, tables, protectedColumns }) => {
      return [printable(name), ...[policies, rules, tables, protectedColumns].map(String)];
    }),
  );
}

/** One line for each API; nothing where there is none. */
export function apiTable(apis: readonly ApiSummary[]): string {
  if (apis.length === 0) return '';
  return table(
    ['api', 'policies', 'rules', 'operations', 'protected fields'],
    apis.map(({ name, policies, rules, operations, protectedFields }) => {
      return [printable(name), ...[policies, rules, operations, protectedFields].map(String)];
    }),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows].map((row) => `${alignRow(row, widths)}\n`).join('');
}

/** The name to the left, numbers to the right. */
function alignRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return cells.join('  ').trimEnd();
}
