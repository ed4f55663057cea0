/**
 * Which header fields go on to the API, and which come back. Lists of what is known, since a field that nobody describes may be read
 * by a server as another method, another path or another caller. Pure.
 */
import type { OperationEntry, ResponseEntry, ShapeIndex } from '../abi.ts';
import { remembered } from '../judge/remembered.ts';
import { passedTracestate, readTraceparent } from '../telemetry/trace-context.ts';
import type { ApiAccess } from './services.ts';

/** Fields of requests that only say how the answer is wished, or follow the request through systems. */
const REQUEST: readonly string[] = [
  ...['accept', 'accept-language', 'cache-control', 'content-language', 'pragma', 'prefer', 'user-agent'],
  ...['idempotency-key', 'x-request-id', 'x-correlation-id'],
];

/** Fields that ask of versions and of parts, which answers with masked fields do not have. */
const CONDITIONAL: readonly string[] = [
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range', 'range'],
];

/** Fields that say what connections and bodies are, and whoever describes them as parameters does not mean it. */
const NEVER: ReadonlySet<string> = new Set([
  ...[
    'authorization',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'cookie',
    'expect',
  ],
  ...['traceparent', 'tracestate'],
  ...['host', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'accept-encoding', 'http2-settings'],
]);

/** Names and values in turn. The caller's own Authorization is not among them, whatever a document says. */
export function requestHeaders(
  operation: OperationEntry,
  headers: ReadonlyMap<string, string>,
  hidesAnswer: boolean,
): string[] {
  const sent: string[] = [];
  const names = sentNames(operation);
  for (const name of hidesAnswer ? names.always : names.whole) {
    const value = headers.get(name);
    if (value !== undefined) sent.push(name, value);
  }
  for (const [name, value] of traceFields(headers)) sent.push(name, value);
  const cookie = headers.get('cookie');
  const cookies = cookie === undefined ? '' : cookiesOf(operation, cookie);
  if (cookies !== '') sent.push('cookie', cookies);
  sent.push('accept-encoding', hidesAnswer ? 'identity' : passedCodings(headers.get('accept-encoding')));
  return sent;
}

/** The trace that the request is part of, where it is one, in its only form: a server of a trace may keep what it is sent. */
function traceFields(headers: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  const parent = headers.get('traceparent');
  if (parent === undefined || readTraceparent(parent) === null) return [];
  const state = passedTracestate(headers.get('tracestate') ?? '');
  return [['traceparent', parent], ...(state === null ? [] : [['tracestate', state] as const])];
}

/** Names of the fields that an operation is sent: always, and where nothing of its answer is hidden. */
const sentNames = remembered(({ parameters }: OperationEntry) => {
  const described = parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name }) => name.toLowerCase())
    .filter((name) => !NEVER.has(name));
  return {
    always: [...new Set([...REQUEST, ...described])],
    whole: [...new Set([...REQUEST, ...CONDITIONAL, ...described])],
  };
});

/** Those that the document describes. */
function cookiesOf({ parameters }: OperationEntry, cookie: string): string {
  const described = new Set(parameters.filter((each) => each.in === 'cookie').map(({ name }) => name));
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => described.has(pair.split('=')[0] ?? ''))
    .join('; ');
}

function passedCodings(accepted: string | undefined): string {
  const known = (accepted ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => /^(?:gzip|br|deflate|zstd)$/i.test(coding));
  return ['identity', ...known].reverse().join(', ');
}

/** Fields of answers that say nothing of what a body holds. */
const RESPONSE: ReadonlySet<string> = new Set([
  ...['allow', 'content-language', 'date', 'retry-after', 'deprecation', 'sunset', 'vary', 'x-request-id'],
  ...['x-correlation-id', 'ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-remaining'],
  ...['ratelimit-reset', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
]);

/** Fields between two neighbours (RFC 9110, section 7.6.1), and those that the proxy says itself. */
const HOP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade', 'content-length', 'alt-svc', 'cache-control', 'set-cookie'],
  ...['www-authenticate', 'x-content-type-options', 'server', 'x-powered-by', 'http2-settings'],
]);

export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What an answer is, as far as its fields tell of it. */
export interface AnswerTraits {
  /** Its body is not the API's own. */
  readonly isMasked: boolean;
  /** Something is hidden in what its path answers, of whose version it may speak. */
  readonly hides: boolean;
}

/** Names and values in turn, but for those that say how long a body is. */
export function responseHeaders(
  headers: ResponseHeaders,
  response: ResponseEntry | null,
  { view, plans, hidesSomething }: Pick<ApiAccess, 'view' | 'plans' | 'hidesSomething'>,
  { isMasked, hides }: AnswerTraits,
): [string, string][] {
  const listed = connectionOptions(headers.connection);
  const described = response === null ? NOT_DESCRIBED : shapesOf(response);
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP.has(name) || listed.has(name) || name.startsWith('access-control-'))
      continue;
    const shape = described.get(name);
    const isHidden = shape == null ? hidesSomething && !isPlain(name, isMasked) : view.hidesWhole(shape);
    const search = plans.searchOf(shape ?? null);
    // What is said of the API's own bytes is not true of others.
    if (isHidden || (isMasked && OF_BYTES.has(name)) || (hides && OF_VERSION.has(name))) continue;
    for (const each of typeof value === 'string' ? [value] : value)
      if (search?.holds(each) !== true) kept.push([name, each]);
  }
  kept.push(['cache-control', isMasked ? 'no-store' : cacheControl(headers['cache-control'])]);
  kept.push(['x-content-type-options', 'nosniff']);
  return kept;
}

/** Of the fields that a document describes, by their names. */
const shapesOf = remembered(
  ({ headers }: ResponseEntry): ReadonlyMap<string, ShapeIndex | null> =>
    new Map(headers.map(({ name, shape }) => [name, shape])),
);
const NOT_DESCRIBED: ReadonlyMap<string, ShapeIndex | null> = new Map();

/**
 * Names of the trailers that pass (RFC 9110, section 6.5): of those that an answer announces, the ones that its document describes as fields. What
 * says how a message is to be framed, routed or read counts for nothing where it comes late.
 */
export function trailerNames(
  headers: ResponseHeaders,
  response: ResponseEntry | null,
  { view }: Pick<ApiAccess, 'view'>,
  { isMasked, hides }: AnswerTraits,
): readonly string[] {
  const announced = connectionOptions(headers.trailer);
  return (response?.headers ?? []).flatMap(({ name, shape }) => {
    const isLate = HOP.has(name) || name === 'content-type' || name.startsWith('access-control-');
    const isHidden = shape === null || view.hides(shape);
    const isUntrue = (isMasked && OF_BYTES.has(name)) || (hides && OF_VERSION.has(name));
    return announced.has(name) && !isLate && !isHidden && !isUntrue ? [name] : [];
  });
}

/** Said of the bytes of one representation (RFC 9110, section 8; RFC 9530). */
const OF_BYTES: ReadonlySet<string> = new Set([
  ...[
    'accept-ranges',
    'content-digest',
    'content-encoding',
    'content-md5',
    'content-range',
    'digest',
    'etag',
  ],
  ...['last-modified', 'repr-digest', 'signature', 'signature-input', 'want-digest'],
]);

/** Said of what stands at the path, by what it holds, also where the answer itself holds something else. */
const OF_VERSION: ReadonlySet<string> = new Set(['etag', 'last-modified', 'repr-digest']);

function isPlain(name: string, isMasked: boolean): boolean {
  return RESPONSE.has(name) || name === 'content-type' || (!isMasked && OF_BYTES.has(name));
}

/** An answer is its caller's own: no cache between here and there may give it to others. */
function cacheControl(value: string | readonly string[] | undefined): string {
  const said = typeof value === 'string' ? value : (value ?? []).join(', ');
  if (/\bno-store\b/i.test(said)) return 'no-store';
  const age = /\bmax-age=(\d{1,9})\b/i.exec(said)?.[1];
  const rest = /\bno-cache\b/i.test(said) || age === undefined ? 'no-cache' : `max-age=${age}`;
  return `private, ${rest}`;
}

const NO_OPTIONS: ReadonlySet<string> = new Set();

function connectionOptions(value: string | readonly string[] | undefined): ReadonlySet<string> {
  // Names no field.
  if (value === undefined || value === 'keep-alive') return NO_OPTIONS;
  const text = typeof value === 'string' ? value : (value ?? []).join(',');
  return new Set(text.split(',').map((option) => option.trim().toLowerCase()));
}
