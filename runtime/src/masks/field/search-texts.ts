/**
 * What becomes of values in which detectors find something: as the compiler's SQL masks texts within
 * (compiler/src/detectors/match-sql.ts). Knows no body and no shape.
 */
import type { DetectorIndex, FieldMask } from '../../abi.ts';
import { GenuineFinder } from '../../detect/find-genuine.ts';
import { HIDDEN, isTooLong, maskStretches } from '../../detect/mask-stretches.ts';
import { type FieldMasker, fieldMasker, type MaskContext } from './field-masks.ts';

/** What is looked for, and the mask of what is found. */
export interface PartMask {
  readonly detector: DetectorIndex;
  readonly mask: FieldMask;
}

/** A masker that leaves alone in what nothing is found. */
export interface TextSearch extends FieldMasker {
  /** Whether something is found in a text. */
  holds(text: string): boolean;
}

/** `parts`: at least one. What cannot be looked for is found everywhere: nothing is shown then. */
export function textSearch(parts: readonly PartMask[], context: MaskContext): TextSearch {
  const known = parts.map(({ detector, mask }) => {
    const sought = context.detectors[detector];
    return sought === undefined
      ? null
      : { finder: new GenuineFinder(sought), masker: fieldMasker(mask, context) };
  });
  const finders = known.filter((one) => one !== null);
  const isWhole = finders.length === known.length;
  const holds = (text: string): boolean =>
    !isWhole || isTooLong(text) || finders.some(({ finder }) => finder.find(text).length > 0);

  const maskString = (json: string): string => {
    if (!isWhole) return 'null';
    const text = json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
    if (isTooLong(text)) return JSON.stringify(HIDDEN);
    const stretches = finders.flatMap(({ finder, masker }) =>
      finder.find(text).map((match) => ({
        ...match,
        masked: textOf(masker.of(JSON.stringify(text.slice(match.start, match.end)))),
      })),
    );
    return stretches.length === 0 ? json : JSON.stringify(maskStretches(text, stretches));
  };

  return {
    constant: null,
    holds,
    of: (json) => {
      switch (json[0]) {
        case '"':
          return maskString(json);
        case 't':
        case 'f':
        case 'n':
          return json;
        case '{':
        case '[':
          return 'null';
        default: {
          const digits = plainNumber(json);
          return digits === null || holds(digits) ? 'null' : json;
        }
      }
    },
  };
}

/** Of JSON that a mask of texts made; empty for null. */
function textOf(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? value : '';
}

const MOST_PLACES = 1_000;

/** A number without an exponent; null for one that would be long. */
function plainNumber(json: string): string | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(json) ?? [];
  const places = Number(exponent);
  if (whole === '' || Math.abs(places) > MOST_PLACES) return null;
  if (places === 0) return json.replace(/[eE].*$/, '');
  const digits = whole + fraction;
  const point = whole.length + places;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
