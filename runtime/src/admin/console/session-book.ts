/**
 * People who signed in through a provider: each by a token that their page keeps in its memory and sends with each request, as it would any other. A page
 * gets it for a ticket, which came through the browser's address, and for the secret that it kept when it began: so a ticket that leaks opens nothing, and
 * nobody can be signed in as somebody else by a link. Lives in this process alone, by digests.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TokenIdentity } from '../../identity/oidc/token-identity.ts';

const TICKET_MILLISECONDS = 60_000;
/** Of each kind; when there are more, the oldest go. */
const MAX_ENTRIES = 1_000;
const PREFIX = 'dlps_';

export class SessionBook {
  readonly #now: () => number;
  readonly #tickets = new Map<string, { identity: TokenIdentity; challenge: string; until: number }>();
  readonly #sessions = new Map<string, TokenIdentity>();

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a token can only be one of these. */
  static isOwn(token: string): boolean {
    return token.startsWith(PREFIX);
  }

  /** Good once, and not for long. `challenge`: of the page that began. */
  ticket(identity: TokenIdentity, challenge: string): string {
    const ticket = randomBytes(32).toString('base64url');
    add(this.#tickets, digest(ticket), { identity, challenge, until: this.#now() + TICKET_MILLISECONDS });
    return ticket;
  }

  /** The token of a session; null where ticket and secret do not belong together, or not any more. */
  exchange(ticket: string, secret: string): string | null {
    const key = digest(ticket);
    const found = this.#tickets.get(key);
    this.#tickets.delete(key);
    if (found === undefined || found.until < this.#now()) return null;
    const [given, wanted] = [Buffer.from(digest(secret)), Buffer.from(found.challenge)];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
    add(this.#sessions, digest(token), found.identity);
    return token;
  }

  /** Null where there is no such session, or its identity has ended. */
  find(token: string): TokenIdentity | null {
    const key = digest(token);
    const identity = this.#sessions.get(key) ?? null;
    if (identity === null || identity.expiresAt.getTime() > this.#now()) return identity;
    this.#sessions.delete(key);
    return null;
  }

  end(token: string): void {
    this.#sessions.delete(digest(token));
  }
}

function add<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= MAX_ENTRIES) return;
    map.delete(oldest);
  }
}

/** What is kept of a secret; what a page sends of its own, too. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
