/**
 * What of a request's framing is refused beyond what node's parser refuses by itself (RFC 9112, sections 6 and 11.2): wherever two
 * readers of one request could disagree on what it says, it is not judged. Pure.
 */

/** A head as it came. */
export interface RawHead {
  readonly httpVersion: string;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
}

export interface FramedHead {
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly hasBody: boolean;
  /** Bytes of the body; null where it does not say. */
  readonly contentLength: number | null;
}

/** Fields that may stand several times, as a list. */
const LISTS: ReadonlySet<string> = new Set([
  ...['accept', 'accept-encoding', 'accept-language', 'cache-control', 'connection', 'cookie', 'forwarded'],
  ...['if-match', 'if-none-match', 'pragma', 'prefer', 'te', 'trailer', 'tracestate', 'via', 'warning'],
  ...['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'],
]);

/** Characters that HTTP takes in values, and that no reader takes for the end of one. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Half a sentence where a head is refused. */
export function readFraming({ httpVersion, rawHeaders }: RawHead): FramedHead | string {
  if (!/^(?:1\.[01]|2\.0)$/.test(httpVersion)) return 'it is of a version of HTTP that is not spoken here';
  const headers = new Map<string, string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    // HTTP/2 sends what HTTP/1.1 has in its first line as fields, which were read already.
    if (name.startsWith(':') && httpVersion === '2.0') continue;
    if (!NAME.test(name)) return 'it has a header field without a proper name';
    // Some readers take an underscore for a hyphen.
    if (name.includes('_')) return 'it has a header field with an underscore in its name';
    if (!VALUE.test(value)) return 'it has a header field with control characters';
    const before = headers.get(name);
    if (before === undefined) headers.set(name, value);
    else if (LISTS.has(name)) headers.set(name, `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
    // Which one is not said: its name is the client's own, and this is logged.
    else return 'it has a header field twice that may stand once';
  }
  if (httpVersion === '1.1' && !headers.has('host')) return 'it has no Host';
  const length = headers.get('content-length');
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined && length !== undefined) return 'it has both Content-Length and Transfer-Encoding';
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return 'it has a transfer coding other than chunked';
  if (coding !== undefined && httpVersion === '1.0') return 'HTTP/1.0 has no transfer codings';
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return 'its Content-Length is no number';
  const contentLength = length === undefined ? null : Number(length);
  return { headers, hasBody: coding !== undefined || (contentLength ?? 0) > 0, contentLength };
}
