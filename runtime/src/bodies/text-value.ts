/**
 * Masks values that are written as text, in pairs, cells and parts: the schema says what of JSON each of them stands for. A text cannot hold
 * an object or a list, since nobody says how it would be read.
 */
import { JSON_NUMBER } from './json/number-grammar.ts';
import { KIND, type ValuePlan } from './json/value-plan.ts';

export interface MaskedText {
  /** Null for one that is left out, or null. */
  readonly text: string | null;
  /** Whether it is not the one that came. */
  readonly isTouched: boolean;
}

const LEFT_OUT: MaskedText = { text: null, isTouched: true };

/** Whether any text may stand there as it came, so that nobody needs to look at it. */
export function passesAnyText(plan: ValuePlan): boolean {
  return plan.kind === 'pass' && (plan.kinds & KIND.string) !== 0;
}

/** `text`: null where nothing is written. */
export function maskText(plan: ValuePlan, text: string | null): MaskedText {
  switch (plan.kind) {
    case 'pass':
      return fits(plan.kinds, text) ? { text, isTouched: false } : LEFT_OUT;
    case 'replace':
      return { text: textOf(plan.json.toString()), isTouched: true };
    case 'mask':
      return { text: textOf(plan.masker.of(literalOf(plan.kinds, text))), isTouched: true };
    case 'search': {
      if (!fits(plan.kinds, text)) return LEFT_OUT;
      if (text === null) return { text, isTouched: false };
      // What is written is a text, whatever it stands for.
      const literal = JSON.stringify(text);
      const masked = plan.search.of(literal);
      const isFound = masked !== literal || (JSON_NUMBER.test(text) && plan.search.of(text) !== text);
      if (!isFound) return { text, isTouched: false };
      return { text: (plan.kinds & KIND.string) === 0 ? null : textOf(masked), isTouched: true };
    }
    default:
      return LEFT_OUT;
  }
}

function fits(kinds: number, text: string | null): boolean {
  if (text === null || (kinds & KIND.string) !== 0) return true;
  return (
    ((kinds & KIND.number) !== 0 && JSON_NUMBER.test(text)) ||
    ((kinds & KIND.boolean) !== 0 && isBoolean(text)) ||
    (text === '' && kinds !== 0)
  );
}

/** The JSON text that a text stands for. */
function literalOf(kinds: number, text: string | null): string {
  if (text === null) return 'null';
  if ((kinds & KIND.string) !== 0) return JSON.stringify(text);
  if ((kinds & KIND.number) !== 0 && JSON_NUMBER.test(text)) return text;
  if ((kinds & KIND.boolean) !== 0 && isBoolean(text)) return text;
  return JSON.stringify(text);
}

function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false';
}

/** Of JSON that a mask made; null for null, and for what is no scalar. */
function textOf(json: string): string | null {
  if (JSON_NUMBER.test(json)) return json;
  const value: unknown = JSON.parse(json);
  return value === null || typeof value === 'object' ? null : String(value);
}
