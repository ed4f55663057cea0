/**
 * The statements that the server keeps prepared for a session under names of our own, in place of parsing the same text for every Parse of the unnamed statement. Only
 * bookkeeping: which Parse is kept under which name, and which names are to be given up. Bounded.
 */
import { randomBytes } from 'node:crypto';
import type { SeenParse } from './seen-parses.ts';
import type { StatementName } from './statement-table.ts';

/** As many as a session remembers Parses: {@link SeenParses}. */
const MAX_KEPT = 4;

/** No client may guess a name: what it says of it would be about our statement. */
const NAME_BYTES = 12;

export class KeptStatements {
  /** The least recently used first. */
  readonly #kept = new Map<SeenParse, StatementName>();
  #closing: StatementName[] = [];
  #revision = '';
  #prefix: string | null = null;
  #made = 0;
  #off = false;

  /** Under which name the server keeps what this Parse defines; undefined where it does not. */
  nameOf(parse: SeenParse): StatementName | undefined {
    const name = this.#kept.get(parse);
    if (name !== undefined && this.#kept.size > 1) {
      this.#kept.delete(parse);
      this.#kept.set(parse, name);
    }
    return name;
  }

  /** A new name for what this Parse defines; null where nothing is to be kept any more. */
  keep(parse: SeenParse): StatementName | null {
    if (this.#off) return null;
    if (parse.revision !== this.#revision) this.drop();
    this.#revision = parse.revision;
    for (const [oldest, name] of this.#kept) {
      if (this.#kept.size < MAX_KEPT) break;
      this.#kept.delete(oldest);
      this.#closing.push(name);
    }
    this.#prefix ??= `dlp-proxy ${randomBytes(NAME_BYTES).toString('hex')}`;
    this.#made += 1;
    const name = `${this.#prefix} ${this.#made}`;
    this.#kept.set(parse, name);
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
