/** Where a session's statements run, and how to get in. Data alone; upstream.ts connects. */

export interface UpstreamTarget {
  /** A host name, an address, or, beginning with `/`, the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Asked for at each connection, and only if the server wants one. */
  readonly password: () => string | Promise<string>;
  readonly tls: 'disable' | UpstreamTls;
  /** Start-up parameters besides the client's, and above them. Never in a log or an error: one of them holds a key. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Ways in besides SCRAM-SHA-256, in which the server proves itself too. `trust` goes without saying on loopback and
   * Unix sockets; everything else has to be named here.
   */
  readonly allowAuthentication?: readonly WeakAuthentication[];
  /** Whether it is given statements of a session to keep prepared; true where not given. */
  readonly keepsPrepared?: boolean;
  /** For the connection to be ready; 15 s where not given. */
  readonly connectMilliseconds?: number;
}

export type WeakAuthentication = 'trust' | 'md5' | 'cleartext';

export interface UpstreamTls {
  /** PEM; null for the authorities that Node.js brings. */
  readonly ca: string | null;
  /** `full`: chain and name of the certificate. `ca`: the chain alone. */
  readonly verify: 'full' | 'ca';
  /** Name that the certificate must carry; also sent as SNI. */
  readonly servername: string;
}
