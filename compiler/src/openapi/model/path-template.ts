/** Path templates: `/v1/customers/{id}`, and which of two is the more specific. Knows no document. */

/** The texts around the parameters of a segment: `["me"]` without one, `["", ".json"]` for `{name}.json`. */
export type Segment = readonly string[];

export interface PathTemplate {
  /** As it is written. */
  readonly text: string;
  /** What stands between the slashes, without the first, empty one. */
  readonly segments: readonly Segment[];
}

/** Reads a template; half a sentence where it is none. */
export function parseTemplate(text: string): PathTemplate | string {
  if (!text.startsWith('/')) return 'it does not begin with a slash';
  if (/[?#]/.test(text)) return 'a query or a fragment is no part of a path';
  const segments: Segment[] = [];
  for (const segment of text.slice(1).split('/')) {
    const parts = segment.split(/\{[^{}]+\}/);
    if (parts.some((part) => /[{}]/.test(part))) return 'its braces do not match';
    if (parts.slice(1, -1).includes('')) return 'two parameters stand side by side';
    segments.push(parts);
  }
  return { text, segments };
}

/** How the requests of one template lie to those of another. `crossing`: some are of both, and each has its own. */
export type Relationship = 'same' | 'narrower' | 'wider' | 'apart' | 'crossing';

/** How the requests that `a` matches lie to those that `b` matches. */
export function relate(a: PathTemplate, b: PathTemplate): Relationship {
  if (a.segments.length !== b.segments.length) return 'apart';
  let result: Relationship = 'same';
  for (const [index, segment] of a.segments.entries()) {
    const next = relateSegments(segment, b.segments[index] ?? []);
    if (next === 'apart') return 'apart';
    if (next === 'same') continue;
    result = result === 'same' || result === next ? next : 'crossing';
  }
  return result;
}

function relateSegments(a: Segment, b: Segment): Relationship {
  if (a.join('\0') === b.join('\0')) return 'same';
  const [aLiteral, bLiteral] = [a.length === 1, b.length === 1];
  if (aLiteral && bLiteral) return 'apart';
  if (aLiteral) return matchesSegment(b, a[0] ?? '') ? 'narrower' : 'apart';
  if (bLiteral) return matchesSegment(a, b[0] ?? '') ? 'wider' : 'apart';
  if (isAnything(b)) return 'narrower';
  if (isAnything(a)) return 'wider';
  return agree(a[0], b[0], 'start') && agree(a.at(-1), b.at(-1), 'end') ? 'crossing' : 'apart';
}

function isAnything(segment: Segment): boolean {
  return segment.length === 2 && segment.join('') === '';
}

/** Whether one text can begin, or end, with both. */
function agree(a = '', b = '', side: 'start' | 'end'): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return side === 'start' ? long.startsWith(short) : long.endsWith(short);
}

/** Whether a text is one of the segment: its literals in their order, and something for each parameter. */
export function matchesSegment(segment: Segment, text: string): boolean {
  const [first = '', ...others] = segment;
  if (others.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  const last = others.pop() ?? '';
  for (const literal of others) {
    const at = text.indexOf(literal, from + 1);
    if (at === -1) return false;
    from = at + literal.length;
  }
  return text.endsWith(last) && text.length - last.length > from;
}
