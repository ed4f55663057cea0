/** From the options of `dlpc compile` to the key that signs. */
import type { KeyObject } from 'node:crypto';
import { readPrivateKey } from '../bundle/signing-key.ts';
import type { Host } from '../host/host.ts';
import { readKeptSecret, readPassphrase } from './kept-secret.ts';
import type { Terminal } from './terminal.ts';

export interface SignerOptions {
  /** Where the private key is kept. */
  readonly sign?: string | undefined;
  /** Where its passphrase is kept. */
  readonly passphrase?: string | undefined;
}

export type SignerReading =
  /** Null where nobody signs. */
  { readonly ok: true; readonly key: KeyObject | null } | { readonly ok: false; readonly reason: string };

/** Reads the key before anything is compiled, so that a mistake in it costs no time. */
export async function readSigner(
  { sign, passphrase: kept }: SignerOptions,
  host: Host,
  terminal: Terminal,
): Promise<SignerReading> {
  if (sign === undefined)
    return kept === undefined
      ? { ok: true, key: null }
      : { ok: false, reason: '`--passphrase` has no use without `--sign`' };
  const passphrase = await readPassphrase(kept, host, terminal);
  if (!passphrase.ok) return passphrase;
  const pem = await readKeptSecret(sign, host, terminal);
  const key = pem.ok ? readPrivateKey(pem.text, passphrase.passphrase) : pem;
  return key.ok ? key : { ok: false, reason: `\`--sign\`: ${key.reason}` };
}
