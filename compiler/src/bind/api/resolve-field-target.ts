/** What a `mask` or `reveal` in the block of an API speaks of: a label, or fields. */
import { diagnostic, type TreatmentTarget } from '@dlpc/language';
import { columnText, pathText } from '../names.ts';
import type { Label, Target } from '../program.ts';
import type { Report } from '../report.ts';
import { resolveLabel } from '../resolve-label.ts';
import { suggestText } from '../suggest.ts';
import type { ApiSource } from './api-source.ts';
import { lookUpFields, reportFieldPath } from './resolve-fields.ts';

/**
 * The label, or the fields that one path leads to, which are several where it leads into a union; none where it is neither,
 * or both, which is reported. Silent where the document is unknown and the path may be one of a field.
 */
export function resolveFieldTarget(
  labels: ReadonlyMap<string, Label>,
  source: ApiSource,
  target: TreatmentTarget,
  report: Report,
): readonly Target[] {
  const { segments, jsonPath, span } = target;
  if (jsonPath !== null) {
    report(diagnostic('json-path-in-api', jsonPath.span, { source: source.name }));
    return [];
  }
  const path = pathText(segments.map(({ text }) => text));
  const label = labels.get(path);
  const fields = lookUpFields(source, segments);
  if (label !== undefined && fields !== null) {
    report(diagnostic('ambiguous-target', span, { name: path, source: source.name }));
    return [];
  }
  if (label !== undefined) return [{ kind: 'label', label, node: target }];
  if (fields !== null)
    return fields.map(({ relation, column }) => ({
      kind: 'column',
      relation,
      column,
      path: null,
      node: target,
    }));
  if (source.api === null) {
    if (segments.length === 1) resolveLabel(labels, segments, span, report);
    return [];
  }
  if (reportFieldPath(source, segments, report)) return [];
  const [root] = segments;
  if (root !== undefined && labels.has(pathText([root.text]))) {
    resolveLabel(labels, segments, span, report);
    return [];
  }
  const candidates = segments.length === 1 ? labels.keys() : [...labels.keys(), ...fieldNames(source)];
  const { nearest, extras } = suggestText(path, candidates, span, report);
  report(diagnostic('unknown-field-target', span, { name: path, source: source.name, nearest }, extras));
  return [];
}

function* fieldNames(source: ApiSource): Iterable<string> {
  for (const { relation, column } of source.fields.values()) yield columnText(source, relation, column.name);
}
