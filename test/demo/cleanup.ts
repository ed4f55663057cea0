/** Undoes what was set up, last thing first, exactly once, whether the demo ends well, badly or by a signal. */

export class Cleanup {
  readonly #tasks: (() => unknown)[] = [];
  #running: Promise<void> | null = null;

  /** Has `task` done at the end. */
  defer(task: () => unknown): void {
    this.#tasks.push(task);
  }

  /** Does all tasks; one that fails does not keep the others from being done, but is told. */
  run(): Promise<void> {
    this.#running ??= this.#runAll();
    return this.#running;
  }

  async #runAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const task of this.#tasks.toReversed()) {
      try {
        await task();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'something was left behind');
  }
}
