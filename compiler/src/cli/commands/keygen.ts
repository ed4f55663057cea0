/** `dlpc keygen`: makes a pair of keys, of which the private one signs bundles and the public one goes to proxies. */
import { printable } from '@dlpc/language';
import { makeKeyPair } from '../../bundle/signing-key.ts';
import type { Host } from '../../host/host.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readPassphrase } from '../kept-secret.ts';
import type { Terminal } from '../terminal.ts';

export interface KeygenOptions {
  /** Path of both files without what sets them apart. */
  readonly output: string;
  /** Where the passphrase is kept. */
  readonly passphrase?: string | undefined;
}

/** Runs the command. Never replaces a file: a key that is lost cannot be made again. */
export async function runKeygen(
  host: Host,
  terminal: Terminal,
  { output, passphrase: kept }: KeygenOptions,
): Promise<ExitCode> {
  const refuse = (reason: string): ExitCode => {
    terminal.stderr.write(`dlpc: ${printable(reason)}\n`);
    return EXIT.usage;
  };
  const passphrase = await readPassphrase(kept, host, terminal);
  if (!passphrase.ok) return refuse(passphrase.reason);

  const files = { privateKey: `${output}.key`, publicKey: `${output}.pub` };
  for (const path of Object.values(files))
    if ((await host.kindOf(path)) !== 'none') return refuse(existsAlready(path));

  const pair = makeKeyPair(passphrase.passphrase);
  if (!(await host.createFile(files.privateKey, pair.privateKey, 'secret')))
    return refuse(existsAlready(files.privateKey));
  // Someone else may have been faster since it was looked for; then the private key alone is of no use.
  if (!(await host.createFile(files.publicKey, pair.publicKey, 'public'))) {
    await host.remove(files.privateKey);
    return refuse(existsAlready(files.publicKey));
  }
  terminal.stdout.write(
    `private key  ${printable(files.privateKey)}  (signs bundles: keep it secret)\n` +
      `public key   ${printable(files.publicKey)}  (for \`trust.keys\` of dlp-proxy)\n` +
      `key id       ${pair.id}\n`,
  );
  return EXIT.ok;
}

function existsAlready(path: string): string {
  return `\`${path}\` exists already, and keys are never replaced`;
}
