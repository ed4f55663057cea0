/** A column pattern read as the path of columns of a database. */
import {
  type ColumnPattern,
  diagnostic,
  type Name,
  type NamePattern,
  type RelationReference,
} from '@dlpc/language';
import type { Report } from './report.ts';

export interface ColumnPath {
  readonly relation: RelationReference;
  /** At least one. */
  readonly columns: readonly (Name | NamePattern)[];
}

/**
 * The relation and the columns that `pattern` names: the last step is a column or a set of them, what stands before it an
 * optional schema and the relation. Null where it is no such path, which is reported, or uses what is not compiled.
 */
export function readColumnPath(pattern: ColumnPattern, report: Report): ColumnPath | null {
  const { steps, span } = pattern;
  const last = steps.at(-1);
  const before = steps.slice(0, -1);
  const [first, second] = before;
  const isTooLong = before.length > 2 || before.some(({ kind }) => kind === 'NameSet');
  if (last === undefined || first === undefined || isTooLong) {
    report(diagnostic('column-path', span, { count: steps.length + 1 }));
    return null;
  }
  if (first.kind === 'NameSet' || second?.kind === 'NameSet') return null;
  const columns = last.kind === 'NameSet' ? last.members : [last];
  const name = second ?? first;
  const relation: RelationReference = {
    kind: 'RelationReference',
    span: { ...span, start: first.span.start, end: name.span.end },
    schema: second === undefined ? null : first,
    name,
  };
  return { relation, columns };
}
