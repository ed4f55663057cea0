/** Whose own tokens a proxy takes. */
import type { KeyObject } from 'node:crypto';

export interface TrustedIssuers {
  /** Name under which clients present such tokens as passwords. */
  readonly user: string;
  /** Ed25519 public keys. */
  readonly keys: readonly KeyObject[];
  readonly audience: string;
  readonly maxLifetimeSeconds: number;
}
