/**
 * Ends what clients do too slowly: bodies that hardly come, and answers that are hardly taken. Time counts while the client is waited for alone,
 * never while the API is; so nothing that is merely long ends. Knows no request: it is told what was sent and what waits.
 */

/** Seconds that everybody has, whatever the rate. */
export const GRACE_SECONDS = 10;

export interface PaceLimits {
  /** 0 for none. */
  readonly minBytesPerSecond: number;
}

/** Something that a client has to do. */
export interface Paced {
  /** Whether the client is what is waited for now. */
  isAwaited(): boolean;
  /** Bytes that it has moved since it began. */
  moved(): number;
  /** It was too slow. Called once. */
  end(): void;
}

export class Pace {
  readonly #rate: number;
  /** Seconds for which each was waited for. */
  readonly #waited = new Map<Paced, number>();

  constructor({ minBytesPerSecond }: PaceLimits) {
    this.#rate = minBytesPerSecond;
  }

  /** Until the function that it gives is called. */
  watch(paced: Paced): () => void {
    if (this.#rate === 0) return () => undefined;
    this.#waited.set(paced, 0);
    return () => void this.#waited.delete(paced);
  }

  /** A second has passed. */
  tick(): void {
    for (const [paced, before] of this.#waited) {
      if (!paced.isAwaited()) continue;
      const waited = before + 1;
      this.#waited.set(paced, waited);
      if (waited <= GRACE_SECONDS + paced.moved() / this.#rate) continue;
      this.#waited.delete(paced);
      paced.end();
    }
  }
}
