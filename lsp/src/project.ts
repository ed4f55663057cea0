/**
 * One folder of policies as the editor has it: checked again after each change, the newest result kept. A check that was overtaken
 * by another change gives no result.
 */
import { type CheckResult, checkPolicies, type Host } from '@dlpc/compiler';

export class Project {
  readonly #host: Host;
  readonly #roots: readonly string[];
  #generation = 0;
  #latest: CheckResult | null = null;

  constructor(host: Host, roots: readonly string[]) {
    this.#host = host;
    this.#roots = roots;
  }

  /** The result of the last check that was not overtaken. */
  get latest(): CheckResult | null {
    return this.#latest;
  }

  /** The last result, or the first where there is none yet. */
  async checked(): Promise<CheckResult> {
    return this.#latest ?? (await this.check()) ?? this.checked();
  }

  /** Null where another check began while this one ran. */
  async check(): Promise<CheckResult | null> {
    this.#generation += 1;
    const generation = this.#generation;
    const result = await checkPolicies(this.#host, this.#roots);
    if (generation !== this.#generation) return null;
    this.#latest = result;
    return result;
  }
}
