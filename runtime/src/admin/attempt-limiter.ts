/** Bounds how often somebody can fail to sign in: per address, and per address and name, so that nobody can lock another out from elsewhere. */

const WINDOW_MILLISECONDS = 60_000;
const MAX_OF_NAME = 5;
const MAX_OF_ADDRESS = 20;
/** Addresses and names that are remembered; when there are more, those of the oldest windows go. */
const MAX_ENTRIES = 10_000;

interface Failures {
  since: number;
  count: number;
}

export class AttemptLimiter {
  readonly #clock: () => number;
  readonly #failures = new Map<string, Failures>();

  /** `clock`: milliseconds of a clock that never goes back. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Seconds to wait before another attempt is looked at; 0 where it is now. */
  waitSeconds(address: string, name: string): number {
    return Math.max(this.#wait(address, MAX_OF_ADDRESS), this.#wait(keyOf(address, name), MAX_OF_NAME));
  }

  failed(address: string, name: string): void {
    this.#count(address);
    this.#count(keyOf(address, name));
  }

  #wait(key: string, most: number): number {
    const known = this.#failures.get(key);
    if (known === undefined || known.count < most) return 0;
    return Math.max(0, Math.ceil((known.since + WINDOW_MILLISECONDS - this.#clock()) / 1000));
  }

  #count(key: string): void {
    const now = this.#clock();
    const known = this.#failures.get(key);
    if (known !== undefined && now < known.since + WINDOW_MILLISECONDS) {
      known.count += 1;
      return;
    }
    this.#failures.delete(key);
    this.#failures.set(key, { since: now, count: 1 });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= MAX_ENTRIES) return;
      this.#failures.delete(oldest);
    }
  }
}

function keyOf(address: string, name: string): string {
  return `${address}\u0000${name}`;
}
