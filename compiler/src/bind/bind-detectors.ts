/** `detector` declarations by name, each with its expression compiled. */
import { type DetectorDeclaration, diagnostic } from '@dlpc/language';
import { type CompiledPattern, compilePattern } from '../detectors/compile-pattern.ts';
import { findValidator, validatorNames } from '../detectors/validators/catalog.ts';
import type { Validator } from '../detectors/validators/validator.ts';
import type { Memo } from '../memo/memo.ts';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import { deriveReporting, reportingQuery } from './derive-reporting.ts';
import type { Detector } from './program.ts';
import type { Report } from './report.ts';
import { suggestName } from './suggest.ts';

/** Where a validator refuses a match, its parts are tried, of which there are as many as the square of its length. */
const LONGEST_VALIDATED = 80;

const boundDetector = reportingQuery<Detector>('detector');

/** Binds all detectors, by name. One whose expression or validator is wrong is there without a finder. */
export function bindDetectors(
  declarations: readonly DetectorDeclaration[],
  report: Report,
  memo: Memo,
): ReadonlyMap<string, Detector> {
  const detectors = new Map<string, Detector>();
  for (const declaration of declarations) {
    const { name } = declaration;
    const detector = deriveReporting(memo, boundDetector, declaration, [], report, (inner) =>
      bindDetector(declaration, inner),
    );
    declareOnce(detectors, name.text, detector, (first) =>
      report(
        diagnostic(
          'duplicate-detector',
          name.span,
          { name: name.text },
          firstDeclaredAt(first.declaration.name),
        ),
      ),
    );
  }
  return detectors;
}

function bindDetector(declaration: DetectorDeclaration, report: Report): Detector {
  const pattern = bindPattern(declaration, report);
  const validator = bindValidator(declaration, report);
  const isBounded = pattern === null || isBoundedFor(declaration, pattern, report);
  const isComplete =
    pattern !== null && isBounded && (validator !== null) === (declaration.validator !== null);
  const finder = isComplete ? { pattern, validator } : null;
  return { name: declaration.name.text, declaration, finder };
}

function bindPattern({ pattern }: DetectorDeclaration, report: Report): CompiledPattern | null {
  return compileLiteral(pattern, report);
}

/** The expression of a literal; null where it is none that can be matched, which is reported at its very place. */
export function compileLiteral(
  { pattern, span }: DetectorDeclaration['pattern'],
  report: Report,
): CompiledPattern | null {
  const result = compilePattern(pattern);
  if (result.ok) return result.compiled;
  // Behind the opening slash.
  const offset = span.start + 1;
  for (const { message, hint, start, end } of result.problems)
    report(
      diagnostic(
        'bad-expression',
        { ...span, start: offset + start, end: offset + Math.max(end, start + 1) },
        { problem: message, hint },
      ),
    );
  return null;
}

function bindValidator({ validator }: DetectorDeclaration, report: Report): Validator | null {
  if (validator === null) return null;
  const found = findValidator(validator.text);
  if (found !== null) return found;
  const { nearest, extras } = suggestName(validator.text, validatorNames, validator.span, report);
  const params = { name: validator.text, nearest, known: validatorNames };
  report(diagnostic('unknown-validator', validator.span, params, extras));
  return null;
}

function isBoundedFor(
  { validator, pattern: { span } }: DetectorDeclaration,
  { lengths }: CompiledPattern,
  report: Report,
): boolean {
  if (validator === null || lengths.most <= LONGEST_VALIDATED) return true;
  report(diagnostic('validator-needs-bound', span, { validator: validator.text, limit: LONGEST_VALIDATED }));
  return false;
}
