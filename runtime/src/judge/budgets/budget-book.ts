/**
 * What callers have spent, in the memory of one process: no statement of another session slips between counting and looking. Kept over new
 * policies, forgotten with the process.
 */
import type { Budgets, Expense } from './budgets.ts';

/** Entries from which on those of periods that are over are thrown out. */
const SWEEP_AT = 10_000;

interface Entry {
  /** Milliseconds since 1970 at which its period began. */
  since: number;
  readonly length: number;
  spent: number;
}

export class BudgetBook implements Budgets {
  readonly #entries = new Map<string, Entry>();
  #sweepAt = SWEEP_AT;

  spend({ key, amount, limit, length, now }: Expense): boolean {
    const since = now - (now % length);
    const known = this.#entries.get(key);
    if (known !== undefined && known.length === length) {
      // A clock that was set back gives nobody a second budget.
      if (known.since < since) {
        known.since = since;
        known.spent = 0;
      }
      known.spent += amount;
      return known.spent <= limit;
    }
    this.#entries.set(key, { since, length, spent: amount });
    if (this.#entries.size >= this.#sweepAt) this.#sweep(now);
    return amount <= limit;
  }

  rest(): void {
    // Nothing is set aside.
  }

  #sweep(now: number): void {
    for (const [key, { since, length }] of this.#entries)
      if (since + length <= now) this.#entries.delete(key);
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#entries.size);
  }
}
