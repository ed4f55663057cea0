/** Treatments of a module as constants: the same one is written once, however many columns have it. */
import type { Treatment } from '@dlpc/runtime/abi';

export class TreatmentNames {
  readonly #names = new Map<string, { readonly name: string; readonly treatment: Treatment }>();

  /** Treatments in the order in which they were asked for. */
  get all(): Iterable<{ readonly name: string; readonly treatment: Treatment }> {
    return this.#names.values();
  }

  /** The name of the constant for `treatment`. */
  nameOf(treatment: Treatment): string {
    const { text, rank, sql, keyed, lookup } = treatment;
    const key = JSON.stringify([text, rank, sql, keyed, lookup]);
    const known = this.#names.get(key);
    if (known !== undefined) return known.name;
    const name = `treatment${this.#names.size}`;
    this.#names.set(key, { name, treatment });
    return name;
  }
}
