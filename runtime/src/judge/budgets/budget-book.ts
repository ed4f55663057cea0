/**
 * What callers have spent of their budgets per minute, hour and day: one book a source, shared by all its sessions, so that no
 * statement of another session slips between counting and looking. Kept over new policies, forgotten with the process.
 */

/** Entries from which on those of periods that are over are thrown out. */
const SWEEP_AT = 10_000;

interface Entry {
  /** Milliseconds since 1970 at which its period began. */
  since: number;
  readonly length: number;
  spent: number;
}

export class BudgetBook {
  readonly #entries = new Map<string, Entry>();
  #sweepAt = SWEEP_AT;

  /**
   * Spends `amount`, and gives what is spent by now in the period of `length` milliseconds that `now` lies in. Periods begin at
   * multiples of their length since 1970, that is at full minutes, hours and days of UTC.
   */
  spend(key: string, amount: number, length: number, now: number): number {
    const since = now - (now % length);
    const known = this.#entries.get(key);
    if (known !== undefined && known.length === length) {
      // A clock that was set back gives nobody a second budget.
      if (known.since < since) {
        known.since = since;
        known.spent = 0;
      }
      known.spent += amount;
      return known.spent;
    }
    this.#entries.set(key, { since, length, spent: amount });
    if (this.#entries.size >= this.#sweepAt) this.#sweep(now);
    return amount;
  }

  #sweep(now: number): void {
    for (const [key, { since, length }] of this.#entries)
      if (since + length <= now) this.#entries.delete(key);
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#entries.size);
  }
}
