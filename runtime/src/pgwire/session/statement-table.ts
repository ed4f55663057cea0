/**
 * The prepared statements of a session as they will be once the server has done all that it was sent. Each is kept with the
 * client's text, to be judged again under another policy. A change that the server does not come to is undone.
 */
import type { ForwardVerdict } from './requests.ts';

export interface PreparedStatement {
  readonly name: StatementName;
  /** As the client wrote it. */
  readonly text: string;
  /** Count and type OIDs as they stood in the Parse message. A copy: the message's own buffer is not kept alive. */
  readonly parameterTypes: Buffer;
  /** The verdict under which the server holds it. */
  readonly verdict: ForwardVerdict;
  /** Revision of the gate that gave the verdict; null where the server may hold another text, or none. */
  readonly revision: string | null;
  /** {@link Request.moment} of the request that defined it. */
  readonly definedAt: number;
}

/** A name in its bytes, one character each: two names are equal here exactly if they are to the server. */
export type StatementName = string;

/** Longest name that the server tells apart from all others (NAMEDATALEN - 1). */
export const MAX_NAME_BYTES = 63;

/** What a name stood for before; `undefined` for nothing. */
export interface StatementChange {
  readonly name: StatementName;
  readonly before: PreparedStatement | undefined;
}

export interface StatementLimits {
  readonly maxStatements: number;
  readonly maxStatementBytes: number;
}

export class StatementTable {
  readonly #limits: StatementLimits;
  /** The least recently used first. */
  readonly #statements = new Map<StatementName, PreparedStatement>();
  #bytes = 0;

  constructor(limits: StatementLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#statements.size;
  }

  /** The statement of that name, which thereby is the most recently used one. */
  use(name: StatementName): PreparedStatement | undefined {
    const statement = this.#statements.get(name);
    if (statement !== undefined && this.#statements.size > 1) {
      this.#statements.delete(name);
      this.#statements.set(name, statement);
    }
    return statement;
  }

  /** Beyond the limits, forgets what was not used for longest: a Bind to it is then refused as one to an unknown name. */
  define(statement: PreparedStatement): StatementChange {
    const change = this.remove(statement.name);
    this.#set(statement);
    for (const [name] of this.#statements) {
      const fits =
        this.#statements.size <= this.#limits.maxStatements && this.#bytes <= this.#limits.maxStatementBytes;
      if (fits || name === statement.name) break;
      this.remove(name);
    }
    return change;
  }

  remove(name: StatementName): StatementChange {
    const before = this.#statements.get(name);
    if (before !== undefined) {
      this.#statements.delete(name);
      this.#bytes -= sizeOf(before);
    }
    return { name, before };
  }

  undo(change: StatementChange): void {
    this.remove(change.name);
    if (change.before !== undefined) this.#set(change.before);
  }

  /** DISCARD ALL and DEALLOCATE ALL: the server has dropped what was defined before. */
  removeDefinedBefore(moment: number): void {
    for (const [name, statement] of this.#statements) {
      if (statement.definedAt < moment) this.remove(name);
    }
  }

  #set(statement: PreparedStatement): void {
    this.#statements.set(statement.name, statement);
    this.#bytes += sizeOf(statement);
  }
}

/** About as many bytes as it takes. */
function sizeOf(statement: PreparedStatement): number {
  return statement.text.length + statement.verdict.text.length + statement.parameterTypes.length + 256;
}
