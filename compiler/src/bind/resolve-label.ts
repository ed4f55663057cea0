/** A dotted path to a label. */
import { diagnostic, type Name, type Span } from '@dlpc/language';
import { pathText } from './names.ts';
import type { Label } from './program.ts';
import type { Report } from './report.ts';
import { suggestText } from './suggest.ts';

/** More labels than this are not listed in a hint. */
const MOST_LISTED = 12;

/** The label that `segments` name; reports where there is none. */
export function resolveLabel(
  labels: ReadonlyMap<string, Label>,
  segments: readonly Name[],
  span: Span,
  report: Report,
): Label | null {
  const path = pathText(segments.map((segment) => segment.text));
  const found = labels.get(path);
  if (found !== undefined) return found;
  const { nearest, extras } = suggestText(path, labels.keys(), span, report);
  const known = labels.size > MOST_LISTED ? [] : [...labels.keys()];
  report(diagnostic('unknown-label', span, { name: path, nearest, known }, extras));
  return null;
}
