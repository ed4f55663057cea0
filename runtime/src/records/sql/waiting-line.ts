/** Answers that may come at any time, given in the order in which they were asked for. */
import type { Go } from '../../pgwire/recorder.ts';

interface Place {
  ok: boolean | null;
  readonly go: Go;
}

export class WaitingLine {
  #places: Place[] = [];

  get isEmpty(): boolean {
    return this.#places.length === 0;
  }

  /** Takes a place; the answer is given through what this returns. */
  join(go: Go): Go {
    const place: Place = { ok: null, go };
    this.#places.push(place);
    return (ok) => {
      place.ok = ok;
      this.#move();
    };
  }

  #move(): void {
    for (let first = this.#places[0]; first !== undefined && first.ok !== null; first = this.#places[0]) {
      this.#places.shift();
      first.go(first.ok);
    }
  }
}
