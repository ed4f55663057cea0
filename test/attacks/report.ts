/** Reads what came back: errors, transaction states, rows. Knows the protocol's frames and no attack. */
import { type BackendMessage, backendMessages } from '../support/backend-messages.ts';
import type { Transcript } from './replay.ts';

export interface ReportedError {
  readonly sqlstate: string;
  readonly message: string;
  /** Whether a server said where in its source the error came up: then it is its own, and nobody touched it. */
  readonly fromServer: boolean;
}

export interface Outline {
  /** Errors, in order. */
  readonly errors: readonly ReportedError[];
  /** The transaction state of each ReadyForQuery. */
  readonly states: string;
  readonly rows: number;
}

export function outlineOf({ bytes }: Transcript): Outline {
  const messages = backendMessages(bytes);
  return {
    errors: messages.filter(({ type }) => type === 'E').map(errorOf),
    states: messages.flatMap(({ type, body }) => (type === 'Z' ? [body.toString('latin1')] : [])).join(''),
    rows: messages.filter(({ type }) => type === 'D' || type === 'd').length,
  };
}

function errorOf({ body }: BackendMessage): ReportedError {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  return {
    sqlstate: fields.get('C') ?? '',
    message: fields.get('M') ?? '',
    fromServer: fields.has('R'),
  };
}

/** The ErrorResponse at the end of what came back before a session; answers about encryption, of one byte, may come before. */
export function lastError(bytes: Buffer): ReportedError | null {
  for (let at = bytes.lastIndexOf('E'); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf('E', at - 1)) {
    if (at + 5 <= bytes.length && at + 1 + bytes.readInt32BE(at + 1) === bytes.length)
      return errorOf({ type: 'E', body: bytes.subarray(at + 5) });
  }
  return null;
}
