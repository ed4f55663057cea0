/** Whether the workers serve, and whom, as they say themselves: for whoever asks the primary. */
import type { LiveSession } from '../admin/live-session.ts';
import type { ProcessState } from '../admin/process-state.ts';

/** What a worker says of itself. */
export interface WorkerReport {
  readonly missing: readonly string[];
  readonly live: readonly LiveSession[];
  readonly state: ProcessState;
}

export class WorkerStatus {
  readonly #count: number;
  readonly #missing = new Map<number, readonly string[]>();
  readonly #live = new Map<number, readonly LiveSession[]>();
  readonly #states = new Map<number, ProcessState>();

  constructor(count: number) {
    this.#count = count;
  }

  /** What a worker lacks, a clause each, its sessions, and what it serves. */
  told(worker: number, { missing, live, state }: WorkerReport): void {
    this.#missing.set(worker, missing);
    this.#live.set(worker, live);
    this.#states.set(worker, state);
  }

  ended(worker: number): void {
    this.#missing.delete(worker);
    this.#live.delete(worker);
    this.#states.delete(worker);
  }

  /** By worker, a second old at most. */
  states(): readonly ProcessState[] {
    return [...this.#states].sort(([a], [b]) => a - b).map(([, state]) => state);
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
