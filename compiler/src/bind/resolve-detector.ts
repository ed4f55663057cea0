/** A name to the detector that it names. */
import { diagnostic, type Name } from '@dlpc/language';
import type { Detector } from './program.ts';
import type { Report } from './report.ts';
import { suggestName } from './suggest.ts';

/** The detector called `name`; reports where there is none. */
export function resolveDetector(
  detectors: ReadonlyMap<string, Detector>,
  name: Name,
  report: Report,
): Detector | null {
  const found = detectors.get(name.text);
  if (found !== undefined) return found;
  const { nearest, extras } = suggestName(name.text, detectors.keys(), name.span, report);
  const params = { name: name.text, nearest, known: [...detectors.keys()].slice(0, 12) };
  report(diagnostic('unknown-detector', name.span, params, extras));
  return null;
}
