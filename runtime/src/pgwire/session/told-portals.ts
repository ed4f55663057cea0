/**
 * Which open portals have to do with notices of masks: those that show something masked, and those that set whether the client is
 * told. Bounded: the oldest are forgotten first, and then nothing is told of them.
 */
import type { ForwardVerdict } from './requests.ts';

const MAX_PORTALS = 100;

export class ToldPortals {
  readonly #named = new Map<string, ForwardVerdict>();
  /** Most drivers use no other. */
  #unnamed: ForwardVerdict | null = null;

  /** Notes a Bind. */
  bind(name: string, verdict: ForwardVerdict): void {
    const told = verdict.masked === undefined && verdict.notices === undefined ? null : verdict;
    if (name === '') this.#unnamed = told;
    else if (told === null) this.#named.delete(name);
    else {
      this.#named.delete(name);
      this.#named.set(name, told);
      for (const oldest of this.#named.keys()) {
        if (this.#named.size <= MAX_PORTALS) return;
        this.#named.delete(oldest);
      }
    }
  }

  /** Null where an Execute of it has nothing to do with notices. */
  of(name: string): ForwardVerdict | null {
    return name === '' ? this.#unnamed : (this.#named.get(name) ?? null);
  }
}
