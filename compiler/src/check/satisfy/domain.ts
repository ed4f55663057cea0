/**
 * One thing that has one of finitely many values that conditions can tell apart: a field, a claim, the time. The values are
 * numbered, and a number is written in as many variables of the diagram as it has bits.
 */
import type { Bdd, Fn } from './bdd.ts';

export class Domain<T> {
  readonly #bdd: Bdd;
  readonly #values: readonly T[];
  readonly #first: number;
  readonly #bits: number;

  /** `values`: at least one; those of a witness are the first that do. `first` is the first variable that is free. */
  constructor(bdd: Bdd, values: readonly T[], first: number) {
    this.#bdd = bdd;
    this.#values = values;
    this.#first = first;
    this.#bits = Math.ceil(Math.log2(values.length));
  }

  /** The first variable behind those of this domain. */
  get end(): number {
    return this.#first + this.#bits;
  }

  /** Not every number that the bits can write is one of a value. */
  get possible(): Fn {
    return this.of(this.#values.map((_, number) => number));
  }

  /** Where the value is one of those. */
  where(isMeant: (value: T) => boolean): Fn {
    return this.of(this.#values.flatMap((value, number) => (isMeant(value) ? [number] : [])));
  }

  /** Where the number of the value is one of those, which are in order. */
  of(numbers: readonly number[]): Fn {
    return this.#bdd.members(this.#first, this.#bits, numbers);
  }

  get values(): readonly T[] {
    return this.#values;
  }

  get size(): number {
    return this.#values.length;
  }

  /** The numbers that variables with these values leave possible, in order. */
  numbersAt(values: ReadonlyMap<number, boolean>): readonly number[] {
    const bits = Array.from({ length: this.#bits }, (_, bit) => values.get(this.#first + bit));
    // Most solutions ask nothing of a domain.
    const isFree = bits.every((bit) => bit === undefined);
    const fits = (number: number): boolean =>
      bits.every(
        (bit, i) => bit === undefined || bit === (Math.floor(number / 2 ** (this.#bits - 1 - i)) % 2 === 1),
      );
    return [...this.#values.keys()].filter((number) => isFree || fits(number));
  }

  /** The value in a solution, given by the variables that are true. */
  read(truths: ReadonlySet<number>): T | undefined {
    let number = 0;
    for (let variable = this.#first; variable < this.end; variable++)
      number = 2 * number + (truths.has(variable) ? 1 : 0);
    return this.#values[number];
  }
}
