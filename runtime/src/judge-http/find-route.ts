/** Which route a request belongs to: the first that matches, as OpenAPI orders them. Knows no policy. */
import type { RouteEntry } from '../abi.ts';
import { remembered } from '../judge/remembered.ts';

interface Candidate {
  readonly route: RouteEntry;
  /** Its segments, without a difference between capitals and small letters. */
  readonly folded: RouteEntry['segments'];
  /** Whether a path of ASCII that matches it matches it without that difference too. */
  readonly isAscii: boolean;
}

/** By method, then by how many segments there are; in the order of the document. */
type Candidates = ReadonlyMap<string, ReadonlyMap<number, readonly Candidate[]>>;

const candidatesOf = remembered((routes: readonly RouteEntry[]): Candidates => {
  const byMethod = new Map<string, Map<number, Candidate[]>>();
  for (const route of routes) {
    const byLength = byMethod.get(route.method) ?? new Map<number, Candidate[]>();
    byMethod.set(route.method, byLength);
    const candidates = byLength.get(route.segments.length) ?? [];
    byLength.set(route.segments.length, candidates);
    candidates.push({
      route,
      folded: route.segments.map((segment) => segment.map(fold)),
      isAscii: route.segments.flat().every((text) => ASCII.test(text)),
    });
  }
  return byMethod;
});

/**
 * The route of a path's segments. `ambiguous` where a server that does not tell capitals from small letters would take a more
 * specific route than one that does.
 */
export function findRoute(
  routes: readonly RouteEntry[],
  method: string,
  path: readonly string[],
): RouteEntry | 'none' | 'ambiguous' {
  const candidates = candidatesOf(routes).get(method)?.get(path.length) ?? [];
  const exact = candidates.find(({ route }) => matches(route.segments, path));
  if (exact === undefined) return 'none';
  // No more specific one comes before the first, and each letter of ASCII is folded by itself.
  if (exact === candidates[0] && exact.isAscii && path.every((segment) => ASCII.test(segment)))
    return exact.route;
  const folded = path.map(fold);
  const careless = candidates.find((candidate) => matches(candidate.folded, folded));
  return careless === exact ? exact.route : 'ambiguous';
}

function matches(segments: RouteEntry['segments'], path: readonly string[]): boolean {
  return segments.every((segment, index) => matchesSegment(segment, path[index] ?? ''));
}

/** The texts of a segment in their order, and at least one character for each parameter between them. */
function matchesSegment(segment: readonly string[], text: string): boolean {
  const [first = '', ...others] = segment;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const literal of others) {
    const at = text.indexOf(literal, from + 1);
    if (at === -1) return false;
    from = at + literal.length;
  }
  return text.endsWith(last) && text.length - last.length > from;
}

/** One character for each, whatever stands beside it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are in it
const ASCII = /^[\x00-\x7f]*$/;

/** Upper case first: some letters have several small ones. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}
