/** The visits of one process; ended when nothing was asked for a while. */
import type { JsonObject } from '../journal/format.ts';
import type { Journal } from '../journal/journal.ts';
import { Visit } from './visit.ts';

const QUIET_MILLISECONDS = 5 * 60_000;
const SWEEP_MILLISECONDS = 30_000;
/** Beyond, the one that was quiet longest ends. */
const MOST_VISITS = 5_000;

export class Visits {
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #visits = new Map<string, Visit>();
  readonly #timer: NodeJS.Timeout;

  constructor(journal: Journal, now: () => number) {
    this.#journal = journal;
    this.#now = now;
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MILLISECONDS);
    this.#timer.unref();
  }

  /** Of whoever is told of so: names, no secrets. */
  of(who: JsonObject): Visit {
    const key = JSON.stringify(who);
    const known = this.#visits.get(key);
    const visit = known ?? new Visit(this.#journal, who, this.#now());
    // The one that was used last stands last.
    this.#visits.delete(key);
    this.#visits.set(key, visit);
    if (this.#visits.size > MOST_VISITS) this.#endOldest();
    return visit;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const visit of this.#visits.values()) visit.end('the proxy ends');
    this.#visits.clear();
  }

  #sweep(): void {
    const since = this.#now() - QUIET_MILLISECONDS;
    for (const [key, visit] of this.#visits) {
      if (visit.quietSince > since) continue;
      this.#visits.delete(key);
      visit.end('nothing was asked any more');
    }
  }

  #endOldest(): void {
    for (const [key, visit] of this.#visits) {
      if (visit.quietSince === Number.POSITIVE_INFINITY) continue;
      this.#visits.delete(key);
      visit.end('others were asked for');
      return;
    }
  }
}
