/**
 * Which texts of the simple protocol can be run by one statement that the server keeps, with parameters in the place of their constants: those whose constants are integers behind a
 * comparison. There a constant is an operand and nothing else (elsewhere it could be the number of a column, the length of a type), and an integer of that size is
 * an `int4` to the server, as the parameter is.
 */
import type { Keeping, KeptRun, KeptShape, Verdict } from '../../pgwire/gate.ts';
import { fill } from './template.ts';

/** The end of what stands before a constant: of `=`, `<`, `<=`, `<>`, `>=`, or of an operator with an operand all the same. */
const COMPARES = /[=<>][ \t\n]*$/;

/** Up to 999,999,999, which fits into an `int4`. */
const INTEGER = /^[0-9]{1,9}$/;

/** A text with more is parsed each time. */
const MAX_PARAMETERS = 100;

/** Null where the texts of this template have to be parsed each. `pieces`: of what the server runs. */
export function shapeOf(keeping: Keeping | undefined, pieces: readonly string[]): KeptShape | null {
  const parameters = pieces.length - 1;
  const isFit =
    keeping === 'keepable' &&
    parameters <= MAX_PARAMETERS &&
    // A parameter of the client's own is an error, and must stay one.
    pieces.every((piece, index) => !piece.includes('$') && (index === parameters || COMPARES.test(piece)));
  if (!isFit) return null;
  const names = Array.from({ length: parameters }, (_, index) => `$${index + 1}`);
  return { text: fill(pieces, names), parameters };
}

/** How one of these texts is run; null where a constant of it is of another type. */
export function runOf(shape: KeptShape, constants: readonly string[]): KeptRun | null {
  return constants.every((constant) => INTEGER.test(constant)) ? { shape, values: constants } : null;
}

/** The verdict on a text that comes again as it was: the server may keep it as it is, if with parameters it may not. */
export function keptWhole(verdict: Verdict): Verdict {
  if (verdict.kind === 'deny' || verdict.keeping !== 'keepable' || verdict.kept !== undefined) return verdict;
  const { text } = verdict;
  return text.includes('$') ? verdict : { ...verdict, kept: { shape: { text, parameters: 0 }, values: [] } };
}
