/** A column pattern to the columns that it names. */
import type { ColumnPattern, Span } from '@dlpc/language';
import type { Column, Relation } from '../schema/model.ts';
import type { Source } from './program.ts';
import { readColumnPath } from './read-column-path.ts';
import type { Report } from './report.ts';
import { resolveColumns } from './resolve-columns.ts';
import { resolveRelations } from './resolve-relations.ts';
import { resolveSource } from './resolve-source.ts';
import { holdsRows } from './stored.ts';

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
  // A view shows what its tables show: patterns mean what is stored.
  const relations = source && path && resolveRelations(source, path.relation, report, holdsRows);
  let complete = path !== null;
  for (const name of path?.columns ?? []) {
    const found =
      source && path && relations && resolveColumns(source, path.relation, relations, name, report);
    if (!source || !found) complete = false;
    else for (const each of found) columns.push({ ...each, source, span: name.span });
  }
  return { columns, complete };
}
