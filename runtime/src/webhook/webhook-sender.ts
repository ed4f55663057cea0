/**
 * Sends messages to one receiver, one after the other, again with longer and longer pauses where it fails, from a queue of bounded length. Nobody waits
 * for it: what the receiver is too slow for is dropped and counted.
 */
import { randomUUID } from 'node:crypto';
import type { WebhookMessage } from './message.ts';
import { DELIVERY_HEADER, SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER } from './signature.ts';

export interface SenderParts {
  readonly url: URL;
  readonly secret: string;
  readonly fetch: (url: URL, options: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Hears of each message that was given up. `reason`: a clause without anything of the message. */
  readonly onLost: (type: string, reason: string) => void;
}

const MAX_QUEUED = 500;
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MILLISECONDS = 1_000;
const TIMEOUT_MILLISECONDS = 10_000;

export class WebhookSender {
  readonly #parts: SenderParts;
  readonly #queue: WebhookMessage[] = [];
  #isSending = false;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Returns at once. */
  send(message: WebhookMessage): void {
    if (this.#queue.length >= MAX_QUEUED) {
      this.#parts.onLost(message.metadata.event_type, 'too many messages wait already');
      return;
    }
    this.#queue.push(message);
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    for (let message = this.#queue.shift(); message !== undefined; message = this.#queue.shift()) {
      const problem = await this.#deliver(message);
      if (problem !== null) this.#parts.onLost(message.metadata.event_type, problem);
    }
    this.#isSending = false;
  }

  /** Null where it was delivered; else why it was given up. */
  async #deliver(message: WebhookMessage): Promise<string | null> {
    const body = JSON.stringify(message);
    const delivery = randomUUID();
    let problem = '';
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 0) await this.#parts.pause(FIRST_PAUSE_MILLISECONDS * 4 ** (attempt - 1));
      const outcome = await this.#attempt(body, delivery);
      if (outcome.kind === 'delivered') return null;
      ({ problem } = outcome);
      if (outcome.kind === 'refused') break;
    }
    return problem;
  }

  async #attempt(
    body: string,
    delivery: string,
  ): Promise<
    | { readonly kind: 'delivered' }
    /** Again it would be refused again. */
    | { readonly kind: 'refused' | 'failed'; readonly problem: string }
  > {
    const { url, secret, fetch, now } = this.#parts;
    const timestamp = String(Math.floor(now() / 1000));
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        headers: {
          'content-type': 'application/json',
          [TIMESTAMP_HEADER]: timestamp,
          [SIGNATURE_HEADER]: signatureOf(secret, timestamp, body),
          [DELIVERY_HEADER]: delivery,
        },
      });
      await response.body?.cancel();
      const { ok, status } = response;
      if (ok) return { kind: 'delivered' };
      const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
      return { kind: isFinal ? 'refused' : 'failed', problem: `the receiver answered with status ${status}` };
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      const problem =
        name === 'TimeoutError' ? 'the receiver did not answer in time' : 'the receiver cannot be reached';
      return { kind: 'failed', problem };
    }
  }
}
