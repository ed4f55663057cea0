/**
 * Which header fields of a request go on to the API. A list of what is known, since a field that nobody describes may be read by a server as
 * another method, another path or another caller. Pure.
 */
import type { OperationEntry } from '../abi.ts';
import { remembered } from '../judge/remembered.ts';
import { passedTracestate, readTraceparent } from '../telemetry/trace-context.ts';

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
