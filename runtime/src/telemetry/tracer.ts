/**
 * Begins spans, of those traces that are sampled, and gives them to the exporter once they are over. Whether a trace is sampled is its first caller's decision, and
 * else that of its id and the ratio (OpenTelemetry's `parentbased_traceidratio`): every part of a system that sees the id comes to the same.
 */
import { randomBytes } from 'node:crypto';
import type { AttributeValue, FinishedSpan, SpanKind } from './span.ts';
import type { TraceContext } from './trace-context.ts';

export interface TracerParts {
  /** From 0 to 1: of the traces that begin here. */
  readonly ratio: number;
  readonly add: (span: FinishedSpan) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
}

export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** By {@link Tracer.clock}; now where nothing is said. */
  readonly at?: number;
}

export class Tracer {
  readonly #parts: TracerParts;

  constructor(parts: TracerParts) {
    this.#parts = parts;
  }

  /** Milliseconds of a clock that never goes back. */
  clock(): number {
    return this.#parts.clock();
  }

  /** The first span of the proxy in a trace, whose parent is what the client says; null where the trace is not sampled. */
  begin(parent: TraceContext | null, start: SpanStart): Span | null {
    const traceId = parent?.traceId ?? randomBytes(16).toString('hex');
    if (!(parent?.isSampled ?? isChosen(traceId, this.#parts.ratio))) return null;
    const { now, clock, add } = this.#parts;
    const offset = now() - clock();
    return new Span({ add, clock, offset }, { traceId, spanId: parent?.spanId ?? null }, start);
  }
}

interface SpanParts extends Pick<TracerParts, 'add' | 'clock'> {
  /** From the clock to the time of day: one for all spans that hang together, so that their order holds whatever is done to the time of day. */
  readonly offset: number;
}

/** A span under way. */
export class Span {
  readonly context: TraceContext;
  name: string;
  readonly #parts: SpanParts;
  readonly #parentSpanId: string | null;
  readonly #kind: SpanKind;
  readonly #start: number;
  readonly #attributes: Record<string, AttributeValue>;
  #isOver = false;

  constructor(
    parts: SpanParts,
    parent: { readonly traceId: string; readonly spanId: string | null },
    { name, kind, attributes = {}, at = parts.clock() }: SpanStart,
  ) {
    this.#parts = parts;
    this.#parentSpanId = parent.spanId;
    this.#kind = kind;
    this.#start = at;
    this.#attributes = { ...attributes };
    this.name = name;
    this.context = {
      ...{ traceId: parent.traceId, spanId: randomBytes(8).toString('hex'), isSampled: true },
    };
  }

  child(start: SpanStart): Span {
    return new Span(this.#parts, this.context, start);
  }

  set(attributes: Readonly<Record<string, AttributeValue>>): void {
    Object.assign(this.#attributes, attributes);
  }

  /** The first call counts. */
  end({ isError = false, at = this.#parts.clock() }: { isError?: boolean; at?: number } = {}): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { add, offset } = this.#parts;
    add({
      ...{ traceId: this.context.traceId, spanId: this.context.spanId, parentSpanId: this.#parentSpanId },
      ...{ name: this.name, kind: this.#kind, attributes: this.#attributes, isError },
      ...{ start: this.#start + offset, end: at + offset },
    });
  }
}

/** As OpenTelemetry's TraceIdRatioBased: the last 56 bits of the id are a random number. */
function isChosen(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-13), 16) < ratio * 16 ** 13;
}
