/** Whose bundles are taken. */
import type { KeyObject } from 'node:crypto';

export interface BundleTrust {
  /** Ed25519 public keys, each of which may vouch for a bundle. */
  readonly keys: readonly KeyObject[];
  /** Whether a bundle that nobody signed is refused. One with a wrong signature always is. */
  readonly required: boolean;
}

/** What a proxy without keys does: it cannot tell who wrote a bundle. */
export const TRUST_IN_NOBODY: BundleTrust = { keys: [], required: false };
