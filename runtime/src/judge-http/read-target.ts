/**
 * The target of a request as the judge reads it: segments decoded once, names of query parameters. A target that a server could
 * read otherwise than it stands here is refused instead of being repaired. Knows no route.
 */

export interface Target {
  /** What stands between the slashes of the path, decoded, without the first, empty one. */
  readonly segments: readonly string[];
  /** Names of the query parameters, decoded, each once. */
  readonly query: ReadonlySet<string>;
  /** The same in the order in which they were sent, with their values; null for one without `=`. */
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
  /** Whether there is a `?`. */
  readonly hasQuery: boolean;
}

/** In characters; servers take about as much. */
const MOST = 8 * 1024;

/** RFC 3986, section 3.3, without `;`, behind which some servers see parameters that are no part of the segment. */
const PATH = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@%/]*$/;

/** RFC 3986, section 3.4, without `;`, which some servers read as `&`. */
const QUERY = /^[A-Za-z0-9\-._~!$&'()*+,=:@%/?]*$/;

/** What in a decoded segment another reader may take for more than a character of a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const MISREAD = /[/\\;\u0000-\u001f\u007f]/;

/** A path of unreserved characters (RFC 3986, section 2.3) without segments of dots, and no query: it stands for itself, as most targets do. */
const PLAIN = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9\-._~]+)+$/;

const NO_NAMES: ReadonlySet<string> = new Set();

/** Reads the origin form of a request's target (RFC 9112, section 3.2.1); half a sentence where it is refused. */
export function readTarget(text: string): Target | string {
  if (text.length > MOST) return `it is longer than ${MOST} characters`;
  if (PLAIN.test(text))
    return { segments: text.slice(1).split('/'), query: NO_NAMES, parameters: [], hasQuery: false };
  const [path = '', ...queries] = text.split('?');
  const query = queries.join('?');
  if (!PATH.test(path)) return 'its path has characters that do not belong there';
  if (!QUERY.test(query)) return 'its query has characters that do not belong there';
  const segments: string[] = [];
  const written = path.slice(1).split('/');
  for (const [index, raw] of written.entries()) {
    const segment = decode(raw);
    if (segment === null) return 'its path does not decode to text';
    if (segment === '.' || segment === '..') return 'its path has a segment of dots';
    if (segment === '' && index < written.length - 1) return 'its path has two slashes in a row';
    if (MISREAD.test(segment)) return 'its path hides a slash, a semicolon or a control character';
    // A server that decodes twice would see another path.
    if (/%[0-9A-Fa-f]{2}/.test(segment)) return 'its path is encoded twice';
    segments.push(segment);
  }
  const parameters: (readonly [string, string | null])[] = [];
  for (const pair of query.split('&')) {
    const [name = '', ...value] = pair.split('=').map((part) => decode(part.replaceAll('+', ' ')));
    if (name === null || value.includes(null)) return 'its query does not decode to text';
    if (pair !== '') parameters.push([name, value.length === 0 ? null : value.join('=')]);
  }
  return {
    segments,
    query: new Set(parameters.map(([name]) => name)),
    parameters,
    hasQuery: queries.length > 0,
  };
}

/** Null for what is no percent-encoded UTF-8. */
function decode(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
