/**
 * Sends spans to a collector by OTLP over HTTP: in batches, one request at a time, from a queue of bounded length. Nobody waits for it: what the collector
 * is too slow for is dropped and counted. What is tried again is what the protocol says may be
 * (https://opentelemetry.io/docs/specs/otlp/#failures-1).
 */
import { otlpTraces, type Resource } from './otlp-json.ts';
import type { FinishedSpan } from './span.ts';

export interface ExporterParts {
  readonly url: URL;
  /** Names and values, secrets among them; read anew for each request. */
  readonly headers: () => Promise<readonly (readonly [string, string])[]>;
  readonly resource: Resource;
  readonly fetch: (url: URL, options: RequestInit) => Promise<Response>;
  /** Resolves after so many milliseconds, or earlier where it is told to. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Hears how many spans were dropped. `reason`: a clause that holds nothing of them. */
  readonly onDropped: (spans: number, reason: string) => void;
}

export const MAX_QUEUED_SPANS = 8_192;
const MAX_BATCH_SPANS = 512;
const EVERY_MILLISECONDS = 1_000;
const TIMEOUT_MILLISECONDS = 10_000;
const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;
/** What else may stand in the answer is not read. */
const TRIED_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export class SpanExporter {
  readonly #parts: ExporterParts;
  readonly #ending = new AbortController();
  #queue: FinishedSpan[] = [];
  #sending: Promise<void> | null = null;
  /** Dropped since it was last told. */
  #overflow = 0;

  constructor(parts: ExporterParts) {
    this.#parts = parts;
  }

  /** Returns at once. */
  add(span: FinishedSpan): void {
    if (this.#queue.length >= MAX_QUEUED_SPANS) {
      this.#overflow += 1;
      return;
    }
    this.#queue.push(span);
    this.#sending ??= this.#sendAll();
  }

  /** Sends what is left, in one attempt for each batch, and resolves; nothing may be added any more. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    const { signal } = this.#ending;
    while (this.#queue.length > 0) {
      // What comes together is sent together.
      if (this.#queue.length < MAX_BATCH_SPANS) await this.#parts.pause(EVERY_MILLISECONDS, signal);
      const batch = this.#queue.splice(0, MAX_BATCH_SPANS);
      const problem = await this.#deliver(batch);
      if (problem !== null) {
        // Who ends waits for one failure at most.
        const more = signal.aborted ? this.#queue.splice(0) : [];
        this.#parts.onDropped(batch.length + more.length, problem);
      }
      if (this.#overflow > 0) {
        this.#parts.onDropped(this.#overflow, 'the collector is too slow');
        this.#overflow = 0;
      }
    }
    this.#sending = null;
  }

  /** Null where the collector took it; else why it was given up. */
  async #deliver(batch: readonly FinishedSpan[]): Promise<string | null> {
    const { signal } = this.#ending;
    const body = otlpTraces(this.#parts.resource, batch);
    let wait = FIRST_PAUSE_MILLISECONDS;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#post(body);
      if (outcome.ok) return null;
      if (!outcome.again || attempt === MAX_ATTEMPTS || signal.aborted) return outcome.problem;
      await this.#parts.pause(Math.min(outcome.after ?? wait, LONGEST_PAUSE_MILLISECONDS), signal);
      wait *= 4;
    }
  }

  async #post(body: string): Promise<Outcome> {
    const headers = await this.#headers();
    if (headers === null) return failure('its header fields cannot be read');
    try {
      headers.set('content-type', 'application/json');
      const response = await this.#parts.fetch(this.#parts.url, {
        ...{ method: 'POST', headers, body, redirect: 'error' },
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
      await response.body?.cancel();
      if (response.ok) return { ok: true };
      const { status } = response;
      return {
        ...{ ok: false, again: TRIED_AGAIN.has(status), problem: `the collector answered with ${status}` },
        after: secondsOf(response.headers.get('retry-after')),
      };
    } catch (error) {
      // Its text may hold what was sent, headers among it.
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const problem = isLate ? 'the collector did not answer in time' : 'the collector cannot be reached';
      return failure(problem);
    }
  }

  /** Null where a secret cannot be had, or can stand in no field. */
  async #headers(): Promise<Headers | null> {
    try {
      const fields = await this.#parts.headers();
      return new Headers(fields.map(([name, value]): [string, string] => [name, value]));
    } catch {
      // Its text may hold the secret.
      return null;
    }
  }
}

function failure(problem: string): Outcome {
  return { ok: false, again: true, problem, after: null };
}

type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly again: boolean;
      readonly problem: string;
      /** Milliseconds that the collector asks for. */
      readonly after: number | null;
    };

function secondsOf(text: string | null): number | null {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) * 1000 : null;
}
