/** Whether the workers serve, and whom, as they say themselves: for whoever asks the primary. */
import type { LiveSession } from '../admin/live-session.ts';

export class WorkerStatus {
  readonly #count: number;
  readonly #missing = new Map<number, readonly string[]>();
  readonly #live = new Map<number, readonly LiveSession[]>();

  constructor(count: number) {
    this.#count = count;
  }

  /** What a worker lacks, a clause each, and its sessions. */
  told(worker: number, missing: readonly string[], live: readonly LiveSession[]): void {
    this.#missing.set(worker, missing);
    this.#live.set(worker, live);
  }

  ended(worker: number): void {
    this.#missing.delete(worker);
    this.#live.delete(worker);
  }

  /** Sessions of all workers, a second old at most. */
  live(): readonly LiveSession[] {
    return [...this.#live.values()].flat();
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
