/** How a connection ends that never becomes a session: what the peer is told, and what only the log is told. */
import { encodeError } from '../codec/error-fields.ts';

export interface RefusalText {
  readonly sqlstate: string;
  /** One sentence for the client. Never a secret, never text of the upstream. */
  readonly message: string;
  readonly detail?: string | null;
  readonly hint?: string | null;
  /** For the log. Never a secret. */
  readonly reason?: string;
}

/** Thrown in a handshake, caught once, where the connection is served. Decoders and machines return; they never throw. */
export class Refusal extends Error {
  readonly sqlstate: string;
  readonly detail: string | null;
  readonly hint: string | null;
  readonly reason: string | null;

  constructor(text: RefusalText) {
    super(text.message);
    this.name = 'Refusal';
    this.sqlstate = text.sqlstate;
    this.detail = text.detail ?? null;
    this.hint = text.hint ?? null;
    this.reason = text.reason ?? null;
  }

  /** The ErrorResponse that the client gets. */
  encode(): Buffer {
    const { sqlstate, message, detail, hint } = this;
    return encodeError({ severity: 'FATAL', sqlstate, message, detail, hint });
  }
}

/** A message that does not belong where it came, or is not what it says. */
export function protocolViolation(message: string): Refusal {
  return new Refusal({ sqlstate: '08P01', message });
}
