/**
 * The credentials in force. Fails closed: while the file cannot be used, what was known last still tells a right password
 * from a wrong one, but opens nothing; the sessions there are go on until they expire. Knows no file and no socket.
 */
import type { Actor, Claims, Task } from '../abi.ts';
import type { Credential, CredentialBook } from './credential.ts';
import type { Identity } from './identity.ts';

/** Why a session's credential does not carry it any more. */
export type Revocation = 'removed' | 'disabled' | 'changed';

/** Names that are remembered after they were taken out of the file: as many as a file may hold. */
const MAX_NAMES = 100_000;

export class CredentialStore {
  #book: CredentialBook;
  #usable = true;
  readonly #names = new Set<string>();

  constructor(book: CredentialBook) {
    this.#book = book;
    this.#remember(book);
  }

  /** Whether sessions can be opened at all. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Takes over a new book. */
  replace(book: CredentialBook): void {
    this.#book = book;
    this.#usable = true;
    this.#remember(book);
  }

  /** From now until {@link replace}, nothing can be opened. */
  refuseAll(): void {
    this.#usable = false;
  }

  /** What `user` has to prove; null for an unknown or disabled one. Expired ones are found: when they end is in them. */
  find(user: string): Credential | null {
    const credential = this.#book.get(user);
    return credential === undefined || credential.disabled ? null : credential;
  }

  /**
   * Whether somebody is called so, or was since this process began: such a name can be told to a log. What nobody was ever called may be a
   * secret that stands in the wrong place.
   */
  knew(user: string): boolean {
    return this.#book.has(user) || this.#names.has(user);
  }

  /** What became of a credential that opened a session; null where it still stands, if perhaps for longer. */
  revocationOf(held: Identity): Revocation | null {
    const now = this.#book.get(held.user);
    if (now === undefined) return 'removed';
    if (now.disabled) return 'disabled';
    return carriesOn(held, now) ? null : 'changed';
  }

  /** Users that could authenticate at `time`, and users that could not. */
  count(time: number): { readonly users: number; readonly unusable: number } {
    const all = [...this.#book.values()];
    const users = all.filter(
      (credential) => !credential.disabled && credential.expiresAt.getTime() > time,
    ).length;
    return { users, unusable: all.length - users };
  }

  #remember(book: CredentialBook): void {
    for (const user of book.keys()) if (this.#names.size < MAX_NAMES) this.#names.add(user);
  }
}

/** Whether a session that `held` opened may go on under `now`: the same password and caller, and no earlier end. */
function carriesOn(held: Identity, now: Credential): boolean {
  return (
    held === now ||
    ('verifier' in held &&
      held.verifier === now.verifier &&
      held.expiresAt <= now.expiresAt &&
      held.caller.sub === now.caller.sub &&
      held.caller.kind === now.caller.kind &&
      sameMembers(held.caller.groups, now.caller.groups) &&
      sameClaims(held.caller.claims, now.caller.claims) &&
      sameActor(held.caller.actor, now.caller.actor) &&
      sameTask(held.task, now.task))
  );
}

function sameMembers(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((member) => right.has(member));
}

function sameClaims(left: Claims, right: Claims): boolean {
  const is = <T>(a: T, b: T) => a === b;
  return (
    sameEntries(left.strings, right.strings, is) &&
    sameEntries(left.ints, right.ints, is) &&
    sameEntries(left.bools, right.bools, is) &&
    sameEntries(left.sets, right.sets, sameMembers)
  );
}

function sameEntries<T>(
  left: ReadonlyMap<string, T>,
  right: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
): boolean {
  return (
    left.size === right.size &&
    [...left].every(([name, value]) => {
      const other = right.get(name);
      return other !== undefined && same(value, other);
    })
  );
}

function sameActor(left: Actor | null, right: Actor | null): boolean {
  if (left === null || right === null) return left === right;
  return left.sub === right.sub && sameMembers(left.groups, right.groups);
}

function sameTask(left: Task, right: Task): boolean {
  return left.id === right.id && left.name === right.name && left.parent === right.parent;
}
