/** What was taken once and is not taken again, until nobody would take it anyhow. Lives in this process, bounded: when it is full, nothing more is taken. */

const MAX_ENTRIES = 50_000;

export class UsedOnce {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  has(id: string): boolean {
    return this.#until.has(id);
  }

  /** Whether it was not taken before. `until`: milliseconds since 1970, from which on it is refused by its own end. */
  take(id: string, until: number): boolean {
    if (this.#until.has(id)) return false;
    if (this.#until.size >= MAX_ENTRIES) this.#sweep();
    if (this.#until.size >= MAX_ENTRIES) return false;
    this.#until.set(id, until);
    return true;
  }

  #sweep(): void {
    for (const [id, until] of this.#until) if (until < this.#now()) this.#until.delete(id);
  }
}
