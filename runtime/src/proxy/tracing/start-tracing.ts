/** What collects spans and sends them, as the configuration says. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TracesConfig } from '../../config/config.ts';
import type { Log } from '../../log/logger.ts';
import { SpanExporter } from '../../telemetry/span-exporter.ts';
import { Tracer } from '../../telemetry/tracer.ts';
import type { ProxyParts } from '../parts.ts';

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left. Never rejects. */
  close(): Promise<void>;
}

/** `worker`: of the processes on one port. Null where nobody collects traces. */
export function startTracing(
  traces: TracesConfig | null,
  {
    log,
    now,
    clock,
    fetch,
  }: Pick<ProxyParts, 'log' | 'now' | 'clock'> & { readonly fetch: typeof globalThis.fetch },
  { version, worker }: { readonly version: string; readonly worker: number },
): Tracing | null {
  if (traces === null) return null;
  const { url, headers, sampling, attributes } = traces;
  const exporter = new SpanExporter({
    ...{ url, headers },
    fetch: (to, options) => fetch(to, options),
    resource: {
      attributes: {
        ...attributes,
        'service.version': version,
        'process.pid': process.pid,
        'dlp.worker': worker,
      },
      scope: { name: 'dlp-proxy', version },
    },
    // Nothing waits for it, neither a session nor the end of the program.
    pause: (milliseconds, signal) => pauseUntil(milliseconds, signal),
    onDropped: (spans, reason) => reportDropped(log, spans, reason),
  });
  return {
    tracer: new Tracer({ ratio: sampling, add: (span) => exporter.add(span), now, clock }),
    close: () => exporter.close(),
  };
}

function reportDropped(log: Log, spans: number, reason: string): void {
  log('spans-dropped', { spans, reason });
}

async function pauseUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { ref: false, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
