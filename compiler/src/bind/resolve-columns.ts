/** Columns by their names or by patterns, in relations that may themselves be those of a pattern. */
import { diagnostic, type Name, type NamePattern, type RelationReference } from '@dlpc/language';
import type { Column, Relation } from '../schema/model.ts';
import type { Source } from './program.ts';
import type { Report } from './report.ts';
import { resolveColumn } from './resolve-column.ts';
import { relationPatternText } from './resolve-relations.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

export interface FoundColumn {
  readonly relation: Relation;
  readonly column: Column;
}

/** The columns that `name` means in `relations`, to which `reference` led; null where there is none, which is reported. */
export function resolveColumns(
  source: Source,
  reference: RelationReference,
  relations: readonly Relation[],
  name: Name | NamePattern,
  report: Report,
): readonly FoundColumn[] | null {
  const [only] = relations;
  if (name.kind === 'Name' && only !== undefined && !hasWildcard(reference)) {
    const column = resolveColumn(source, only, name, report);
    return column === null ? null : [{ relation: only, column }];
  }
  const found = relations.flatMap((relation) =>
    relation.columns
      .filter((column) =>
        name.kind === 'NamePattern' ? matchesWildcard(name.text, column.name) : name.text === column.name,
      )
      .map((column) => ({ relation, column })),
  );
  if (found.length > 0) return found;
  const params = { relations: relationPatternText(reference), pattern: name.text };
  report(diagnostic('pattern-without-column', name.span, params));
  return null;
}
