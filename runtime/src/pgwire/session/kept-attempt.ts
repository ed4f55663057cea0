/**
 * A Parse in whose place a kept statement was described, until the server has answered that. It stands first in its segment and outside of any transaction, so that nothing can have been done
 * before its answer: should the server not have the statement any more, or have it otherwise, all that was sent since is sent once more, behind a Parse. The client sees that one's answer.
 */
import { encodeCloseStatement, encodeParse, encodeQuery, encodeSync } from '../codec/encode-frontend.ts';
import type { Requests } from './requests.ts';
import type { SeenParse } from './seen-parses.ts';
import type { SessionState } from './session-state.ts';
import type { StatementName } from './statement-table.ts';

/** What is remembered for a second time; behind it, the client waits for the answer. */
const MAX_BYTES = 16 * 1024;

const SYNC = encodeSync();

/** What was sent by a kept statement, until it is known that the server still has that. */
export interface Attempt {
  /** Whether nothing more may be sent before the answer. */
  readonly isFull: boolean;
  /** Whether the client has ended the segment. */
  synced: boolean;
  /** Whether the server has refused it, and will skip what was sent up to the Sync. */
  refused: boolean;
  /** More of the segment went on. */
  sent(bytes: Buffer): void;
  /** Makes the head request what it stood for; gives what is to be sent in place of all that was. */
  again(requests: Requests): Buffer;
}

export class KeptParse implements Attempt {
  readonly name: StatementName;
  readonly parse: SeenParse;
  /** What was sent, from the Describe on. */
  readonly #sent: Buffer[] = [];
  #bytes = 0;
  synced = false;
  refused = false;

  constructor(name: StatementName, parse: SeenParse) {
    this.name = name;
    this.parse = parse;
  }

  get isFull(): boolean {
    return this.synced || this.refused || this.#bytes > MAX_BYTES;
  }

  /** A copy: the bytes are good for this call alone. */
  sent(bytes: Buffer): void {
    this.#sent.push(Buffer.from(bytes));
    this.#bytes += bytes.length;
  }

  again(requests: Requests): Buffer {
    requests.parseAgain();
    const { name, parse } = this;
    const bytes = Buffer.from(name, 'latin1');
    const sent = Buffer.concat(this.#sent);
    const behind = sent.subarray(1 + sent.readInt32BE(1));
    return Buffer.concat([
      encodeCloseStatement(bytes),
      encodeParse(bytes, parse.verdict.text, parse.parameterTypes),
      behind,
    ]);
  }
}

/** A Query in whose place a kept statement is run: all of its segment went out together. */
export class KeptQuery implements Attempt {
  readonly isFull = true;
  readonly synced = true;
  refused = false;
  readonly #text: string;

  /** `text`: what the server runs otherwise. */
  constructor(text: string) {
    this.#text = text;
  }

  sent(): void {
    // What may be sent is sent already.
  }

  again(requests: Requests): Buffer {
    requests.queryAgain();
    return encodeQuery(this.#text);
  }
}

/**
 * Errors by which a server says that it cannot run what it has prepared, or that it has nothing of that name; but for the last, a Parse may fail by them too, and then says so itself:
 * features (`cached plan must not change result type`), names of statements, of schemas, and of anything else.
 */
const REFUSALS = /^(?:0A|26|3F|42)/;

/** Whether the error to the head request is nothing that the client has to do with. Then the request is made again. */
export function triesAgain(state: SessionState, sqlstate: string): boolean {
  const { attempt, kept } = state;
  if (attempt === null || !REFUSALS.test(sqlstate)) return false;
  // Whoever else prepares or forgets statements on this connection, such as a pooler, will do so again.
  if (sqlstate.startsWith('26')) kept.stop();
  else kept.drop();
  attempt.refused = true;
  if (!attempt.synced) state.toServer.push(SYNC);
  return true;
}

/** The server is done with the segment in which it refused the statement. */
export function tryAgain(state: SessionState, attempt: Attempt): void {
  state.attempt = null;
  state.toServer.push(attempt.again(state.requests));
  state.sentAgain();
}
