/**
 * One set of policies as the editor has it: checked again when something of it changed, the newest result kept. Checks of a project
 * never overlap, since they share what is remembered of its schemas.
 */
import { type CheckResult, checkPolicies, type Host, Memo } from '@dlpc/compiler';
import { SchemaMemory } from './schema-memory.ts';

export class Project {
  /** The folder or file that it was found by. */
  readonly root: string;
  readonly #host: Host;
  readonly #schemas = new SchemaMemory();
  readonly #memo = new Memo();
  /** Counts changes of what is checked. */
  #change = 0;
  #latest: { readonly result: CheckResult; readonly change: number } | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(host: Host, root: string) {
    this.#host = host;
    this.root = root;
  }

  /** The result of the last check; null before the first has ended. */
  get latest(): CheckResult | null {
    return this.#latest?.result ?? null;
  }

  /** Whether `path` has a say in the result; all that is not known yet may have. */
  concerns(path: string): boolean {
    const known = this.#latest === null || this.#latest.result.texts.has(path);
    return known || path === this.root || path.startsWith(`${this.root}/`);
  }

  /** Something changed: what is known is old. */
  touch(): void {
    this.#change += 1;
  }

  /** A result that knows of every change up to now. */
  async current(): Promise<CheckResult> {
    const wanted = this.#change;
    for (;;) {
      if (this.#latest !== null && this.#latest.change >= wanted) return this.#latest.result;
      const next = this.#running.then(() => this.#check(wanted));
      // A failure is told to whoever waits for this check; the one after it starts anew.
      this.#running = next.catch(() => undefined);
      await next;
    }
  }

  /** The last result, however old, or the first where there is none yet. */
  async known(): Promise<CheckResult> {
    return this.latest ?? this.current();
  }

  async #check(wanted: number): Promise<void> {
    // The check before this one may have seen the change already.
    if (this.#latest !== null && this.#latest.change >= wanted) return;
    const change = this.#change;
    await this.#schemas.forgetChanged(this.#host);
    const { databases, apis } = this.#schemas;
    const result = await checkPolicies(this.#host, [this.root], databases, apis, this.#memo);
    await this.#schemas.remember(this.#host);
    this.#latest = { result, change };
  }
}
