/** Type modifiers, from what the grammar leaves of them to what `format_type` prints. */
import type { Node } from 'libpg-query';
import { integerOf } from '../parse/node.ts';
import { spatialModifier } from './spatial-modifier.ts';

/** Which modifiers a type takes. */
export type ModifierKind = 'none' | 'length' | 'numeric' | 'precision' | 'interval' | 'spatial';

/** Most fractional digits of a second; the server takes more for as many. */
const MOST_PRECISE = 6;

/** What the grammar puts where an interval names no fields. */
const FULL_RANGE = 0x7fff;

/** Fields of an interval by their mask: `1 << code` for each, with the codes of datetime.h. */
const INTERVAL_FIELDS: ReadonlyMap<number, string> = new Map([
  [0x0004, ' year'],
  [0x0002, ' month'],
  [0x0008, ' day'],
  [0x0400, ' hour'],
  [0x0800, ' minute'],
  [0x1000, ' second'],
  [0x0006, ' year to month'],
  [0x0408, ' day to hour'],
  [0x0c08, ' day to minute'],
  [0x1c08, ' day to second'],
  [0x0c00, ' hour to minute'],
  [0x1c00, ' hour to second'],
  [0x1800, ' minute to second'],
  [FULL_RANGE, ''],
]);

/** The modifier as printed; empty where there is none, null where the type does not take it. */
export function printModifier(kind: ModifierKind, nodes: readonly Node[]): string | null {
  if (nodes.length === 0) return '';
  if (kind === 'none') return null;
  if (kind === 'spatial') return spatialModifier(nodes);
  const numbers = nodes.map(integerOf);
  if (numbers.includes(null) || numbers.length > 2) return null;
  const [first, second] = numbers as number[];
  if (first === undefined) return null;
  switch (kind) {
    case 'length':
      return second === undefined && first > 0 ? `(${first})` : null;
    case 'numeric':
      return `(${first},${second ?? 0})`;
    case 'precision':
      return second === undefined ? precision(first) : null;
    case 'interval': {
      const fields = INTERVAL_FIELDS.get(first);
      return fields === undefined ? null : fields + (second === undefined ? '' : precision(second));
    }
  }
}

function precision(digits: number): string {
  return `(${Math.min(digits, MOST_PRECISE)})`;
}
