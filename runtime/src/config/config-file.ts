/**
 * What the configuration file may hold: its keys, their types, defaults and descriptions, and no rule between two of
 * them (settle.ts keeps those). The JSON Schema for editors and the reference documentation are made from this.
 */
import * as v from 'valibot';
import { TOKEN_ALGORITHMS } from '../identity/oidc/provider-settings.ts';
import { choice, flag, line, list, named, path, secretReference, shape, whole } from '../json-file/shape.ts';
import { AdminShape, ApprovalsShape, WebhookShape } from './admin-file.ts';
import { ClientTlsShape, ListenShape } from './listen-file.ts';
import { TelemetryShape } from './telemetry-file.ts';

/** Names of sources are names of the language. */
const SOURCE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

const UpstreamTlsShape = shape({
  mode: v.optional(
    v.pipe(
      choice(['verify-full', 'verify-ca', 'disable']),
      v.description(
        '`verify-full` checks the chain and the name of the certificate, `verify-ca` the chain alone, `disable` uses no TLS. By default `verify-full`, and `disable` on loopback and Unix sockets.',
      ),
    ),
  ),
  ca: v.optional(
    v.pipe(
      path('the path of a PEM file'),
      v.description('Authorities to trust, in place of those that Node.js brings.'),
    ),
  ),
  servername: v.optional(
    v.pipe(
      line('a host name'),
      v.description('Name that the certificate must carry, where it is not `host`.'),
    ),
  ),
});

const UpstreamShape = shape({
  host: v.pipe(
    line('a host name, an address or the directory of a Unix socket', 1024),
    v.description('Host name or address of the server, or the directory of its Unix socket.'),
  ),
  port: v.pipe(
    v.optional(whole(1, 65535, 'a port number'), 5432),
    v.description('Port of the server; part of the file name of a Unix socket.'),
  ),
  database: v.pipe(line('the name of a database', 63), v.description('Name of the database on that server.')),
  user: v.pipe(
    line('the name of a role', 63),
    v.description('Role that the proxy connects as: no superuser, owner of nothing that is protected.'),
  ),
  password: v.optional(
    v.pipe(
      secretReference(),
      v.description('Password of that role. Leave it out where the server asks for none.'),
    ),
  ),
  allowAuthentication: v.pipe(
    v.optional(list(choice(['trust', 'md5', 'cleartext'])), []),
    v.description(
      'Ways to authenticate to the server that are accepted besides SCRAM. On loopback and Unix sockets `trust` is accepted anyway.',
    ),
  ),
  keepsPrepared: v.pipe(
    v.optional(v.boolean(), true),
    v.description(
      'Whether masked statements that a session sends again, by an unnamed Parse or a Query, stay prepared on the server. Say `false` where a pooler stands before it that shares connections by the transaction.',
    ),
  ),
  tls: v.optional(v.pipe(UpstreamTlsShape, v.description('TLS towards the server.'))),
});

export const SourceShape = shape({
  upstream: v.pipe(UpstreamShape, v.description('The PostgreSQL server that holds this source.')),
});

const ApiCredentialShape = v.union([
  shape({
    bearer: v.pipe(secretReference(), v.description('Token that is sent as `Authorization: Bearer`.')),
  }),
  shape({
    basic: v.pipe(
      shape({
        user: v.pipe(line('a user name'), v.description('User name.')),
        password: v.pipe(secretReference(), v.description('Password.')),
      }),
      v.description('User and password that are sent as `Authorization: Basic`.'),
    ),
  }),
  shape({
    header: v.pipe(
      shape({
        name: v.pipe(line('the name of a header field'), v.description('Name of the field.')),
        value: v.pipe(secretReference(), v.description('Its value.')),
      }),
      v.description('A header field that holds a key.'),
    ),
  }),
]);

const ApiTlsShape = shape({
  ca: v.optional(
    v.pipe(
      path('the path of a PEM file'),
      v.description('Authorities to trust, in place of those that Node.js brings.'),
    ),
  ),
  servername: v.optional(
    v.pipe(
      line('a host name'),
      v.description('Name that the certificate must carry, where it is not that of the URL.'),
    ),
  ),
  cert: v.optional(
    v.pipe(path('the path of a PEM file'), v.description('Certificate that the proxy shows to the API.')),
  ),
  key: v.optional(
    v.pipe(
      path('the path of a PEM file'),
      v.description('Its private key, readable by no one but the owner.'),
    ),
  ),
});

export const ApiShape = shape({
  listen: v.pipe(ListenShape, v.description('Where clients of this API connect.')),
  upstream: v.pipe(
    shape({
      url: v.pipe(
        line('a URL', 1024),
        v.description('Where the API is: scheme, host, port and base path of its operations.'),
      ),
      http2: v.pipe(
        v.optional(flag(), false),
        v.description(
          'Whether HTTP/2 is spoken with the API: over TLS where it chooses it (ALPN), over plain connections from the first byte on.',
        ),
      ),
      credential: v.optional(
        v.pipe(
          ApiCredentialShape,
          v.description('How the proxy proves who it is. The credentials of clients never go on.'),
        ),
      ),
      tls: v.optional(v.pipe(ApiTlsShape, v.description('TLS towards the API.'))),
    }),
    v.description('The server that answers.'),
  ),
  maxJudgedBytes: v.pipe(
    v.optional(whole(1, 64 * 1024 * 1024, 'a whole number'), 1024 * 1024),
    v.description(
      'Most bytes of a request body that has to be judged whole. A longer one is refused with 413.',
    ),
  ),
});

export const LimitsShape = shape({
  maxSessions: v.pipe(
    v.optional(whole(1, 100_000, 'a whole number'), 100),
    v.description('Sessions at a time, over all callers and sources. More are turned away with `53300`.'),
  ),
  maxRequests: v.pipe(
    v.optional(whole(1, 100_000, 'a whole number'), 1000),
    v.description('Requests to APIs at a time, over all of them. More are turned away with 503.'),
  ),
  maxConnections: v.pipe(
    v.optional(whole(1, 1_000_000, 'a whole number'), 10_000),
    v.description(
      'Connections of clients at a time, to databases and APIs together, whether they have proved anything or not. More are turned away: with `53300` from databases, with 503 from APIs, and closed at once where an API speaks TLS.',
    ),
  ),
  maxConnectionsPerAddress: v.pipe(
    v.optional(whole(1, 1_000_000, 'a whole number'), 2_500),
    v.description(
      'The same from one address, of IPv6 from one network of 64 bits. Behind a load balancer all clients have its address.',
    ),
  ),
  minBytesPerSecond: v.pipe(
    v.optional(whole(0, 1_000_000_000, 'a whole number'), 240),
    v.description(
      'What clients of APIs must send of a body and take of an answer, on average, while nobody but they are waited for; everybody has 10 seconds more. Slower ones end, with 408 where nothing was answered yet. 0 for no such bound: then a request has 5 minutes.',
    ),
  ),
  handshakeSeconds: v.pipe(
    v.optional(whole(1, 300, 'a whole number'), 30),
    v.description(
      "Time from a client's first byte until its session is ready, the connection to the server included.",
    ),
  ),
  drainSeconds: v.pipe(
    v.optional(whole(0, 3600, 'a whole number'), 30),
    v.description('Time that running statements have to finish after SIGTERM or SIGINT.'),
  ),
  catalogRefreshSeconds: v.pipe(
    v.optional(whole(1, 3600, 'a whole number'), 15),
    v.description("Time between two readings of a server's catalog and of the proxy's role on it."),
  ),
  catalogMaxAgeSeconds: v.pipe(
    v.optional(whole(1, 86_400, 'a whole number'), 300),
    v.description(
      'Age from which on a catalog that could not be read again is not judged by any more: statements are denied until it can.',
    ),
  ),
});

const LogShape = shape({
  level: v.pipe(
    v.optional(choice(['debug', 'info', 'warn', 'error']), 'info'),
    v.description('Least severe level that is logged.'),
  ),
  format: v.pipe(
    v.optional(choice(['auto', 'json', 'pretty']), 'auto'),
    v.description('`json` is one object a line, `pretty` is for people, `auto` is `pretty` on a terminal.'),
  ),
  destination: v.pipe(
    v.optional(choice(['stderr', 'stdout']), 'stderr'),
    v.description('Stream that the log is written to.'),
  ),
});

export const MaskKeyShape = secretReference();

export const TrustShape = shape({
  keys: v.pipe(
    list(path('the path of a PEM file')),
    v.minLength(1, 'at least one value'),
    v.description(
      'Public keys, as `dlpc keygen` makes them. A bundle is taken if one of them vouches for it.',
    ),
  ),
  required: v.pipe(
    v.optional(flag(), true),
    v.description(
      'Whether a bundle that nobody signed is refused. One with a wrong signature, or by another key, always is.',
    ),
  ),
  minSequence: v.pipe(
    v.optional(whole(0, Number.MAX_SAFE_INTEGER, 'a whole number'), 0),
    v.description('Lowest sequence of a signed bundle that is taken.'),
  ),
  state: v.optional(
    v.pipe(
      path('the path of a file'),
      v.description(
        'File in which the proxy remembers the newest bundle that it took, so that an older one is refused after a restart too. Written by the proxy; one for each proxy.',
      ),
    ),
  ),
});

export const TokensShape = shape({
  user: v.pipe(
    v.optional(line('a user name', 63), 'token'),
    v.description('Name that clients connect with, the token as their password.'),
  ),
  keys: v.pipe(
    v.pipe(list(path('the path of a PEM file')), v.minLength(1, 'at least one value')),
    v.description(
      'Public keys, as `dlpc keygen` makes them, of those who issue tokens with `dlp-proxy token issue`.',
    ),
  ),
  audience: v.pipe(
    v.optional(line('an audience', 256), 'dlp-proxy'),
    v.description('Must be the audience of a token: one that was made for another proxy opens nothing here.'),
  ),
  maxLifetimeSeconds: v.pipe(
    v.optional(whole(1, 31 * 24 * 3600, 'a whole number'), 24 * 3600),
    v.description('Longest time for which a token may be issued.'),
  ),
});

export const IdentityProviderShape = shape({
  user: v.pipe(
    v.optional(line('a user name', 63), 'oidc'),
    v.description('Name that clients connect with to present a token of this provider as their password.'),
  ),
  oauth: v.optional(
    v.pipe(
      shape({
        user: v.pipe(
          v.optional(line('a user name', 63), 'oauth'),
          v.description('Name that those clients connect with.'),
        ),
        scope: v.pipe(
          v.optional(line('a scope', 1024), 'openid'),
          v.description('Scope that they are told to ask the provider for.'),
        ),
      }),
      v.description(
        'Has clients of PostgreSQL 18 present a token of this provider by OAUTHBEARER (RFC 7628), and tells those without one where they get it.',
      ),
    ),
  ),
  issuer: v.pipe(
    line('the URL of an issuer', 1024),
    v.description(
      'Issuer, exactly as its tokens name it in `iss`; its keys are found by OpenID Connect Discovery.',
    ),
  ),
  audience: v.pipe(
    line('an audience', 1024),
    v.description(
      "Must be among a token's audiences (`aud`): a token that was made for another service opens nothing here.",
    ),
  ),
  algorithms: v.pipe(
    v.optional(v.pipe(list(choice(TOKEN_ALGORITHMS)), v.minLength(1, 'at least one value')), [
      'RS256',
      'PS256',
      'ES256',
      'EdDSA',
    ]),
    v.description('Signature algorithms that are taken.'),
  ),
  kind: v.pipe(
    choice(['human', 'service']),
    v.description('`caller.kind` of callers whose tokens do not say it.'),
  ),
  kindClaim: v.optional(
    v.pipe(
      line('the name of a claim'),
      v.description('Claim that says `human` or `service`, where one provider vouches for both.'),
    ),
  ),
  groupsClaim: v.pipe(
    v.optional(line('the name of a claim'), 'groups'),
    v.description('Claim with the groups of the caller, an array of strings.'),
  ),
  taskClaim: v.pipe(
    v.optional(line('the name of a claim'), 'task'),
    v.description('Claim with the task of the caller, an object with `id`, `name` and `parent`.'),
  ),
  clockSkewSeconds: v.pipe(
    v.optional(whole(0, 300, 'a whole number'), 30),
    v.description('How far the clock of the provider may be ahead. A token is never taken after its end.'),
  ),
  maxLifetimeSeconds: v.pipe(
    v.optional(whole(60, 604_800, 'a whole number'), 86_400),
    v.description('Longest time from the issue of a token to its end; one that lives longer is refused.'),
  ),
});

export const RecordsShape = shape({
  directory: v.pipe(
    path('the path of a directory'),
    v.description(
      'Where records are kept. Made where it is not there; for the owner alone. One for each proxy.',
    ),
  ),
  key: v.pipe(
    path('the path of a PEM file'),
    v.description(
      'Ed25519 private key that signs them, as `dlpc keygen` makes it; readable by no one but the owner. Its public half verifies them.',
    ),
  ),
  passphrase: v.optional(
    v.pipe(secretReference(), v.description('Passphrase of that key, where it has one.')),
  ),
  olderKeys: v.pipe(
    v.optional(list(path('the path of a PEM file')), []),
    v.description(
      'Public keys by which records were signed before, so that the console can prove those too. Nothing is signed by them.',
    ),
  ),
  survives: v.pipe(
    v.optional(choice(['machine', 'process']), 'machine'),
    v.description(
      'What may fail without the loss of any record of what crossed, at `record everything`: `machine`, so that answers wait for the disk, or `process`, so that they wait for the operating system, which brings them to the disk within a second.',
    ),
  ),
  rotate: v.pipe(
    v.optional(
      shape({
        megabytes: v.pipe(
          v.optional(whole(1, 1024, 'a whole number'), 64),
          v.description('A segment that has grown so large is closed, and the next one begun.'),
        ),
        minutes: v.pipe(
          v.optional(whole(1, 1440, 'a whole number'), 60),
          v.description('So is one that is so old.'),
        ),
      }),
      {},
    ),
    v.description('When a segment is closed.'),
  ),
  retain: v.pipe(
    v.optional(
      shape({
        days: v.optional(
          v.pipe(
            whole(1, 36_500, 'a whole number'),
            v.description('Closed segments are removed after so many days. Without it, never for their age.'),
          ),
        ),
        megabytes: v.optional(
          v.pipe(
            whole(1, 1_000_000_000, 'a whole number'),
            v.description('Of all segments together; beyond it, the oldest closed ones are removed.'),
          ),
        ),
      }),
      {},
    ),
    v.description('How long records are kept. What is removed is on record itself.'),
  ),
  compress: v.pipe(
    v.optional(flag(), true),
    v.description('Whether closed segments are compressed (Zstandard).'),
  ),
});

export const ConfigFileShape = shape({
  $schema: v.optional(
    v.pipe(line('a URL or path', 4096), v.description('JSON Schema, for editors; not used otherwise.')),
  ),
  listen: v.pipe(ListenShape, v.description('Where clients connect.')),
  tls: v.optional(v.pipe(ClientTlsShape, v.description('TLS towards clients.'))),
  bundle: v.pipe(
    path('the path of a directory'),
    v.description('Bundle that `dlpc compile` made. Watched: a new one is taken over without a restart.'),
  ),
  trust: v.optional(
    v.pipe(
      TrustShape,
      v.description(
        'Whose bundles are taken. Without it, whoever can write to the directory of the bundle decides what the policy is.',
      ),
    ),
  ),
  credentials: v.pipe(
    path('the path of a JSON file'),
    v.description('Who may connect. Watched: a change holds from the moment it is read.'),
  ),
  tokens: v.optional(
    v.pipe(
      TokensShape,
      v.description(
        "Has tokens open sessions that the proxy's own issuers sign, and that whoever holds one can hand on with less.",
      ),
    ),
  ),
  identityProviders: v.pipe(
    v.optional(list(IdentityProviderShape), []),
    v.description(
      "OpenID Connect providers whose tokens open sessions. The policy's `identity` must name the same issuer and audience.",
    ),
  ),
  revocations: v.optional(
    v.pipe(
      path('the path of a JSON file'),
      v.description(
        'Tokens that open nothing any more. Watched: sessions that they opened are cut within a second.',
      ),
    ),
  ),
  sources: v.optional(
    v.pipe(
      named(
        SOURCE_NAME,
        'the name of a source of the policy: letters, digits and underscores, at most 63',
        SourceShape,
      ),
      v.description(
        "The policy's databases by name. A client connects to one by its name: `psql -d crm`. There must be one of these or of `apis`.",
      ),
    ),
  ),
  apis: v.optional(
    v.pipe(
      named(
        SOURCE_NAME,
        'the name of an `api` of the policy: letters, digits and underscores, at most 63',
        ApiShape,
      ),
      v.description("The policy's APIs by name, each with an address of its own."),
    ),
  ),
  admin: v.optional(
    v.pipe(AdminShape, v.description('Listener for approvers and operators. Without it there is none.')),
  ),
  approvals: v.optional(
    v.pipe(
      ApprovalsShape,
      v.description(
        'Has statements wait for the approvals that the policy asks for. Without it, they are denied. Needs `admin`.',
      ),
    ),
  ),
  webhook: v.optional(
    v.pipe(WebhookShape, v.description('Who is told of requests for approval, decisions and alerts.')),
  ),
  maskKey: v.optional(
    v.pipe(
      MaskKeyShape,
      v.description(
        'Key of the masks `hash` and `tokenize`: 32 bytes in hexadecimal or base64. Required where the policy uses one of them.',
      ),
    ),
  ),
  records: v.optional(
    v.pipe(
      RecordsShape,
      v.description(
        'Where sessions go on record whose policies say so. Required where one says `record metadata` or `record everything`.',
      ),
    ),
  ),
  workers: v.pipe(
    v.optional(whole(1, 255, 'a whole number'), 1),
    v.description(
      'Processes that serve the port together, one for each core to use. Sessions are spread over them; the bounds on sessions, requests and connections in `limits` are shared out evenly.',
    ),
  ),
  limits: v.pipe(v.optional(LimitsShape, {}), v.description('Bounds on sessions and times.')),
  telemetry: v.optional(v.pipe(TelemetryShape, v.description('What is measured besides metrics and log.'))),
  log: v.pipe(v.optional(LogShape, {}), v.description('What is logged, and how.')),
});
