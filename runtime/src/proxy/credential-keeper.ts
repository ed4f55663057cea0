/** Keeps the credentials in force as their file says, and cuts the sessions that they carry no more. */
import type { Config } from '../config/config.ts';
import type { CredentialStore } from '../identity/credential-store.ts';
import { TokenIdentity } from '../identity/oidc/token-identity.ts';
import { type CredentialReading, readCredentials } from '../identity/read-credentials.ts';
import { problemText } from '../json-file/problem.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import type { Log } from '../log/logger.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { ProxyParts } from './parts.ts';
import type { Sessions } from './sessions.ts';

export class CredentialKeeper {
  readonly #file: string;
  readonly #readFile: ReadFile;
  readonly #store: CredentialStore;
  readonly #sessions: Pick<Sessions, 'opened'>;
  readonly #log: Log;
  readonly #now: () => number;
  #refused: string | null = null;

  constructor(options: {
    readonly config: Pick<Config, 'credentials'>;
    readonly parts: Pick<ProxyParts, 'readFile' | 'log' | 'now'>;
    readonly store: CredentialStore;
    readonly sessions: Pick<Sessions, 'opened'>;
  }) {
    const { config, parts, store, sessions } = options;
    this.#file = config.credentials;
    this.#readFile = parts.readFile;
    this.#log = parts.log;
    this.#now = parts.now;
    this.#store = store;
    this.#sessions = sessions;
  }

  /** Reads the file again. Resolves to whether what it holds now is in force. Never rejects. */
  readonly reload = oneAtATime(() => this.#reload());

  async #reload(): Promise<boolean> {
    const reading = await readCredentials(this.#file, this.#readFile);
    if (!reading.ok) {
      this.#refuse(reading.problems.map((problem) => problemText(this.#file, problem)));
      return false;
    }
    this.#refused = null;
    this.#store.replace(reading.book);
    this.announce(reading);
    this.#revoke();
    return true;
  }

  /** Logs what holds now. */
  announce(reading: CredentialReading & { ok: true }): void {
    this.#log('credentials-in-force', this.#store.count(this.#now()));
    if (reading.exposed) this.#log('credentials-exposed', { file: this.#file });
  }

  #refuse(problems: readonly string[]): void {
    this.#store.refuseAll();
    const reason = problems.join('\n');
    if (reason === this.#refused) return;
    this.#refused = reason;
    this.#log('credentials-refused', { file: this.#file, problems });
  }

  #revoke(): void {
    for (const { id, identity, served } of this.#sessions.opened()) {
      // What a token opened does not hang on this file.
      if (identity instanceof TokenIdentity) continue;
      const revocation = this.#store.revocationOf(identity);
      if (revocation === null) continue;
      this.#log('session-revoked', { session: id, user: identity.user, reason: revocation });
      served.end({ sqlstate: '57P01', message: 'terminating connection: the credential was revoked' });
    }
  }
}
