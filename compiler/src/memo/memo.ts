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

/** The entries of one query, of any type: whoever derives takes out what was put in under the same query. */
interface Slot {
  before: ReadonlyMap<unknown, Entry>;
  now: Map<unknown, Entry>;
}

export class Memo {
  readonly #slots = new Map<unknown, Slot>();

  /** Begins a run. What the one before it did not ask for is forgotten. */
  begin(): void {
    for (const slot of this.#slots.values()) {
      slot.before = slot.now;
      slot.now = new Map();
    }
  }

  /**
   * The value of `query` for `subject`: the earlier one where every input is what it was, else what `compute` makes.
   * @param compute reads maps from its parameters alone: what it read of one that it reached in another way is not known to have been read
   * @param holds further asks of the earlier value whether it still counts
   */
  derive<T, I extends unknown[]>(
    query: Query<T>,
    subject: unknown,
    inputs: readonly [...I],
    compute: (...inputs: Taken<I>) => T,
    holds: ((before: T) => boolean) | null = null,
  ): T {
    const slot = this.#slotOf(query);
    const entry = slot.now.get(subject) ?? slot.before.get(subject);
    if (entry !== undefined && areSame(entry.inputs, inputs)) {
      const before = entry.value as T;
      if (holds === null || holds(before)) {
        slot.now.set(subject, entry);
        return before;
      }
    }
    const tracked = inputs.map((input) => (input instanceof Map ? new TrackedMap(input) : input));
    const fresh = compute(...(tracked as unknown as Taken<I>));
    const value =
      entry === undefined || query.reconcile === null ? fresh : query.reconcile(fresh, entry.value as T);
    slot.now.set(subject, { inputs: tracked, value });
    return value;
  }

  #slotOf(query: unknown): Slot {
    const known = this.#slots.get(query);
    if (known !== undefined) return known;
    const slot = { before: new Map(), now: new Map() };
    this.#slots.set(query, slot);
    return slot;
  }
}

/** Asked of everything in every run. */
function areSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  if (before.length !== now.length) return false;
  for (let index = 0; index < now.length; index += 1) {
    const input = before[index];
    const current = now[index];
    if (input === current) continue;
    if (!(input instanceof TrackedMap && current instanceof Map && input.readsSameFrom(current)))
      return false;
  }
  return true;
}
