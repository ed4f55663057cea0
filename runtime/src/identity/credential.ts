/** A static credential: what proves who connects, until when, and who that is. The runtime's first kind of identity. */
import type { Caller, Task } from '../abi.ts';

/** How long a credential opens sessions, and for whom. Immutable: a changed file makes new ones. */
export interface Credential {
  /** Name that the client gives; unique in its file. */
  readonly user: string;
  /** SCRAM-SHA-256, as PostgreSQL keeps it in pg_authid. */
  readonly verifier: string;
  readonly expiresAt: Date;
  readonly disabled: boolean;
  readonly caller: Caller;
  readonly task: Task;
}

/** Every credential of a file, by user. */
export type CredentialBook = ReadonlyMap<string, Credential>;
