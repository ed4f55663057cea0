/** A column pattern to the columns that it names. */
import type { ColumnPattern, Span } from '@dlpc/language';
import type { Column, Relation } from '../schema/model.ts';
import type { Source } from './program.ts';
import { readColumnPath } from './read-column-path.ts';
import type { Report } from './report.ts';
import { resolveColumn } from './resolve-column.ts';
import { resolveRelation } from './resolve-relation.ts';
import { resolveSource } from './resolve-source.ts';

export interface FoundColumn {
  readonly source: Source;
  readonly relation: Relation;
  readonly column: Column;
  /** The column's name in the pattern. */
  readonly span: Span;
}

/** The columns of a pattern. What names nothing is reported, and then not all of them are `complete`. */
export function resolveColumnPattern(
  sources: ReadonlyMap<string, Source>,
  pattern: ColumnPattern,
  report: Report,
): { readonly columns: readonly FoundColumn[]; readonly complete: boolean } {
  const columns: FoundColumn[] = [];
  const source = resolveSource(sources, pattern.source, report);
  const path = readColumnPath(pattern, report);
  const relation = source && path && resolveRelation(source, path.relation, report);
  let complete = path !== null;
  for (const name of path?.columns ?? []) {
    const column = source && relation && resolveColumn(source, relation, name, report);
    if (source && relation && column) columns.push({ source, relation, column, span: name.span });
    else complete = false;
  }
  return { columns, complete };
}
