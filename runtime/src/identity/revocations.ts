/**
 * Tokens that open nothing any more, though they are signed and in force. Fails closed: while the list cannot be read, no token
 * opens a session; the sessions there are go on until their tokens end. Knows no file and no socket.
 */
import { checkShape } from '../json-file/check-shape.ts';
import { readJson } from '../json-file/json-text.ts';
import { type Problem, problemText } from '../json-file/problem.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import type { TokenIdentity } from './oidc/token-identity.ts';
import { type Revocation, RevocationFileShape } from './revocation-file.ts';

const MAX_BYTES = 16 * 1024 * 1024;

export class Revocations {
  /** By subject or token, and those that name neither. */
  #bySubject = new Map<string, readonly Revocation[]>();
  #byToken = new Map<string, readonly Revocation[]>();
  #bySession = new Map<string, readonly Revocation[]>();
  #others: readonly Revocation[] = [];
  #usable: boolean;

  /** `usable`: whether there is no list, so that nothing is revoked. */
  constructor(usable: boolean) {
    this.#usable = usable;
  }

  /** Whether tokens can open sessions at all. */
  get usable(): boolean {
    return this.#usable;
  }

  replace(list: readonly Revocation[]): void {
    const named = (key: 'sub' | 'token' | 'session', rest: readonly Revocation[]) =>
      Map.groupBy(
        rest.filter((entry) => entry[key] !== undefined),
        (entry) => entry[key] ?? '',
      );
    this.#byToken = named('token', list);
    const withoutToken = list.filter(({ token }) => token === undefined);
    this.#bySubject = named('sub', withoutToken);
    const withoutSubject = withoutToken.filter(({ sub }) => sub === undefined);
    this.#bySession = named('session', withoutSubject);
    this.#others = withoutSubject.filter(({ session }) => session === undefined);
    this.#usable = true;
  }

  /** From now until {@link replace}, no token opens anything. */
  refuseAll(): void {
    this.#usable = false;
  }

  /** Also by somebody who acts for the caller, or did. */
  revokes({ issuer, tokenIds, caller, actors, sessionId, issuedAt }: TokenIdentity): boolean {
    const subjects = [caller.sub, ...actors];
    const candidates = [
      ...this.#others,
      ...subjects.flatMap((sub) => this.#bySubject.get(sub) ?? []),
      ...tokenIds.flatMap((id) => this.#byToken.get(id) ?? []),
      ...(sessionId === null ? [] : (this.#bySession.get(sessionId) ?? [])),
    ];
    return candidates.some(
      (entry) =>
        (entry.issuer === undefined || entry.issuer === issuer) &&
        (entry.sub === undefined || subjects.includes(entry.sub)) &&
        // A token that names no session may be of any; one that does not say since when it is may be of any time.
        (entry.session === undefined || sessionId === null || entry.session === sessionId) &&
        (entry.issuedBefore === undefined ||
          issuedAt === null ||
          issuedAt.getTime() < Date.parse(entry.issuedBefore)),
    );
  }
}

export type RevocationReading =
  | { readonly ok: true; readonly list: readonly Revocation[] }
  /** Sentences with the file. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** All that several files list; where one cannot be read, nothing of any counts. Never rejects. */
export async function readAllRevocations(
  files: readonly string[],
  readFile: ReadFile,
): Promise<RevocationReading> {
  const readings = await Promise.all(files.map((file) => readRevocations(file, readFile)));
  const problems = readings.flatMap((reading) => (reading.ok ? [] : reading.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, list: readings.flatMap((reading) => (reading.ok ? reading.list : [])) };
}

/** Reads and checks the file whole. Never rejects for anything that it may hold. */
export async function readRevocations(file: string, readFile: ReadFile): Promise<RevocationReading> {
  const reading = await readFile(file, MAX_BYTES);
  if (!reading.ok) return refused(file, [`the file of revocations ${reading.reason}`]);
  if (reading.exposure.writable)
    return refused(file, ['others than the owner of the file can change it, and so let revoked tokens in']);
  const document = readJson(reading.text);
  if (!document.ok) {
    const { place, message, hint } = document;
    return { ok: false, problems: [problemText(file, { path: [], place, message, hint })] };
  }
  const checked = checkShape(RevocationFileShape, document.value, document.locate);
  if (checked.ok) return { ok: true, list: checked.value };
  return { ok: false, problems: checked.problems.map((problem) => problemText(file, problem)) };
}

function refused(file: string, messages: readonly string[]): RevocationReading {
  const problem = (message: string): Problem => ({ path: [], place: null, message, hint: null });
  return { ok: false, problems: messages.map((message) => problemText(file, problem(message))) };
}
