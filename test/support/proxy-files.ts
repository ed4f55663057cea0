/** Writes what `dlp-proxy` is told: its configuration, the credentials of its callers, its secrets. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from './programs.ts';

/** A caller as the file of credentials has it, but for the password, of which the file holds a verifier. */
export interface StaticCaller {
  readonly user: string;
  readonly password: string;
  readonly sub: string;
  readonly kind: 'human' | 'service';
  readonly groups: readonly string[];
}

export interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority behind the server's certificate; null for a connection without TLS. */
  readonly ca: string | null;
}

export interface ProxyFiles {
  /** Name of the source in the policy. */
  readonly source: string;
  readonly upstream: Upstream;
  readonly callers: readonly StaticCaller[];
  /** Directory of the bundle. */
  readonly bundle: string;
  /** When the credentials end; in a day where nothing is said. */
  readonly expires?: Date;
  /** Key of the keyed masks in hexadecimal; a new one where nothing is said. */
  readonly maskKey?: string;
  /** Merged over the rest of the configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const DAY = 24 * 60 * 60 * 1000;

/** Writes the files into `directory`, readable by their owner alone; gives the path of the configuration. */
export async function writeProxyFiles(directory: string, files: ProxyFiles): Promise<string> {
  const { source, upstream, callers, bundle } = files;
  const write = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const expires = files.expires ?? new Date(Date.now() + DAY);
  const credentials = await Promise.all(callers.map((caller) => credential(caller, expires)));
  const tls =
    upstream.ca === null
      ? { mode: 'disable' }
      : { mode: 'verify-full', ca: write('upstream-ca.crt', upstream.ca) };
  const config = {
    listen: { host: '127.0.0.1', port: 0 },
    bundle,
    credentials: write('credentials.json', JSON.stringify(credentials, null, 2)),
    sources: {
      [source]: {
        upstream: {
          host: upstream.host,
          port: upstream.port,
          database: upstream.database,
          user: upstream.user,
          password: { file: write('upstream.password', upstream.password) },
          tls,
        },
      },
    },
    maskKey: { file: write('mask.key', files.maskKey ?? randomBytes(32).toString('hex')) },
    limits: { drainSeconds: 2 },
    log: { level: 'debug', format: 'json' },
    ...files.settings,
  };
  return write('dlp-proxy.json', JSON.stringify(config, null, 2));
}

/** The password goes through standard input: an argument could be read by every user of the machine. */
async function credential({ user, password, sub, kind, groups }: StaticCaller, expires: Date) {
  const verifier = await runOrThrow('dlp-proxy', ['hash-password'], { input: `${password}\n` });
  return { user, verifier: verifier.trim(), expires: expires.toISOString(), caller: { sub, kind, groups } };
}
