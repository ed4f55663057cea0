/** Which operation a request belongs to, and requests by which the routes of two matchers are told apart. */
import type { RouteEntry } from '@dlpc/runtime/abi';
import { matchesSegment, type Segment } from '../../openapi/model/path-template.ts';

/** The segments of a path. */
export type Path = readonly string[];

/** The first route that a request matches is its own. */
export function routeOf(routes: readonly RouteEntry[], method: string, path: Path): RouteEntry | null {
  return routes.find((route) => route.method === method && matches(route, path)) ?? null;
}

/**
 * Paths such that, for each two routes of the two sides that share a request, one path is of just the routes that have all of
 * what the two share. Where routes of one side are nested, as they are checked to be, no other path is needed to find out which
 * operations of the two sides have a request in common.
 */
export function* pathsThatTell(before: readonly RouteEntry[], after: readonly RouteEntry[]): Iterable<Path> {
  const fresh = freshCharacter([...before, ...after]);
  const [old, now] = [before, after].map(
    (routes) => new Map(routes.map((route) => [routeKey(route), route])),
  );
  if (old === undefined || now === undefined) return;
  for (const { segments } of new Map([...old, ...now]).values())
    yield segments.map((segment) => segment.join(fresh));
  // Routes that both sides have are nested in each other; what only one has can cross the others' in any way.
  for (const [a, b] of [...crossing(old, now), ...crossing(now, old)]) {
    const shared = a.segments.map((segment, index) => common(segment, b.segments[index] ?? [], fresh));
    if (matches(a, shared) && matches(b, shared)) yield shared;
  }
}

/** `GET /v1/customers/{}`: equal for routes of the same requests. */
export function routeKey({ method, segments }: RouteEntry): string {
  return `${method} /${segments.map((segment) => segment.join('{}')).join('/')}`;
}

function* crossing(
  own: ReadonlyMap<string, RouteEntry>,
  others: ReadonlyMap<string, RouteEntry>,
): Iterable<readonly [RouteEntry, RouteEntry]> {
  for (const [key, route] of own)
    if (!others.has(key)) for (const other of others.values()) yield [route, other];
}

function matches({ segments }: RouteEntry, path: Path): boolean {
  return (
    segments.length === path.length &&
    segments.every((segment, index) => matchesSegment(segment, path[index] ?? ''))
  );
}

/** A text of both segments, and of as few others as can be; some text where they have none in common. */
function common(a: Segment, b: Segment, fresh: string): string {
  if (a.length === 1) return a.join('');
  if (b.length === 1) return b.join('');
  const longer = (x = '', y = ''): string => (x.length >= y.length ? x : y);
  const inner = [...a.slice(1, -1), ...b.slice(1, -1)].map((literal) => fresh + literal).join('');
  return `${longer(a[0], b[0])}${inner}${fresh}${longer(a.at(-1), b.at(-1))}`;
}

/** A character that no route is written with. */
function freshCharacter(routes: readonly RouteEntry[]): string {
  const used = new Set(routes.flatMap(({ segments }) => segments.flatMap((s) => [...s.join('')])));
  let code = 0xe000;
  while (used.has(String.fromCodePoint(code))) code += 1;
  return String.fromCodePoint(code);
}
