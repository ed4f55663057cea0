/** Keeps the list of revoked tokens as its file says, and cuts the sessions that revoked tokens opened. */
import { TokenIdentity } from '../identity/oidc/token-identity.ts';
import { type Revocations, readRevocations } from '../identity/revocations.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import type { Log } from '../log/logger.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Sessions } from './sessions.ts';

export class RevocationKeeper {
  readonly #file: string;
  readonly #readFile: ReadFile;
  readonly #revocations: Revocations;
  readonly #sessions: Pick<Sessions, 'opened'>;
  readonly #log: Log;
  #refused: string | null = null;

  constructor(options: {
    readonly file: string;
    readonly parts: { readonly readFile: ReadFile; readonly log: Log };
    readonly revocations: Revocations;
    readonly sessions: Pick<Sessions, 'opened'>;
  }) {
    this.#file = options.file;
    this.#readFile = options.parts.readFile;
    this.#log = options.parts.log;
    this.#revocations = options.revocations;
    this.#sessions = options.sessions;
  }

  /** Reads the file again. Resolves to whether what it holds now is in force. Never rejects. */
  readonly reload = oneAtATime(() => this.#reload());

  async #reload(): Promise<boolean> {
    const reading = await readRevocations(this.#file, this.#readFile);
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
    this.#log('revocations-refused', { file: this.#file, problems });
  }
}
