/** Which route a request belongs to: the first that matches, as OpenAPI orders them. Knows no policy. */
import type { RouteEntry } from '../abi.ts';

/**
 * The route of a path's segments. `ambiguous` where a server that does not tell capitals from small letters would take a more
 * specific route than one that does.
 */
export function findRoute(
  routes: readonly RouteEntry[],
  method: string,
  path: readonly string[],
): RouteEntry | 'none' | 'ambiguous' {
  const candidates = routes.filter(
    (route) => route.method === method && route.segments.length === path.length,
  );
  const exact = candidates.find(({ segments }) => matches(segments, path));
  if (exact === undefined) return 'none';
  const folded = path.map(fold);
  const careless = candidates.find(({ segments }) =>
    matches(
      segments.map((segment) => segment.map(fold)),
      folded,
    ),
  );
  return careless === exact ? exact : 'ambiguous';
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

/** Upper case first: some letters have several small ones. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}
