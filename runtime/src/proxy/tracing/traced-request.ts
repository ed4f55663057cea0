/**
 * A request to an API as spans: one for the whole of it, part of the trace that its `traceparent` names, and below it the proof of who asks, the judgement, the
 * wait for people, and the API's answer with the time to its head. Names and attributes follow OpenTelemetry's conventions for HTTP: the route is the one of
 * the API's document. No path as it came, no parameter, no field, no name of a person.
 */
import type { OperationEntry } from '../../abi.ts';
import type { RequestTrace } from '../../http/request-trace.ts';
import type { AnswerHandler } from '../../http/upstream.ts';
import { readTraceparent, writeTraceparent } from '../../telemetry/trace-context.ts';
import type { Span, Tracer } from '../../telemetry/tracer.ts';

/** Any other method is `_OTHER` (semantic conventions of HTTP, `http.request.method`). */
const METHODS: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY'],
]);

/** Null where the trace is not sampled. */
export function tracedRequest(
  tracer: Tracer,
  source: string,
  {
    id,
    method,
    headers,
  }: { readonly id: string; readonly method: string; readonly headers: ReadonlyMap<string, string> },
): RequestTrace | null {
  const known = METHODS.has(method) ? method : '_OTHER';
  const attributes = { 'http.request.method': known, 'dlp.source': source, 'dlp.request.id': id };
  const parent = readTraceparent(headers.get('traceparent') ?? '');
  const span = tracer.begin(parent, {
    name: known === '_OTHER' ? 'HTTP' : known,
    kind: 'server',
    attributes,
  });
  return span === null ? null : new TracedRequest(span);
}

class TracedRequest implements RequestTrace {
  readonly #span: Span;
  #phase: Span;
  #upstream: Span | null = null;

  constructor(span: Span) {
    this.#span = span;
    this.#phase = span.child({ name: 'authenticate', kind: 'internal' });
  }

  enters(phase: 'judge' | 'approval'): void {
    this.#phase.end();
    this.#phase = this.#span.child({ name: phase, kind: 'internal' });
  }

  asksFor({ method, path }: OperationEntry): void {
    this.#span.name = `${method} ${path}`;
    this.#span.set({ 'http.route': path });
  }

  forwards(fields: readonly string[]): readonly string[] {
    this.#phase.end();
    const { name } = this.#span;
    this.#upstream = this.#span.child({ name, kind: 'client' });
    return [
      ...fields.filter((_, at) => fields[at - (at % 2)] !== 'traceparent'),
      ...['traceparent', writeTraceparent(this.#upstream.context)],
    ];
  }

  follow(handler: AnswerHandler): AnswerHandler {
    const upstream = this.#upstream;
    const first = upstream?.child({ name: 'first byte', kind: 'internal' });
    return {
      begun: (exchange) => handler.begun(exchange),
      head: (status, headers) => {
        first?.end();
        upstream?.set({ 'http.response.status_code': status });
        handler.head(status, headers);
      },
      data: (chunk) => handler.data(chunk),
      end: (trailers) => {
        upstream?.end();
        handler.end(trailers);
      },
      failed: (isTimeout, reason) => {
        first?.end({ isError: true });
        upstream?.set({ 'error.type': isTimeout ? 'timeout' : 'unreachable' });
        upstream?.end({ isError: true });
        handler.failed(isTimeout, reason);
      },
    };
  }

  ended(status: number | null, decision: 'forwarded' | 'refused'): void {
    this.#phase.end();
    this.#upstream?.end();
    this.#span.set({ 'dlp.decision': decision });
    if (status !== null) this.#span.set({ 'http.response.status_code': status });
    const isError = status === null || status >= 500;
    if (isError) this.#span.set({ 'error.type': status === null ? 'cut' : String(status) });
    this.#span.end({ isError });
  }
}
