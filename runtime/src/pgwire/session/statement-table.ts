/**
 * The prepared statements of a session. Each is kept with the client's text, to be judged again under another policy.
 *
 * A change is pending from when its request is sent until the server has answered or skipped it; only then is it part of
 * what the server is known to have. What a name will stand for can be told before that within a segment alone: after an
 * error the server skips the rest of a segment, and with it whoever relied on the change. Behind the next Sync, whoever
 * asks for the name has to wait.
 */
import type { ForwardVerdict } from './requests.ts';

export interface PreparedStatement {
  readonly name: StatementName;
  /** As the client wrote it. */
  readonly text: string;
  /** Count and type OIDs as they stood in the Parse message. A copy: the message's own buffer is not kept alive. */
  readonly parameterTypes: Buffer;
  /** The verdict under which the server holds it. */
  verdict: ForwardVerdict;
  /** Whether SQL made it: then the text is that of PREPARE, with which no Parse can be made. */
  readonly bySql: boolean;
  /** Under which name the server holds it, where that is one of our own. */
  readonly heldAs?: StatementName | undefined;
  /** Revision of the gate that gave the verdict; null where the server holds no statement of this name. */
  revision: string | null;
}

/** The segment of a request of which nobody knows what becomes of it until it is answered. */
export const ON_ITS_OWN = -1;

/** A name in its bytes, one character each: two names are equal here exactly if they are to the server. */
export type StatementName = string;

/** Longest name that the server tells apart from all others (NAMEDATALEN - 1). */
export const MAX_NAME_BYTES = 63;

/** What a request does to the table. */
export interface StatementChange {
  readonly name: StatementName;
  /** What the name stands for once the request is answered; undefined for nothing. */
  readonly done: PreparedStatement | undefined;
  /** The same where the answer is an error. */
  readonly failed: PreparedStatement | 'as before' | undefined;
}

/** What became of the request: answered, answered by an error, or skipped after another one's. */
export type Outcome = 'done' | 'failed' | 'skipped';

export interface StatementLimits {
  readonly maxStatements: number;
  readonly maxStatementBytes: number;
}

export class StatementTable {
  readonly #limits: StatementLimits;
  /** What the server is known to have; the least recently used first. */
  readonly #known = new Map<StatementName, PreparedStatement>();
  /** The last change of each name that is not settled yet. */
  readonly #pending = new Map<
    StatementName,
    { readonly change: StatementChange; readonly segment: number }
  >();
  #bytes = 0;

  constructor(limits: StatementLimits) {
    this.#limits = limits;
  }

  /** How many are known. */
  get size(): number {
    return this.#known.size;
  }

  /**
   * What the name will stand for when the server comes to a request of this segment; undefined for nothing, `uncertain`
   * where that depends on an answer to come.
   */
  find(name: StatementName, segment: number): PreparedStatement | 'uncertain' | undefined {
    const pending = this.#pending.get(name);
    if (pending !== undefined) return pending.segment === segment ? pending.change.done : 'uncertain';
    const known = this.#known.get(name);
    if (known !== undefined && this.#known.size > 1) {
      this.#known.delete(name);
      this.#known.set(name, known);
    }
    return known;
  }

  /** Notes what a request of this segment will do; {@link ON_ITS_OWN} for one after whose error nothing is skipped. */
  expect(change: StatementChange, segment: number): void {
    this.#pending.set(change.name, { change, segment });
  }

  /** Notes what became of it. Called in the order in which the requests were sent. */
  settle(change: StatementChange, outcome: Outcome): void {
    if (this.#pending.get(change.name)?.change === change) this.#pending.delete(change.name);
    const now = outcome === 'skipped' ? 'as before' : change[outcome];
    if (now === 'as before') return;
    this.#forget(change.name);
    if (now !== undefined) this.#keep(now);
  }

  /** DISCARD ALL and DEALLOCATE ALL: the server has dropped all that it had. */
  clear(): void {
    this.#known.clear();
    this.#bytes = 0;
  }

  /** Beyond the limits, forgets what was not used for longest: a Bind to it is then refused as one to an unknown name. */
  #keep(statement: PreparedStatement): void {
    this.#known.set(statement.name, statement);
    this.#bytes += sizeOf(statement);
    for (const name of this.#known.keys()) {
      const fits =
        this.#known.size <= this.#limits.maxStatements && this.#bytes <= this.#limits.maxStatementBytes;
      if (fits || name === statement.name) return;
      this.#forget(name);
    }
  }

  #forget(name: StatementName): void {
    const statement = this.#known.get(name);
    if (statement === undefined) return;
    this.#known.delete(name);
    this.#bytes -= sizeOf(statement);
  }
}

/** About as many bytes as it takes, and the same whatever verdict it has. */
function sizeOf(statement: PreparedStatement): number {
  return 2 * statement.text.length + statement.parameterTypes.length + 256;
}
