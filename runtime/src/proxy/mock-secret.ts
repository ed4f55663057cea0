/**
 * The secret behind what unknown users are shown when they authenticate. It has to stay the same over restarts, and on
 * all proxies of a fleet, so it is derived from a secret that does. Never from a password: whoever sees what is derived
 * could try passwords against it.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';

const BYTES = 32;

/** From the mask key or else the TLS key; where there is neither, one that lasts as long as the process. */
export function mockSecret(config: Config): Uint8Array {
  const secret = config.maskKey ?? config.tls?.key ?? randomBytes(BYTES);
  return new Uint8Array(hkdfSync('sha256', secret, '', 'dlp-proxy: what unknown users are shown', BYTES));
}
