/** A static credential: what proves who connects, until when, and who that is. The runtime's first kind of identity. */
import type { Identity } from './identity.ts';

/** How long a credential opens sessions, and for whom; its user is unique in its file. Immutable: a changed file makes new ones. */
export interface Credential extends Identity {
  /** SCRAM-SHA-256, as PostgreSQL keeps it in pg_authid. */
  readonly verifier: string;
  readonly disabled: boolean;
}

/** Every credential of a file, by user. */
export type CredentialBook = ReadonlyMap<string, Credential>;
