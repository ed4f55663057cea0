/** A name to a source. */
import { diagnostic, type Name } from '@dlpc/language';
import type { Source } from './program.ts';
import type { Report } from './report.ts';
import { suggestName } from './suggest.ts';

/** The source that `name` names; reports where there is none. */
export function resolveSource(
  sources: ReadonlyMap<string, Source>,
  name: Name,
  report: Report,
): Source | null {
  const found = sources.get(name.text);
  if (found !== undefined) return found;
  const { nearest, extras } = suggestName(name.text, sources.keys(), name.span, report);
  report(diagnostic('unknown-source', name.span, { name: name.text, nearest }, extras));
  return null;
}
