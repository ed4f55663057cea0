/**
 * A collector of OpenTelemetry for tests: takes traces over HTTP, reads them by the letter of the JSON encoding of trace.proto (a key that is not there is a
 * mistake), and remembers them.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

type Form = (value: unknown) => boolean;

const isText: Form = (value) => typeof value === 'string';
const fits =
  (pattern: RegExp): Form =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const allOf =
  (form: Form): Form =>
  (value) =>
    Array.isArray(value) && value.every(form);
/** An object with these keys and no others; one whose name ends in `?` may be missing. */
const object =
  (keys: Readonly<Record<string, Form>>): Form =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((key) => key in keys || `${key}?` in keys) &&
    Object.entries(keys).every(([key, form]) => {
      const found: unknown = Reflect.get(value, key.replace('?', ''));
      return found === undefined ? key.endsWith('?') : form(found);
    });

const isValue: Form = (value) =>
  [
    object({ stringValue: isText }),
    object({ intValue: fits(/^-?\d+$/) }),
    object({ boolValue: (flag) => typeof flag === 'boolean' }),
    object({ doubleValue: (number) => typeof number === 'number' }),
  ].some((form) => form(value));
const areAttributes = allOf(object({ key: fits(/./), value: isValue }));
const isTime = fits(/^\d{19}$/);
const isTraces = object({
  resourceSpans: allOf(
    object({
      resource: object({ attributes: areAttributes }),
      scopeSpans: allOf(
        object({
          scope: object({ name: isText, version: isText }),
          spans: allOf(
            object({
              ...{ traceId: fits(/^[0-9a-f]{32}$/), spanId: fits(/^[0-9a-f]{16}$/) },
              ...{ 'parentSpanId?': fits(/^[0-9a-f]{16}$/), name: fits(/./) },
              kind: (kind) => kind === 1 || kind === 2 || kind === 3,
              ...{ startTimeUnixNano: isTime, endTimeUnixNano: isTime, attributes: areAttributes },
              status: object({ 'code?': (code) => code === 1 || code === 2 }),
            }),
          ),
        }),
      ),
    }),
  ),
});

type Attributes = readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];

/** What {@link isTraces} has found to be so. */
interface Traces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<SeenSpan, 'attributes'> & { readonly attributes: Attributes })[];
    }[];
  }[];
}

export interface SeenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface OtlpCollector {
  /** Where traces are sent. */
  readonly url: string;
  readonly spans: readonly SeenSpan[];
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** Everything that came, as it came. */
  text(): string;
  /** From now on it answers so; null for what a collector answers. */
  answer(respond: ((response: ServerResponse) => void) | null): void;
  stop(): Promise<void>;
}

export async function otlpCollector(): Promise<OtlpCollector> {
  const spans: SeenSpan[] = [];
  const resources: Readonly<Record<string, unknown>>[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let text = '';
  let respond: ((response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      headers.push(request.headers);
      if (respond !== null) return respond(response);
      const body = Buffer.concat(chunks).toString();
      text += body;
      const read: unknown = JSON.parse(body);
      if (!isTraces(read)) return void response.writeHead(400).end();
      for (const { resource, scopeSpans } of (read as Traces).resourceSpans) {
        resources.push(valuesOf(resource.attributes));
        for (const scope of scopeSpans)
          for (const span of scope.spans) spans.push({ ...span, attributes: valuesOf(span.attributes) });
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...{ url: `http://127.0.0.1:${port}/v1/traces`, spans, resources, headers },
    text: () => text,
    answer: (next) => {
      respond = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function valuesOf(attributes: Attributes): SeenSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [only] = Object.values(value);
      return [key, 'intValue' in value ? Number(only) : only];
    }),
  );
}

/** A trace as lines, each span below its parent, in the order of their beginnings. */
export function traceTree(spans: readonly SeenSpan[], parent?: string, depth = 0): readonly string[] {
  return spans
    .filter((span) => span.parentSpanId === parent)
    .sort((left, right) => Number(BigInt(left.startTimeUnixNano) - BigInt(right.startTimeUnixNano)))
    .flatMap((span) => [
      `${'  '.repeat(depth)}${span.name}${span.status.code === 2 ? ' (error)' : ''}`,
      ...traceTree(spans, span.spanId, depth + 1),
    ]);
}
