/** Where it is kept what callers have spent of their budgets per minute, hour and day, for all sessions of a source. */

/** One amount that is about to be spent. */
export interface Expense {
  /** Names caller and limit. */
  readonly key: string;
  readonly amount: number;
  /** Of the limit. */
  readonly limit: number;
  /** Milliseconds of the period; those begin at multiples of their length since 1970, that is at full minutes, hours and days of UTC. */
  readonly length: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether many such expenses follow each other, so that some of the budget may be set aside for them. */
  readonly isOneOfMany: boolean;
}

export interface Budgets {
  /** Spends an amount, before what it stands for happens. False where that is beyond the limit. Never throws. */
  spend(expense: Expense): boolean;
  /** What was set aside is not needed now. */
  rest(): void;
}
