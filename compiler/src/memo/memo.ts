/**
 * What earlier runs of the compiler derived, for a run that sees mostly the same things: a check after an edit derives anew what
 * depends on the edit. A check from nothing is the same code with an empty memo.
 *
 * A derivation is a pure function of a subject and of inputs, compared by identity. An input that is a map counts by what was read
 * of it, so that a new name invalidates those alone that looked for it. Derivations ask for no other: each run asks for all that
 * it needs, and what it did not ask for is forgotten with the next.
 */
import { TrackedMap } from './tracked-map.ts';

/** One kind of derivation. Its name is for people. */
export class Query<T> {
  readonly name: string;
  /** Puts the parts of the earlier value that are equal in place of those of the new one, so that what depends on them holds. */
  readonly reconcile: ((fresh: T, before: T) => T) | null;

  constructor(name: string, reconcile: ((fresh: T, before: T) => T) | null = null) {
    this.name = name;
    this.reconcile = reconcile;
  }
}

/** The inputs as the one who computes takes them; what these are is not inferred from what is done with them. */
export type Taken<I extends unknown[]> = I extends infer Same extends unknown[] ? Same : never;

interface Entry {
  readonly inputs: readonly unknown[];
  readonly value: unknown;
}

type Entries = Map<Query<never>, Map<unknown, Entry>>;

export class Memo {
  #before: Entries = new Map();
  #now: Entries = new Map();

  /** Begins a run. What the one before it did not ask for is forgotten. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /**
   * The value of `query` for `subject`: the earlier one where every input is what it was, else what `compute` makes.
   * @param holds further asks of the earlier value whether it still counts
   */
  derive<T, I extends unknown[]>(
    query: Query<T>,
    subject: unknown,
    inputs: readonly [...I],
    compute: (...inputs: Taken<I>) => T,
    holds: (before: T) => boolean = () => true,
  ): T {
    // Entries of a query were put there under this very query.
    const key = query as unknown as Query<never>;
    const entry = this.#now.get(key)?.get(subject) ?? this.#before.get(key)?.get(subject);
    if (entry !== undefined && areSame(entry.inputs, inputs) && holds(entry.value as T)) {
      this.#keep(key, subject, entry);
      return entry.value as T;
    }
    const tracked = inputs.map((input) => (input instanceof Map ? new TrackedMap(input) : input));
    const fresh = compute(...(tracked as unknown as Taken<I>));
    const value =
      entry === undefined || query.reconcile === null ? fresh : query.reconcile(fresh, entry.value as T);
    this.#keep(key, subject, { inputs: tracked, value });
    return value;
  }

  #keep(query: Query<never>, subject: unknown, entry: Entry): void {
    const ofQuery = this.#now.get(query);
    if (ofQuery === undefined) this.#now.set(query, new Map([[subject, entry]]));
    else ofQuery.set(subject, entry);
  }
}

function areSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return (
    before.length === now.length &&
    before.every((input, index) => {
      const current = now[index];
      return input instanceof TrackedMap
        ? current instanceof Map && input.readsSameFrom(current)
        : Object.is(input, current);
    })
  );
}
