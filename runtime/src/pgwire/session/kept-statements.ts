/**
 * The statements that the server keeps prepared for a session under names of our own, in place of parsing the same text for every Parse of the unnamed statement. Only
 * bookkeeping: which Parse is kept under which name, and which names are to be given up. Bounded.
 */
import { randomBytes } from 'node:crypto';
import type { StatementName } from './statement-table.ts';

/** As many as a session remembers Parses: {@link SeenParses}. */
const MAX_KEPT = 4;

/** What defines a statement: a Parse that was seen, or the shape of a Query; the very object. */
type Defined = object;

/** No client may guess a name: what it says of it would be about our statement. */
const NAME_BYTES = 12;

export class KeptStatements {
  /** The least recently used first. */
  readonly #kept = new Map<Defined, StatementName>();
  /** Shapes that came once; the oldest first. */
  #seen: Defined[] = [];
  #closing: StatementName[] = [];
  #revision = '';
  #prefix: string | null = null;
  #made = 0;
  #off = false;

  /** Whether it has come before, and is no longer what nobody may ever ask again. */
  cameBefore(defined: Defined): boolean {
    if (this.#seen.includes(defined)) return true;
    if (this.#seen.length === MAX_KEPT) this.#seen.shift();
    this.#seen.push(defined);
    return false;
  }

  /** Under which name the server keeps it; undefined where it does not. */
  nameOf(defined: Defined): StatementName | undefined {
    const name = this.#kept.get(defined);
    if (name !== undefined && this.#kept.size > 1) {
      this.#kept.delete(defined);
      this.#kept.set(defined, name);
    }
    return name;
  }

  /** A new name for it, as it was judged under this revision; null where nothing is to be kept any more. */
  keep(defined: Defined, revision: string): StatementName | null {
    if (this.#off) return null;
    if (revision !== this.#revision) this.drop();
    this.#revision = revision;
    for (const [oldest, name] of this.#kept) {
      if (this.#kept.size < MAX_KEPT) break;
      this.#kept.delete(oldest);
      this.#closing.push(name);
    }
    this.#prefix ??= `dlp-proxy ${randomBytes(NAME_BYTES).toString('hex')}`;
    this.#made += 1;
    const name = `${this.#prefix} ${this.#made}`;
    this.#kept.set(defined, name);
    return name;
  }

  /** Something was sent by which what is kept could mean something else from now on. */
  drop(): void {
    if (this.#kept.size === 0) return;
    this.#closing.push(...this.#kept.values());
    this.#kept.clear();
  }

  /** Keeps nothing any more, for as long as the session lasts. */
  stop(): void {
    this.#off = true;
    this.drop();
  }

  /** The names that the server need not keep any longer. Each is given once. */
  takeClosing(): readonly StatementName[] {
    const closing = this.#closing;
    if (closing.length > 0) this.#closing = [];
    return closing;
  }

  /** A text of the server's as a client may read it, which knows our statements as its unnamed one. */
  withoutNames(text: string): string {
    return this.#prefix === null ? text : text.replaceAll(new RegExp(`"${this.#prefix} [0-9]+"`, 'g'), '""');
  }
}
