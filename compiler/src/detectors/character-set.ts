/** Sets of Unicode characters by code point. Knows no expressions and no SQL. */

/** Stretches of code points, both ends inclusive, in order, with a gap between any two. */
export type CharacterSet = readonly (readonly [first: number, last: number])[];

const LAST_CODE_POINT = 0x10_ffff;

/** Surrogates are no characters, and no text holds them. */
const SURROGATES: CharacterSet = [[0xd800, 0xdfff]];

export const EVERYTHING: CharacterSet = [
  [0, 0xd7ff],
  [0xe000, LAST_CODE_POINT],
];

export const ASCII: CharacterSet = [[0, 0x7f]];

export const DIGIT: CharacterSet = charactersOf('09');
export const WORD: CharacterSet = charactersOf('09', 'AZ', '__', 'az');
/** Tab, line feed, vertical tab, form feed, carriage return, blank. */
export const SPACE: CharacterSet = charactersOf('\t\r', '  ');
export const LINE_FEED: CharacterSet = charactersOf('\n\n');

/** From pairs of first and last character. */
function charactersOf(...pairs: readonly string[]): CharacterSet {
  return unite(pairs.map((pair): CharacterSet => [[pair.charCodeAt(0), pair.charCodeAt(1)]]));
}

export function unite(sets: readonly CharacterSet[]): CharacterSet {
  const sorted = sets.flat().sort(([a], [b]) => a - b);
  const united: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = united.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else united.push([first, last]);
  }
  return united;
}

export function intersect(a: CharacterSet, b: CharacterSet): CharacterSet {
  const found: [number, number][] = [];
  for (const [first, last] of a)
    for (const [from, to] of b) {
      const [low, high] = [Math.max(first, from), Math.min(last, to)];
      if (low <= high) found.push([low, high]);
    }
  return unite([found]);
}

/** Every character that is not in `set`. */
export function complement(set: CharacterSet): CharacterSet {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [first, last] of unite([set, SURROGATES])) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

export function subtract(a: CharacterSet, b: CharacterSet): CharacterSet {
  return intersect(a, complement(b));
}

export function isEmpty(set: CharacterSet): boolean {
  return set.length === 0;
}

export function equalSets(a: CharacterSet, b: CharacterSet): boolean {
  return a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i]?.[1]);
}
