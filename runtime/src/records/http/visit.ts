/**
 * What stands for a session in the record of an API, which has none: the requests that one caller sends to it, for one task and from one
 * address, without a long pause between them.
 */
import { randomUUID } from 'node:crypto';
import type { Definition } from '../journal/entry.ts';
import type { JsonObject } from '../journal/format.ts';
import type { Journal } from '../journal/journal.ts';

export class Visit {
  readonly session: Definition;
  readonly #journal: Journal;
  #requests = 0;
  #denied = 0;
  #open = 0;
  #last = 0;

  /** `who`: names, no secrets. */
  constructor(journal: Journal, who: JsonObject, startedAt: number) {
    const told = { ...who, id: randomUUID(), protocol: 'http', startedAt };
    this.#journal = journal;
    this.#last = startedAt;
    this.session = { what: 'session', describe: () => told };
    journal.append({ kind: 'session.begin', about: [this.session], data: {} }, 'along', null);
  }

  /** Milliseconds since 1970 of the last that happened; never while a request is under way. */
  get quietSince(): number {
    return this.#open > 0 ? Number.POSITIVE_INFINITY : this.#last;
  }

  /** The number of the next request. */
  begin(isDenied: boolean, now: number): number {
    this.#requests += 1;
    this.#open += 1;
    if (isDenied) this.#denied += 1;
    this.#last = now;
    return this.#requests;
  }

  over(now: number): void {
    this.#open -= 1;
    this.#last = now;
  }

  end(cause: string): void {
    const data = { cause, statements: this.#requests, denied: this.#denied };
    this.#journal.append({ kind: 'session.end', about: [this.session], data }, 'along', null);
  }
}
