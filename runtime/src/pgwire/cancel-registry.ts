/**
 * Keys by which another connection can ask to cancel what a session runs. Clients are given keys of the proxy's own, so
 * that no key of the server leaves the proxy, and one key means one session over all upstreams.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export interface CancelKey {
  readonly processId: number;
  /** Four bytes in version 3.0 of the protocol, more from 3.2 on. */
  readonly secret: Buffer;
}

/** What a key stands for. */
export interface Cancellable {
  readonly sessionId: string;
  /** Asks the server; resolves once it has been told, or could not be. Never rejects. */
  cancel(): Promise<void>;
}

/** Where several processes serve one port: which this is, and how to ask the others. */
export interface CancelNeighbours {
  /** From 1 to 255: what fits beside {@link OWN_BITS}. */
  readonly worker: number;
  /** Must not throw. */
  readonly cancelElsewhere: (key: CancelKey) => void;
}

/** Process ids of keys are positive numbers of 31 bits: eight of them name the worker, if there is more than one. */
const OWN_BITS = 23;

/** Bytes of a secret, by the minor version of the protocol: as PostgreSQL 18 has it. */
function secretBytes(minor: number): number {
  return minor >= 2 ? 32 : 4;
}

/** The worker that made a key; 0 for one of a process without others. */
export function workerOf(processId: number): number {
  return processId >>> OWN_BITS;
}

export class CancelRegistry {
  readonly #neighbours: CancelNeighbours | null;
  readonly #sessions = new Map<number, { readonly secret: Buffer; readonly target: Cancellable }>();

  constructor(neighbours: CancelNeighbours | null = null) {
    this.#neighbours = neighbours;
  }

  /** Makes a key for `target`, whose client speaks version 3 of the protocol with this minor one. */
  register(target: Cancellable, minor: number): CancelKey {
    let processId = this.#randomId();
    while (this.#sessions.has(processId)) processId = this.#randomId();
    const secret = randomBytes(secretBytes(minor));
    this.#sessions.set(processId, { secret, target });
    return { processId, secret };
  }

  /** The session that `key` belongs to, or null. */
  find(key: CancelKey): Cancellable | null {
    const found = this.#sessions.get(key.processId);
    if (found === undefined || found.secret.length !== key.secret.length) return null;
    return timingSafeEqual(found.secret, key.secret) ? found.target : null;
  }

  /** Cancels what `key` stands for, here or in another worker. Never rejects. */
  async cancel(key: CancelKey): Promise<void> {
    const target = this.find(key);
    const neighbours = this.#neighbours;
    if (target !== null) await target.cancel();
    else if (neighbours !== null && workerOf(key.processId) !== neighbours.worker)
      neighbours.cancelElsewhere(key);
  }

  #randomId(): number {
    if (this.#neighbours === null) return randomInt(1, 2 ** 31);
    return this.#neighbours.worker * 2 ** OWN_BITS + randomInt(0, 2 ** OWN_BITS);
  }

  forget(key: CancelKey): void {
    this.#sessions.delete(key.processId);
  }
}
