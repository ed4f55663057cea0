/**
 * Spans as the body of an ExportTraceServiceRequest, in the JSON encoding of OTLP (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids
 * in hexadecimal, enumerations and 64-bit numbers as numbers and decimal texts. Pure.
 */
import type { AttributeValue, FinishedSpan, SpanKind } from './span.ts';

/** opentelemetry/proto/trace/v1/trace.proto, SpanKind. */
const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
const STATUS_ERROR = 2;

export interface Resource {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Of the program that made the spans. */
  readonly scope: { readonly name: string; readonly version: string };
}

export function otlpTraces({ attributes, scope }: Resource, spans: readonly FinishedSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues(attributes) },
        scopeSpans: [{ scope, spans: spans.map(otlpSpan) }],
      },
    ],
  });
}

function otlpSpan(span: FinishedSpan): object {
  return {
    ...{ traceId: span.traceId, spanId: span.spanId },
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    ...{ name: span.name, kind: KINDS[span.kind] },
    startTimeUnixNano: nanoseconds(span.start),
    endTimeUnixNano: nanoseconds(Math.max(span.start, span.end)),
    attributes: keyValues(span.attributes),
    status: span.isError ? { code: STATUS_ERROR } : {},
  };
}

function keyValues(attributes: Readonly<Record<string, AttributeValue>>): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Microseconds are what a clock of a program tells. */
function nanoseconds(milliseconds: number): string {
  return `${Math.round(milliseconds * 1000)}000`;
}
