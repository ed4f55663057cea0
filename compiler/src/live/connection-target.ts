/**
 * Which server a connection URL means, and how its name is proved. Pure: connects to nothing and reads no file.
 *
 * A password never stands on a command line, where every user of the machine can read it.
 */

export type TlsMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

export interface ConnectionTarget {
  /** A name, an address, or the directory of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Null where the driver shall look into .pgpass. */
  readonly password: string | null;
  readonly tls: TlsMode;
  /** Paths of PEM files; null for the authorities of Node, and for no certificate of the client. */
  readonly rootCertificate: string | null;
  readonly clientCertificate: string | null;
  readonly clientKey: string | null;
  readonly connectTimeoutSeconds: number;
}

export type TargetResult =
  | {
      readonly ok: true;
      readonly target: ConnectionTarget;
      /** Whether the server is on this machine, by its name. */
      readonly isLocal: boolean;
    }
  /** One sentence without a full stop, which never quotes the URL. */
  | { readonly ok: false; readonly message: string; readonly hint: string | null };

type Environment = Readonly<Record<string, string | undefined>>;

/** What a command line says: a URL, or `env:NAME` for a variable that holds one. */
export interface TargetRequest {
  readonly urlOrName: string;
  readonly env: Environment;
}

const TLS_MODES: readonly string[] = ['disable', 'require', 'verify-ca', 'verify-full'];

const PARAMETERS: readonly string[] = [
  ...['host', 'port', 'user', 'dbname', 'connect_timeout'],
  ...['sslmode', 'sslrootcert', 'sslcert', 'sslkey'],
];

/** The server that `urlOrName` means; a URL on the command line must not hold a password. */
export function connectionTarget({ urlOrName, env }: TargetRequest): TargetResult {
  if (isUrl(urlOrName)) return fromUrl(urlOrName, env, true);
  const [, name = null] = /^env:(\w+)$/.exec(urlOrName) ?? [];
  // What is neither may be a mistyped URL with a password in it, and is not repeated.
  if (name === null)
    return refuse('the database is named by a URL that begins with `postgres://`, or by `env:NAME`');
  const url = env[name];
  if (url === undefined || url === '') return refuse(`there is no variable \`${name}\` in the environment`);
  if (!isUrl(url)) return refuse(`the variable \`${name}\` holds no URL that begins with \`postgres://\``);
  return fromUrl(url, env, false);
}

/** Whether a word of a command line is meant as a URL. */
export function isUrl(word: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(word);
}

function fromUrl(text: string, env: Environment, isOnCommandLine: boolean): TargetResult {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null)
    return refuse('the connection URL is not valid', 'write `postgres://user@host:5432/database`');
  if (isOnCommandLine && (url.password !== '' || url.searchParams.has('password')))
    return refuse(
      'the connection URL holds a password, which every user of this machine can read while the command runs',
      'leave it out and set PGPASSWORD, use .pgpass, or put the URL into a variable and write `env:NAME`',
    );
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    return refuse(
      `the connection URL has an unknown parameter \`${unknown}\``,
      `known are ${PARAMETERS.join(', ')}`,
    );
  const parameter = (name: string): string | null => url.searchParams.get(name) || null;

  const host =
    parameter('host') ?? (decode(url.hostname.replace(/^\[(.*)\]$/, '$1')) || env.PGHOST || 'localhost');
  const port = Number(parameter('port') ?? (url.port || env.PGPORT || '5432'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return refuse('the port is not between 1 and 65535');
  const user = parameter('user') ?? (decode(url.username) || env.PGUSER || env.USER || env.LOGNAME || '');
  if (user === '')
    return refuse('the connection URL names no user', 'write `postgres://user@host:5432/database`');
  const timeout = Number(parameter('connect_timeout') ?? (env.PGCONNECT_TIMEOUT || '15'));
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 600)
    return refuse('`connect_timeout` is not a number of seconds between 1 and 600');

  const tls = parameter('sslmode') ?? (env.PGSSLMODE || (isLoopback(host) ? 'disable' : 'verify-full'));
  if (!isTlsMode(tls))
    return refuse(
      `\`sslmode\` cannot be \`${tls}\``,
      `known are ${TLS_MODES.join(', ')}; what may fall back to no encryption is not among them`,
    );
  const root = parameter('sslrootcert') ?? (env.PGSSLROOTCERT || null);
  const certificate = parameter('sslcert') ?? (env.PGSSLCERT || null);
  const key = parameter('sslkey') ?? (env.PGSSLKEY || null);
  if ((certificate === null) !== (key === null)) return refuse('`sslcert` and `sslkey` belong together');

  const password = decode(url.password) || env.PGPASSWORD || null;
  return {
    ok: true,
    isLocal: isLoopback(host),
    target: {
      host,
      port,
      user,
      database: parameter('dbname') ?? (decode(url.pathname.slice(1)) || env.PGDATABASE || user),
      password,
      tls,
      rootCertificate: root === 'system' ? null : root,
      clientCertificate: certificate,
      clientKey: key,
      connectTimeoutSeconds: timeout,
    },
  };
}

/** What goes over the wire between two processes of one machine needs no encryption. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host) || host.startsWith('/');
}

function isTlsMode(mode: string): mode is TlsMode {
  return TLS_MODES.includes(mode);
}

/** A part of a URL without its escapes; one whose escapes are none is taken as it stands. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refuse(message: string, hint: string | null = null): TargetResult {
  return { ok: false, message, hint };
}
