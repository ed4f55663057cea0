/**
 * The last Parse messages of a session that named no statement, by their very bytes, with what became of them: programs send the same few
 * over and over, and then nothing of them has to be read, judged or written anew. Holds under one revision of the gate, as a prepared
 * statement does. Bounded: idle sessions must be small.
 */
import type { ForwardVerdict } from './requests.ts';

export interface SeenParse {
  /** Of the gate that gave the verdict. */
  readonly revision: string;
  /** The message as it came; a copy. */
  readonly message: Buffer;
  readonly text: string;
  readonly parameterTypes: Buffer;
  readonly verdict: ForwardVerdict;
  /** The message that goes on; null where that is the client's own. */
  readonly forwarded: Buffer | null;
}

const MAX_SEEN = 4;
const MAX_BYTES = 8 * 1024;

export class SeenParses {
  /** The oldest first. */
  #seen: SeenParse[] = [];
  #bytes = 0;

  /** What is known of the message at these places; undefined for nothing that holds under `revision`. */
  find(bytes: Buffer, start: number, end: number, revision: string): SeenParse | undefined {
    for (const seen of this.#seen) {
      const { message } = seen;
      const isSame =
        message.length === end - start &&
        seen.revision === revision &&
        message.compare(bytes, start, end) === 0;
      if (isSame) return seen;
    }
    return undefined;
  }

  /** Forgets what was kept longest ago where there is no room, and all that another revision gave. */
  keep(parse: SeenParse): void {
    const bytes = sizeOf(parse);
    if (bytes > MAX_BYTES) return;
    if (this.#seen.some(({ revision }) => revision !== parse.revision)) {
      this.#seen = [];
      this.#bytes = 0;
    }
    while (this.#seen.length >= MAX_SEEN || this.#bytes + bytes > MAX_BYTES) {
      const oldest = this.#seen.shift();
      if (oldest === undefined) break;
      this.#bytes -= sizeOf(oldest);
    }
    this.#seen.push(parse);
    this.#bytes += bytes;
  }
}

/** About as many bytes as it takes; the text has one to two for each of its characters. */
function sizeOf({ message, text, forwarded }: SeenParse): number {
  return message.length + 2 * text.length + (forwarded?.length ?? 0);
}
