/**
 * Keys by which another connection can ask to cancel what a session runs. Clients are given keys of the proxy's own, so
 * that no key of the server leaves the proxy, and one key means one session over all upstreams.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export interface CancelKey {
  readonly processId: number;
  /** Four bytes, as protocol version 3.0 has it. */
  readonly secret: Buffer;
}

/** What a key stands for. */
export interface Cancellable {
  readonly sessionId: string;
  /** Asks the server; resolves once it has been told, or could not be. Never rejects. */
  cancel(): Promise<void>;
}

export class CancelRegistry {
  readonly #sessions = new Map<number, { readonly secret: Buffer; readonly target: Cancellable }>();

  /** Makes a key for `target`. */
  register(target: Cancellable): CancelKey {
    let processId = randomInt(1, 2 ** 31);
    while (this.#sessions.has(processId)) processId = randomInt(1, 2 ** 31);
    const secret = randomBytes(4);
    this.#sessions.set(processId, { secret, target });
    return { processId, secret };
  }

  /** The session that `key` belongs to, or null. */
  find(key: CancelKey): Cancellable | null {
    const found = this.#sessions.get(key.processId);
    if (found === undefined || found.secret.length !== key.secret.length) return null;
    return timingSafeEqual(found.secret, key.secret) ? found.target : null;
  }

  forget(key: CancelKey): void {
    this.#sessions.delete(key.processId);
  }
}
