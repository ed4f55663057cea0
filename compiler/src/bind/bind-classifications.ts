/** `classify` declarations to labels on columns. */
import type { ClassifyDeclaration, ColumnPattern } from '@dlpc/language';
import type { Classification, Label, Source } from './program.ts';
import { readColumnPath } from './read-column-path.ts';
import type { Report } from './report.ts';
import { resolveColumn } from './resolve-column.ts';
import { resolveLabel } from './resolve-label.ts';
import { resolveRelation } from './resolve-relation.ts';
import { resolveSource } from './resolve-source.ts';

export interface BoundClassifications {
  readonly classifications: readonly Classification[];
  /** Whether every name of every declaration was found. */
  readonly complete: boolean;
}

/** Binds all classifications. What can be found of a declaration counts, whatever else is wrong with it. */
export function bindClassifications(
  declarations: readonly ClassifyDeclaration[],
  sources: ReadonlyMap<string, Source>,
  labels: ReadonlyMap<string, Label>,
  report: Report,
): BoundClassifications {
  const classifications: Classification[] = [];
  let complete = true;

  function bindPattern(declaration: ClassifyDeclaration, label: Label | null, pattern: ColumnPattern): void {
    const source = resolveSource(sources, pattern.source, report);
    const path = readColumnPath(pattern, report);
    const relation = source && path && resolveRelation(source, path.relation, report);
    if (path === null) complete = false;
    for (const name of path?.columns ?? []) {
      const column = source && relation && resolveColumn(source, relation, name, report);
      if (source && relation && column && label)
        classifications.push({ label, source, relation, column, declaration, span: name.span });
      else complete = false;
    }
  }

  for (const declaration of declarations) {
    const { segments, span } = declaration.label;
    const label = resolveLabel(labels, segments, span, report);
    for (const target of declaration.targets)
      if (target.kind === 'ColumnPattern') bindPattern(declaration, label, target);
      else complete = false;
  }
  return { classifications, complete };
}
