/**
 * Budgets that several worker processes share, exactly: what a worker grants it has taken from the shared counts before. Statements are
 * taken one by one. Rows and bytes, of which many follow each other, in parts of what is left that become smaller with it, down to single
 * ones; what is not used of a part is given back when its statement is over. So together they never grant more than the limit, and refuse
 * early by no more than what running statements of other workers have set aside. Fails closed.
 */
import type { Budgets, Expense } from '../judge/budgets/budgets.ts';
import type { SharedCounts } from './shared-counts.ts';

/** Set aside in this process. */
interface Part {
  readonly since: number;
  left: number;
}

export class SharedBudgets implements Budgets {
  readonly #counts: SharedCounts;
  readonly #prefix: string;
  /** Of what is left, the part that is taken at once. */
  readonly #share: number;
  readonly #onFailure: (error: unknown) => void;
  readonly #parts = new Map<string, Part>();

  /** `source`: whose budgets they are; `workers`: how many share them. */
  constructor(
    counts: SharedCounts,
    { source, workers, onFailure }: { source: string; workers: number; onFailure: (error: unknown) => void },
  ) {
    this.#counts = counts;
    this.#prefix = `${source}\n`;
    this.#share = 1 / (8 * workers);
    this.#onFailure = onFailure;
  }

  spend({ key, amount, limit, length, now, isOneOfMany }: Expense): boolean {
    const since = now - (now % length);
    const part = this.#parts.get(key);
    // What was set aside in a period that is over is of no use in the next.
    if (part !== undefined && part.since >= since && part.left >= amount) {
      part.left -= amount;
      return true;
    }
    try {
      if (part !== undefined) this.#giveBack(key, part);
      const share = isOneOfMany ? this.#share : 0;
      const taking = { key: this.#prefix + key, since, length, limit, amount, share };
      const taken = this.#counts.take(taking);
      if (taken.taken > amount) this.#parts.set(key, { since: taken.since, left: taken.taken - amount });
      return taken.taken > 0;
    } catch (error) {
      this.#onFailure(error);
      return false;
    }
  }

  rest(): void {
    try {
      for (const [key, part] of this.#parts) this.#giveBack(key, part);
    } catch (error) {
      // What cannot be given back counts as spent.
      this.#parts.clear();
      this.#onFailure(error);
    }
  }

  #giveBack(key: string, { since, left }: Part): void {
    this.#parts.delete(key);
    if (left > 0) this.#counts.giveBack(this.#prefix + key, since, left);
  }
}
