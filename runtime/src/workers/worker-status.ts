/** Whether the workers serve, as they say themselves: for whoever asks the primary. */

export class WorkerStatus {
  readonly #count: number;
  readonly #missing = new Map<number, readonly string[]>();

  constructor(count: number) {
    this.#count = count;
  }

  /** What a worker lacks, a clause each. */
  told(worker: number, missing: readonly string[]): void {
    this.#missing.set(worker, missing);
  }

  ended(worker: number): void {
    this.#missing.delete(worker);
  }

  /** What is missing over all; empty where everything serves. */
  missing(): readonly string[] {
    const silent = this.#count - this.#missing.size;
    const said = [...this.#missing.values()].flat();
    return [
      ...(silent > 0 ? [`${silent} of ${this.#count} workers do not serve yet`] : []),
      ...new Set(said),
    ];
  }
}
