/** When to start a worker again: at once after a long life, later and later while lives are short. */

const FIRST_MILLISECONDS = 1_000;
const LONGEST_MILLISECONDS = 30_000;
/** A worker that lived so long did not die of what it was given. */
const LONG_LIFE_MILLISECONDS = 60_000;

export class RestartDelay {
  #shortLives = 0;

  /** Milliseconds to wait after a worker that lived for `lifetime` milliseconds. */
  after(lifetime: number): number {
    if (lifetime >= LONG_LIFE_MILLISECONDS) {
      this.#shortLives = 0;
      return 0;
    }
    const delay = FIRST_MILLISECONDS * 2 ** Math.min(this.#shortLives, 10);
    this.#shortLives += 1;
    return Math.min(delay, LONGEST_MILLISECONDS);
  }
}
