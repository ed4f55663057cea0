/**
 * The requests to APIs that are under way, as whoever counts, revokes and drains sessions sees them. There are thousands a second, and each is over
 * in a moment: so one costs an object and no promise, no timer and no entry of a Map. (A Map that is written to all the time leaves a chain of tables
 * behind, each with what was in it; once one of them is old, V8 takes all after it for alive until it collects the whole heap.)
 */
import type { OpenRequest } from '../../http/services.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Drainable, OpenSession } from '../sessions.ts';

/** How often those are looked for whose proof ends soon; until then they have no timer. */
const SWEEP_MILLISECONDS = 30_000;
/** Longer than between two sweeps, so that none is missed. */
const SOON_MILLISECONDS = 2 * SWEEP_MILLISECONDS;

/** A request under way, and its place among them. */
class Entry implements OpenSession {
  readonly id: string;
  readonly identity: Identity;
  readonly about = null;
  readonly request: OpenRequest;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** -1 once it is over. */
  at: number;
  timer: NodeJS.Timeout | null = null;

  constructor(request: OpenRequest, identity: Identity, endsAt: number, at: number) {
    this.id = request.id;
    this.request = request;
    this.identity = identity;
    this.endsAt = endsAt;
    this.at = at;
  }

  get served(): OpenSession['served'] {
    return { end: () => this.request.cut() };
  }
}

export class RequestsUnderWay implements Drainable {
  readonly #now: () => number;
  readonly #entries: Entry[] = [];
  #sweep: NodeJS.Timeout | null = null;
  #draining = false;
  /** Those who wait for the last one to end. */
  #onceNone: (() => void)[] = [];

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** From {@link drain} on: nothing is to be added any more. */
  get draining(): boolean {
    return this.#draining;
  }

  get connections(): number {
    return this.#entries.length;
  }

  /** Keeps a request, and cuts it when the proof ends that let it in, until the function that it gives is called. */
  add(request: OpenRequest, identity: Identity, endsAt: number): () => void {
    const entry = new Entry(request, identity, endsAt, this.#entries.length);
    this.#entries.push(entry);
    this.#sweep ??= setInterval(() => this.#watchSoon(), SWEEP_MILLISECONDS).unref();
    this.#watch(entry, this.#now());
    return () => this.#remove(entry);
  }

  opened(): readonly OpenSession[] {
    return [...this.#entries];
  }

  /** A request is never idle: it may come to its end, unless it waits for people. Resolves when all are over. */
  async drain(): Promise<void> {
    this.#draining = true;
    for (const { request } of [...this.#entries]) request.drain();
    await this.#allOver();
  }

  /** Ends all that are left. Resolves when they are over. */
  async cut(): Promise<void> {
    for (const { request } of [...this.#entries]) request.cut();
    await this.#allOver();
    if (this.#sweep !== null) clearInterval(this.#sweep);
    this.#sweep = null;
  }

  #watchSoon(): void {
    const now = this.#now();
    for (const entry of this.#entries) this.#watch(entry, now);
  }

  #watch(entry: Entry, now: number): void {
    const left = entry.endsAt - now;
    if (left > SOON_MILLISECONDS || entry.timer !== null || entry.at === -1) return;
    const look = (): void => {
      entry.timer = null;
      const at = this.#now();
      if (at >= entry.endsAt) entry.request.cut();
      else this.#watch(entry, at);
    };
    entry.timer = setTimeout(look, Math.max(left, 0)).unref();
  }

  /** The last one takes its place. */
  #remove(entry: Entry): void {
    const { at } = entry;
    if (at === -1) return;
    entry.at = -1;
    if (entry.timer !== null) clearTimeout(entry.timer);
    const last = this.#entries.pop();
    if (last !== undefined && last !== entry) {
      this.#entries[at] = last;
      last.at = at;
    }
    if (this.#entries.length > 0) return;
    const waiting = this.#onceNone;
    if (waiting.length === 0) return;
    this.#onceNone = [];
    for (const then of waiting) then();
  }

  #allOver(): Promise<void> {
    if (this.#entries.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onceNone.push(resolve));
  }
}
