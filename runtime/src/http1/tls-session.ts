/**
 * The TLS session with one server, which new connections resume instead of shaking hands in full (RFC 8446, section 2.2). A resumed one does not
 * prove the server's certificate again, so that none is resumed long after that was done.
 */
import type { TLSSocket } from 'node:tls';

/** From a full handshake on, in milliseconds: a certificate that has expired meanwhile is seen by then. */
export const LONGEST_RESUMED = 10 * 60 * 1000;

export class TlsSession {
  readonly #now: () => number;
  /** `provenAt`: when the handshake was that it goes back to. */
  #kept: { readonly session: Buffer; readonly provenAt: number } | null = null;

  /** `now`: milliseconds of a clock that nobody sets. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What a new connection is made with. */
  offered(): { readonly session?: Buffer } {
    const kept = this.#kept;
    return kept === null || this.#now() - kept.provenAt > LONGEST_RESUMED ? {} : { session: kept.session };
  }

  /** Keeps what the server gives on this connection, which was just made with {@link offered}, for the next. */
  follow(socket: TLSSocket): void {
    let session: Buffer | null = null;
    let provenAt = this.#kept?.provenAt ?? 0;
    const keep = (): void => {
      // Before it is known whether the server proved itself, nothing is kept of it.
      if (session !== null && socket.authorized) this.#kept = { session, provenAt };
    };
    socket.once('secureConnect', () => {
      if (!socket.isSessionReused()) provenAt = this.#now();
      keep();
    });
    socket.on('session', (given: Buffer) => {
      session = given;
      keep();
    });
    socket.once('error', () => {
      this.#kept = null;
    });
  }
}
