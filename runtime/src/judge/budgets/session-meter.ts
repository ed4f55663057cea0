/**
 * Counts what crosses to one session against the limits that apply to it. Exact: what is asked here is counted first and let
 * through after, one at a time.
 */
import type { BudgetUnit } from '../../abi.ts';
import type { Denial, Meter } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { AppliedLimit } from './applied-limit.ts';
import type { Budgets } from './budgets.ts';

/** Milliseconds. */
const PERIODS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export interface MeterParts {
  /** Whose budgets these are. */
  readonly caller: string;
  readonly book: Budgets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of a limit that was reached: once for a session, and where it alerts, once for each period that it sees. */
  readonly onReached: (limit: AppliedLimit) => void;
}

export class SessionMeter implements Meter {
  readonly #parts: MeterParts;
  #limits: readonly AppliedLimit[] = [];
  /** Spent in this session, by the key of the limit. */
  readonly #session = new Map<string, number>();
  /** Spent by the statement that runs. */
  readonly #statement = new Map<string, number>();
  readonly #told = new Set<string>();

  constructor(parts: MeterParts) {
    this.#parts = parts;
  }

  /** From now on these apply. What was spent before counts where it is the same limit. */
  use(limits: readonly AppliedLimit[]): this {
    this.#limits = limits;
    return this;
  }

  begin(): Denial | null {
    return this.#spend('statements', 1);
  }

  row(bytes: number): Denial | null {
    return this.#spend('rows', 1) ?? this.#spend('bytes', bytes);
  }

  end(): void {
    this.#statement.clear();
    this.#parts.book.rest();
  }

  #spend(unit: BudgetUnit, amount: number): Denial | null {
    let denial: Denial | null = null;
    for (const limit of this.#limits) {
      if (limit.unit !== unit || this.#isTold(limit) || this.#isWithin(limit, amount)) continue;
      this.#tell(limit);
      if (limit.beyond === 'stop') denial ??= denials.budget(limit);
    }
    return denial;
  }

  #isWithin(limit: AppliedLimit, amount: number): boolean {
    const { caller, book, now } = this.#parts;
    const { per, key, unit } = limit;
    if (per !== 'session' && per !== 'statement')
      return book.spend({
        ...{ key: JSON.stringify([caller, key]), amount, limit: limit.amount, length: PERIODS[per] },
        ...{ now: now(), isOneOfMany: unit !== 'statements' },
      });
    const counts = per === 'session' ? this.#session : this.#statement;
    const spent = (counts.get(key) ?? 0) + amount;
    counts.set(key, spent);
    return spent <= limit.amount;
  }

  /** Whether there is nothing left to say of a limit that stops nobody. */
  #isTold(limit: AppliedLimit): boolean {
    return limit.beyond !== 'stop' && this.#told.size > 0 && this.#told.has(this.#onceOf(limit));
  }

  #onceOf({ per, key }: AppliedLimit): string {
    const period =
      per === 'session' || per === 'statement' ? '' : Math.floor(this.#parts.now() / PERIODS[per]);
    return `${key} ${period}`;
  }

  #tell(limit: AppliedLimit): void {
    const once = this.#onceOf(limit);
    if (this.#told.has(once)) return;
    if (this.#told.size > 1000) this.#told.clear();
    this.#told.add(once);
    this.#parts.onReached(limit);
  }
}
