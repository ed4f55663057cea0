/** A span that is over, as OpenTelemetry's data model has it. Holds names and numbers that the policy or the proxy chose; nothing that a client or a table says. */

export type SpanKind = 'internal' | 'server' | 'client';

export type AttributeValue = string | number | boolean;

export interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Null at the root of a trace. */
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  /** Milliseconds since 1970, with fractions. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly isError: boolean;
}
