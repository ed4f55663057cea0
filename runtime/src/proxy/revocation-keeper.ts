/** Keeps the list of revoked tokens as its file says, and cuts the sessions that revoked tokens opened. */
import { TokenIdentity } from '../identity/oidc/token-identity.ts';
import { type Revocations, readAllRevocations } from '../identity/revocations.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import type { Log } from '../log/logger.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Sessions } from './sessions.ts';

export class RevocationKeeper {
  readonly #files: readonly string[];
  readonly #readFile: ReadFile;
  readonly #revocations: Revocations;
  readonly #sessions: Pick<Sessions, 'opened'>;
  readonly #log: Log;
  #refused: string | null = null;

  constructor(options: {
    readonly files: readonly string[];
    readonly parts: { readonly readFile: ReadFile; readonly log: Log };
    readonly revocations: Revocations;
    readonly sessions: Pick<Sessions, 'opened'>;
  }) {
    this.#files = options.files;
    this.#readFile = options.parts.readFile;
    this.#log = options.parts.log;
    this.#revocations = options.revocations;
    this.#sessions = options.sessions;
  }

  /** Reads the files again. Resolves to whether what they hold now is in force. Never rejects. */
  readonly reload = oneAtATime(() => this.#reload());

  async #reload(): Promise<boolean> {
    const reading = await readAllRevocations(this.#files, this.#readFile);
    if (!reading.ok) {
      this.#refuse(reading.problems);
      return false;
    }
    this.#refused = null;
    this.#revocations.replace(reading.list);
    this.#log('revocations-in-force', { entries: reading.list.length });
    for (const { id, identity, served } of this.#sessions.opened()) {
      if (!(identity instanceof TokenIdentity) || !this.#revocations.revokes(identity)) continue;
      this.#log('session-revoked', { session: id, user: identity.user, reason: 'token' });
      served.end({ sqlstate: '57P01', message: 'terminating connection: the token was revoked' });
    }
    return true;
  }

  #refuse(problems: readonly string[]): void {
    this.#revocations.refuseAll();
    const reason = problems.join('\n');
    if (reason === this.#refused) return;
    this.#refused = reason;
    this.#log('revocations-refused', { file: this.#files.join(', '), problems });
  }
}
