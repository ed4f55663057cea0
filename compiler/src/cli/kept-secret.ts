/**
 * Reads a secret from where an option says that it is kept: `env:NAME` is an environment variable, anything else a file.
 * The secret itself is never an argument, which every user of the machine could read.
 */
import type { Host } from '../host/host.ts';
import type { Terminal } from './terminal.ts';

export type KeptSecret =
  | { readonly ok: true; readonly text: string }
  /** Half a sentence; holds neither the secret nor what the option said, since people paste the one for the other. */
  | { readonly ok: false; readonly reason: string };

const MAX_BYTES = 16 * 1024;

/** Reads what `reference` leads to. */
export async function readKeptSecret(
  reference: string,
  host: Pick<Host, 'readSecret'>,
  { env }: Pick<Terminal, 'env'>,
): Promise<KeptSecret> {
  const [, name] = /^env:(.*)$/s.exec(reference) ?? [];
  if (name !== undefined) {
    const text = env[name] ?? '';
    return text === ''
      ? failed('the environment variable that it names is not set, or empty')
      : { ok: true, text };
  }
  const reading = await host.readSecret(reference, MAX_BYTES);
  if (!reading.ok) return failed(`the file that it names cannot be used: ${reading.failure.reason}`);
  return reading.text === '' ? failed('the file that it names is empty') : reading;
}

/** A passphrase: one line of a file, or the value of an environment variable. */
export async function readPassphrase(
  reference: string | undefined,
  host: Pick<Host, 'readSecret'>,
  terminal: Pick<Terminal, 'env'>,
): Promise<
  { readonly ok: true; readonly passphrase: string | null } | (KeptSecret & { readonly ok: false })
> {
  if (reference === undefined) return { ok: true, passphrase: null };
  const secret = await readKeptSecret(reference, host, terminal);
  if (!secret.ok) return { ok: false, reason: `\`--passphrase\`: ${secret.reason}` };
  const passphrase = secret.text.replace(/\r?\n$/, '');
  if (passphrase === '' || /[\0\r\n]/.test(passphrase))
    return failed('`--passphrase`: a passphrase is one line, which is not empty');
  return { ok: true, passphrase };
}

function failed(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
