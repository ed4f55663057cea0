/**
 * The configuration once it is settled: paths absolute, files and secrets read, defaults filled in, every rule between
 * its parts kept. What the file itself may hold stands in config-file.ts; the rest of the proxy sees only this.
 *
 * Values of this type hold secrets: they are handed to what needs them and never logged.
 */

import type { KeyObject } from 'node:crypto';
import type { TrustedIssuers } from '../identity/delegation/trusted-issuers.ts';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import type { SamlSettings } from '../identity/saml/saml-settings.ts';

/** Where clients connect. */
export interface ListenConfig {
  readonly host: string;
  /** 0 lets the operating system choose. */
  readonly port: number;
}

/** TLS towards clients. */
export interface ClientTlsConfig {
  /** PEM, the chain with the server's own certificate first. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** How far the server behind the proxy must prove who it is; the names are those of libpq's `sslmode`. */
export type UpstreamTlsMode = 'verify-full' | 'verify-ca' | 'disable';

/** TLS towards a PostgreSQL server. */
export interface UpstreamTlsConfig {
  readonly mode: UpstreamTlsMode;
  /** PEM of the authorities to trust; null means those that Node.js brings. */
  readonly ca: string | null;
  /** The name that the certificate must carry, where it is not the host. */
  readonly servername: string | null;
}

/** Ways to authenticate in which the server does not prove that it knows the password. */
export type WeakAuthentication = 'trust' | 'md5' | 'cleartext';

/** How the proxy reaches a PostgreSQL server. */
export interface UpstreamConfig {
  /** A host name, an address, or the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Read anew for each connection, so that it can be rotated; null where the server asks for none. */
  readonly password: (() => Promise<string>) | null;
  /** Ways to authenticate that are weaker than SCRAM and still accepted. */
  readonly allowAuthentication: readonly WeakAuthentication[];
  /** Whether the server is given statements to keep prepared that a session sends again and again. */
  readonly keepsPrepared: boolean;
  readonly tls: UpstreamTlsConfig;
}

/** One database of the policy, and where it is. */
export interface SourceConfig {
  /** As the policy names it, and as clients name the database that they connect to. */
  readonly name: string;
  readonly upstream: UpstreamConfig;
}

/** How the proxy reaches an API. */
export interface ApiUpstreamConfig {
  /** Scheme, host, port and base path. */
  readonly url: string;
  /** Whether HTTP/2 is spoken: over TLS where the server chooses it, else from the first byte on. */
  readonly http2: boolean;
  /** The header field by which the proxy proves who it is; read anew now and then. Null where the API asks for none. */
  readonly credential: (() => Promise<readonly [name: string, value: string]>) | null;
  readonly tls: {
    /** PEM of the authorities to trust; null means those that Node.js brings. */
    readonly ca: string | null;
    readonly servername: string | null;
    /** PEM of the certificate and key that the proxy shows; null for none. */
    readonly client: { readonly cert: string; readonly key: string } | null;
  };
}

/** One API of the policy, where clients find it and where it is. */
export interface ApiConfig {
  /** As the policy names it. */
  readonly name: string;
  readonly listen: ListenConfig;
  readonly upstream: ApiUpstreamConfig;
  /** Most bytes of a request's body that has to be judged whole. */
  readonly maxJudgedBytes: number;
}

/** Whose bundles are taken, and how old they may be. */
export interface TrustConfig {
  /** Ed25519 public keys; at least one. */
  readonly keys: readonly KeyObject[];
  /** Whether a bundle without a signature is refused. */
  readonly required: boolean;
  /** Lowest sequence of a signed bundle. */
  readonly minSequence: number;
  /** File in which the newest bundle is remembered; absolute. Null where it is forgotten when the proxy ends. */
  readonly state: string | null;
}

/** Bounds on what clients may use up, and on how old what the proxy knows may get. */
export interface LimitsConfig {
  readonly maxSessions: number;
  /** Requests to APIs at a time. */
  readonly maxRequests: number;
  /** Connections of clients at a time, of databases and APIs together. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Of bodies and answers of APIs; 0 for any. */
  readonly minBytesPerSecond: number;
  readonly handshakeSeconds: number;
  readonly drainSeconds: number;
  readonly catalogRefreshSeconds: number;
  readonly catalogMaxAgeSeconds: number;
}

/** Where records are kept, and for how long. */
export interface RecordsConfig {
  /** Absolute. */
  readonly directory: string;
  /** Ed25519, private. */
  readonly key: KeyObject;
  /** Ed25519, public: of those that signed before. */
  readonly olderKeys: readonly KeyObject[];
  /** What may fail without the loss of a record that was waited for. */
  readonly survives: 'machine' | 'process';
  readonly rotateBytes: number;
  readonly rotateMilliseconds: number;
  /** Null keeps them for ever. */
  readonly retainMilliseconds: number | null;
  /** Null where they may take any room. */
  readonly retainBytes: number | null;
  readonly compress: boolean;
}

/** The listener for approvers and operators. */
export interface AdminConfig {
  readonly listen: ListenConfig;
  /** Null where it speaks plain HTTP. */
  readonly tls: ClientTlsConfig | null;
  /** Host names under which it is reached, in lower case, besides its address and `localhost`. */
  readonly names: readonly string[];
  /** Groups whose people see who is connected and what the policies say. */
  readonly viewers: readonly string[];
  /** Groups whose people see that too, and what is on record. */
  readonly auditors: readonly string[];
  /** Without a slash at its end; null where nobody said. */
  readonly url: string | null;
  /** Folder of the playground's page with the policies to try; null where there is none. */
  readonly playground: string | null;
  /** How people sign in through a browser; null where they bring a password or a token. Never without `url`. */
  readonly signIn: SignInConfig | null;
  /** The same by SAML. Never without `url`. */
  readonly saml: SamlConfig | null;
  /** How providers tell of people who must be let in no more; null where they cannot. */
  readonly events: EventsConfig | null;
}

/** What providers tell. */
export interface EventsConfig {
  /** File of the tokens that are revoked so; absolute. */
  readonly state: string;
  /** What the providers know this receiver by. */
  readonly audience: (provider: ProviderSettings) => string;
}

/** A SAML provider that people sign in at. */
export interface SamlConfig {
  readonly settings: SamlSettings;
  readonly label: string;
}

/** The proxy as a client of an identity provider. */
export interface SignInConfig {
  readonly provider: ProviderSettings;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
  readonly label: string;
}

/** Statements that wait for people. */
export interface ApprovalsConfig {
  /** Absolute. */
  readonly directory: string;
  readonly maxOpen: number;
  readonly maxOpenPerCaller: number;
}

/** Who is told of what people should know. */
export interface WebhookConfig {
  readonly url: URL;
  readonly secret: string;
}

/** Where traces go. */
export interface TracesConfig {
  /** The whole of it, path included. */
  readonly url: URL;
  /** Header fields of each request, secrets among them; read anew now and then. */
  readonly headers: () => Promise<readonly (readonly [name: string, value: string])[]>;
  /** Of the traces that begin here, from 0 to 1. */
  readonly sampling: number;
  /** Of the resource, `service.name` among them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** From which level on events are logged. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** `auto` is `pretty` on a terminal, else `json`. */
export type LogFormat = 'auto' | 'json' | 'pretty';

export interface LogConfig {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly destination: 'stderr' | 'stdout';
}

/** Everything `dlp-proxy` is told. */
export interface Config {
  /** The file that this was read from; absolute. */
  readonly file: string;
  readonly listen: ListenConfig;
  /** Null where clients cannot use TLS. */
  readonly tls: ClientTlsConfig | null;
  /** Whether a client without TLS is turned away. */
  readonly tlsRequired: boolean;
  /** Directory of the compiled bundle; absolute. */
  readonly bundle: string;
  /** Null where bundles of anyone are taken. */
  readonly trust: TrustConfig | null;
  /** File of the static credentials; absolute. */
  readonly credentials: string;
  /** Whose tokens open sessions besides; each has a user of its own. */
  readonly identityProviders: readonly ProviderSettings[];
  /** Null where the proxy has no tokens of its own. */
  readonly tokens: TrustedIssuers | null;
  /** Files of the tokens that are revoked; absolute. */
  readonly revocations: readonly string[];
  readonly sources: ReadonlyMap<string, SourceConfig>;
  readonly apis: ReadonlyMap<string, ApiConfig>;
  /** Null where there is none. */
  readonly admin: AdminConfig | null;
  /** Null where nobody can be asked. Never without `admin`. */
  readonly approvals: ApprovalsConfig | null;
  readonly webhook: WebhookConfig | null;
  /** 32 bytes; null where no mask needs a key. */
  readonly maskKey: Buffer | null;
  /** Null where nothing can go on record. */
  readonly records: RecordsConfig | null;
  /** Processes that serve the port together. */
  readonly workers: number;
  readonly limits: LimitsConfig;
  /** Null where nobody collects traces. */
  readonly traces: TracesConfig | null;
  readonly log: LogConfig;
}
