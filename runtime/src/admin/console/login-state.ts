/**
 * What a sign-in in progress is known by, without keeping any: the `state` that goes through the browser says what it is of, under a key of this process;
 * nonce and code verifier follow from it by the same key. So nobody can fill a store by beginning to sign in.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { LoginSecrets } from '../../identity/oidc/code-login.ts';

/** Time to sign in at the provider. */
const LIFETIME_MILLISECONDS = 10 * 60_000;

export interface LoginInProgress extends LoginSecrets {
  /** Of the page that began: SHA-256 of a secret that it keeps, in base64url. */
  readonly challenge: string;
}

export class LoginStates {
  readonly #key = randomBytes(32);
  readonly #now: () => number;

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  begin(challenge: string): LoginInProgress {
    const until = this.#now() + LIFETIME_MILLISECONDS;
    const body = [randomBytes(18).toString('base64url'), until.toString(36), challenge].join('.');
    return this.#of(`${body}.${this.#mac('state', body)}`, challenge);
  }

  /** Null for what was not begun here, or too long ago. */
  resume(state: string): LoginInProgress | null {
    const [, body = '', until = '', challenge = '', mac = ''] =
      /^([\w-]{24}\.([0-9a-z]{1,12})\.([\w-]{43}))\.([\w-]{43})$/.exec(state) ?? [];
    if (body === '' || !timingSafeEqual(Buffer.from(this.#mac('state', body)), Buffer.from(mac))) return null;
    return Number.parseInt(until, 36) < this.#now() ? null : this.#of(state, challenge);
  }

  #of(state: string, challenge: string): LoginInProgress {
    return {
      ...{ state, challenge },
      nonce: this.#mac('nonce', state),
      codeVerifier: this.#mac('verifier', state),
    };
  }

  #mac(purpose: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\n${text}`).digest('base64url');
  }
}
