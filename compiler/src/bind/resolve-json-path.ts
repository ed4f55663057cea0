/** A path into the documents of a column, as the syntax has it, to the path that masks follow. */
import { diagnostic, type JsonPath as JsonPathNode } from '@dlpc/language';
import type { JsonPath } from '../masks/json/json-path.ts';
import type { Column, Relation } from '../schema/model.ts';
import { columnText } from './names.ts';
import type { Source } from './program.ts';
import type { Report } from './report.ts';

/** Each step is a subquery of its own to the server. */
const MOST_STEPS = 16;

/** The path; null where the column has none inside, or it is none, which is reported. */
export function resolveJsonPath(
  source: Source,
  relation: Relation,
  column: Column,
  node: JsonPathNode,
  report: Report,
): JsonPath | null {
  if (column.type.family !== 'json') {
    const params = { column: columnText(source, relation, column.name), type: column.type.text };
    report(diagnostic('path-without-json', node.span, params));
    return null;
  }
  if (node.steps.length === 0 || node.steps.length > MOST_STEPS) {
    report(diagnostic('path-bounds', node.span, { limit: MOST_STEPS }));
    return null;
  }
  return node.steps.map((step) =>
    step.kind === 'EachStep' ? { kind: 'each' } : { kind: 'member', name: step.text },
  );
}
