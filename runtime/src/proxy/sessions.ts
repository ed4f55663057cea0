/** Every connection that is being served, and what is known of it: for counting, for revoking, for draining. */
import type { Identity } from '../identity/identity.ts';
import type { EndReason, ServedSession } from '../pgwire/serve.ts';

/** A session whose client has authenticated and was let in. */
export interface OpenSession {
  readonly id: string;
  readonly served: Pick<ServedSession, 'end'>;
  readonly identity: Identity;
  /** Null for what is over in a moment, such as a request over HTTP. */
  readonly about: SessionAbout | null;
}

/** What operators are shown of a session. */
export interface SessionAbout {
  readonly source: string;
  /** What the client says of itself. */
  readonly application: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What is needed of sessions to count, revoke and drain them. */
export type Drainable = Pick<Sessions, 'connections' | 'opened' | 'drain' | 'cut'>;

export class Sessions {
  readonly #served = new Map<string, ServedSession>();
  readonly #open = new Map<string, OpenSession>();
  #draining = false;

  /** From {@link drain} on: nothing is to be added any more. */
  get draining(): boolean {
    return this.#draining;
  }

  /** All connections, those included that have not authenticated. */
  get connections(): number {
    return this.#served.size;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Keeps the connection until it is closed. */
  add(served: ServedSession): void {
    this.#served.set(served.id, served);
    void served.closed.then(() => {
      this.#served.delete(served.id);
      this.#open.delete(served.id);
    });
  }

  /** Notes who has opened the session. False where it is gone already. */
  markOpen(id: string, identity: Identity, about: SessionAbout | null = null): boolean {
    const served = this.#served.get(id);
    if (served === undefined) return false;
    this.#open.set(id, { id, served, identity, about });
    return true;
  }

  opened(): readonly OpenSession[] {
    return [...this.#open.values()];
  }

  /** Ends each session as soon as it is idle. Resolves when all are closed. */
  async drain(reason: EndReason): Promise<void> {
    this.#draining = true;
    for (const served of this.#served.values()) served.drain(reason);
    await this.#allClosed();
  }

  /** Ends all that are left. Resolves when they are closed. */
  async cut(reason: EndReason): Promise<void> {
    for (const served of this.#served.values()) served.end(reason);
    await this.#allClosed();
  }

  async #allClosed(): Promise<void> {
    await Promise.all([...this.#served.values()].map((served) => served.closed));
  }
}

/** Several kinds of sessions as one. */
export function together(...all: readonly Drainable[]): Drainable {
  const each = async (what: (sessions: Drainable) => Promise<void>) => {
    await Promise.all(all.map(what));
  };
  return {
    get connections() {
      return all.reduce((sum, sessions) => sum + sessions.connections, 0);
    },
    opened: () => all.flatMap((sessions) => sessions.opened()),
    drain: (reason) => each((sessions) => sessions.drain(reason)),
    cut: (reason) => each((sessions) => sessions.cut(reason)),
  };
}
