/**
 * Keeps what providers told in a file of revocations, which every process reads that serves clients; so it holds for all of them, and after a restart. What no
 * token can be old enough for any more is left out.
 */
import type { Revocation } from '../identity/revocation-file.ts';
import { readRevocations } from '../identity/revocations.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import type { ReplaceFile } from './replace-file.ts';

/** No token is taken that lives longer; see `maxLifetimeSeconds`. */
const LONGEST_LIFETIME_MILLISECONDS = 604_800_000;
/** As many as the file may hold. */
const MAX_ENTRIES = 100_000;

export class NoticeKeeper {
  readonly #file: string;
  readonly #replaceFile: ReplaceFile;
  readonly #now: () => number;
  /** By whom they are about, the newest of each. */
  #entries: Map<string, Revocation>;
  #last: Promise<string | null> = Promise.resolve(null);

  private constructor(
    file: string,
    entries: readonly Revocation[],
    parts: { readonly replaceFile: ReplaceFile; readonly now: () => number },
  ) {
    this.#file = file;
    this.#replaceFile = parts.replaceFile;
    this.#now = parts.now;
    this.#entries = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /** Makes the file where there is none. Resolves to why it cannot be used, a sentence. */
  static async open(
    file: string,
    parts: { readonly readFile: ReadFile; readonly replaceFile: ReplaceFile; readonly now: () => number },
  ): Promise<NoticeKeeper | string> {
    const isThere = await parts.readFile(file, Number.MAX_SAFE_INTEGER);
    if (!isThere.ok && isThere.reason !== 'does not exist') return `${file}: the file ${isThere.reason}`;
    if (!isThere.ok) {
      const failed = await parts.replaceFile(file, '[]\n');
      if (failed !== null) return `${file}: the file cannot be made: ${failed}`;
    }
    const reading = await readRevocations(file, parts.readFile);
    return reading.ok ? new NoticeKeeper(file, reading.list, parts) : reading.problems.join('\n');
  }

  /** Resolves when it is kept, or to why not, a clause. */
  keep(revocation: Revocation): Promise<string | null> {
    const run = async (): Promise<string | null> => {
      const oldest = new Date(this.#now() - LONGEST_LIFETIME_MILLISECONDS).toISOString();
      const entries = new Map(
        [...this.#entries].filter(([, { issuedBefore = '' }]) => issuedBefore > oldest),
      );
      const key = keyOf(revocation);
      const before = entries.get(key)?.issuedBefore ?? '';
      if (before < (revocation.issuedBefore ?? '')) entries.set(key, revocation);
      if (entries.size > MAX_ENTRIES) return `there are more than ${MAX_ENTRIES}`;
      const failed = await this.#replaceFile(this.#file, `${JSON.stringify([...entries.values()])}\n`);
      if (failed === null) this.#entries = entries;
      return failed;
    };
    this.#last = this.#last.then(run, run);
    return this.#last;
  }
}

function keyOf({ issuer = '', sub = '', session = '' }: Revocation): string {
  return JSON.stringify([issuer, sub, session]);
}
