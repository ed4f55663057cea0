/**
 * Who may import whom. A folder may always import from itself and from the folders inside it; anything else stands
 * here, or does not happen. An entry ending in `.ts` allows that file alone.
 */

/** Keys are folders below a package's `src`; the package's own name stands for the files directly in it. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  // What a text is. Nothing in it has heard of schemas.
  'language/source': [],
  'language/diagnostics': ['language/source'],
  'language/syntax': ['language/source', 'language/diagnostics', 'language/limits.ts', 'language/nearest.ts'],
  'language/format': [
    'language/source',
    'language/diagnostics',
    'language/syntax',
    'language/limits.ts',
    'language/parse.ts',
  ],
  language: ['language/source', 'language/diagnostics', 'language/syntax', 'language/format'],

  // The road from a text to a bundle, in its order.
  'compiler/host': [],
  'compiler/schema': ['runtime/abi.ts'],
  // The other kind of schema: an API's document.
  'compiler/openapi': ['language', 'runtime/abi.ts', 'compiler/host', 'compiler/schema'],
  // How expressions of SQL are spelled that are put into others' statements. Knows neither masks nor detectors.
  'compiler/sql': ['compiler/schema'],
  'compiler/detectors': ['runtime/abi.ts', 'runtime/detect', 'compiler/schema', 'compiler/sql'],
  // Some look for a pattern.
  'compiler/masks': ['runtime/abi.ts', 'compiler/schema', 'compiler/sql', 'compiler/detectors'],
  // What statements are computed from, over a schema that was read.
  'compiler/lineage': ['runtime/abi.ts', 'compiler/schema'],
  // SQL inside of policies: read by PostgreSQL's parser and one that knows places. Knows no policy.
  'compiler/row-conditions': ['compiler/schema'],
  // Values of earlier runs. Knows nothing of what they are.
  'compiler/memo': [],
  'compiler/bind': [
    ...[
      'compiler/memo',
      'language',
      'runtime/abi.ts',
      'compiler/schema',
      'compiler/openapi',
      'compiler/host',
      'compiler/row-conditions',
    ],
    ...['compiler/detectors', 'compiler/masks/json/json-path.ts'],
  ],
  'compiler/check': [
    ...[
      'compiler/memo',
      'language',
      'runtime/abi.ts',
      'compiler/schema',
      'compiler/masks',
      'compiler/openapi',
      'compiler/bind',
      'compiler/lineage',
    ],
    ...['language', 'runtime/abi.ts', 'compiler/schema', 'compiler/masks', 'compiler/bind'],
    'compiler/detectors',
    // Conditions are typed into the form in which they are kept.
    ...['compiler/ir', 'compiler/row-conditions'],
  ],
  'compiler/ir': ['runtime/abi.ts'],
  'compiler/lower': [
    ...[
      'language',
      'runtime/abi.ts',
      'compiler/schema',
      'compiler/sql',
      'compiler/openapi',
      'compiler/masks',
    ],
    ...['compiler/detectors', 'compiler/bind', 'compiler/check', 'compiler/ir'],
  ],
  'compiler/emit': ['runtime/abi.ts', 'compiler/ir'],
  'compiler/bundle': ['runtime/abi.ts', 'compiler/host', 'compiler/ir', 'compiler/emit'],
  // A live database: its catalog becomes DDL, which is read like any other.
  'compiler/live': ['compiler/host', 'compiler/schema'],
  'compiler/suggest': [
    ...[
      'runtime/detect',
      'language',
      'compiler/schema',
      'compiler/sql',
      'compiler/masks',
      'compiler/detectors',
      'compiler/live',
    ],
    ...['compiler/bind/name-text.ts', 'compiler/bind/names.ts'],
  ],
  'compiler/drift': ['language', 'runtime/abi.ts', 'compiler/schema', 'compiler/bind'],
  // Where policies are, and which version of the language they are written in.
  'compiler/project': ['language', 'compiler/host'],
  // What the proxy would say is asked of the proxy's own judge; no other folder of the compiler knows it.
  'compiler/ask': [
    ...['language', 'runtime/abi.ts', 'compiler/host', 'compiler/schema', 'compiler/bind', 'compiler/check'],
    ...['compiler/ir', 'compiler/read-migrations.ts'],
    ...[
      'compiler/lineage',
      'runtime/judge',
      'runtime/judge-http',
      'runtime/catalog',
      'runtime/pgwire/gate.ts',
    ],
    'runtime/proxy/unenforced.ts',
    // What went on record is asked again.
    'runtime/records',
  ],
  // Callers and tests as policies write them, bound and checked.
  'compiler/callers': ['language', 'runtime/abi.ts', 'compiler/bind'],
  'compiler/test-blocks': [
    ...['language', 'runtime/abi.ts', 'compiler/schema', 'compiler/bind', 'compiler/callers'],
    ...['compiler/lineage', 'compiler/memo'],
    // Tests name masks as policies do.
    'compiler/check/masks/check-mask.ts',
  ],
  // Questions as people write them.
  'compiler/asking': [
    ...['language', 'runtime/abi.ts', 'compiler/host', 'compiler/bind', 'compiler/callers', 'compiler/ir'],
    ...['compiler/ask', 'compiler/bundle-paths.ts', 'compiler/pipeline.ts'],
  ],
  // Tests run.
  'compiler/testing': [
    ...['language', 'runtime/abi.ts', 'compiler/host', 'compiler/ir', 'compiler/test-blocks', 'compiler/ask'],
    ...['compiler/analyses', 'compiler/pipeline.ts', 'compiler/load-schemas.ts', 'compiler/masks/catalog.ts'],
  ],
  // What can be asked of compiled policies: decided on the intermediate form, which is what the proxy enforces.
  'compiler/analyses': [
    ...['language', 'runtime/abi.ts', 'compiler/schema', 'compiler/bind', 'compiler/check', 'compiler/ir'],
    // Routes are compared as the document's paths are.
    'compiler/openapi',
    // A view shows what it is computed from.
    'compiler/lineage',
  ],
  'compiler/cli': [
    // What the page that both serve is made of.
    'runtime/admin/playground-files.ts',
    'compiler/asking',
    ...['compiler/project', 'compiler/ask', 'compiler/analyses', 'compiler/callers', 'compiler/testing'],
    ...['compiler/schema', 'compiler/bind', 'compiler/live', 'compiler/drift', 'compiler/suggest'],
    'compiler/ir',
    'language',
    'runtime/abi.ts',
    'compiler',
    'compiler/host',
    'compiler/bundle',
    'compiler/masks',
  ],
  compiler: [
    'compiler/memo',
    'compiler/project',
    'compiler/openapi',
    ...['language', 'runtime/abi.ts', 'compiler/host', 'compiler/schema', 'compiler/masks', 'compiler/bind'],
    ...['compiler/check', 'compiler/ir', 'compiler/lower', 'compiler/emit', 'compiler/bundle'],
    ...['compiler/lineage', 'compiler/test-blocks', 'compiler/row-conditions', 'compiler/analyses'],
    'compiler/detectors',
  ],

  // The proxy. The wire and the judge meet in one file and know nothing else of each other.
  'runtime/log': [],
  'runtime/json-file': [],
  'runtime/config': [
    'runtime/json-file',
    'runtime/identity/oidc/provider-settings.ts',
    'runtime/identity/delegation/trusted-issuers.ts',
    'runtime/identity/oidc/secure-url.ts',
    ...['runtime/identity/saml/saml-settings.ts', 'runtime/identity/saml/idp-metadata.ts'],
  ],
  'runtime/detect': ['runtime/abi.ts'],
  // Some masks of fields look for a pattern.
  'runtime/masks': ['runtime/abi.ts', 'runtime/detect'],
  // Bodies of HTTP messages, masked while they stream: bytes in, bytes out. Knows neither sockets nor policies.
  'runtime/bodies': ['runtime/abi.ts', 'runtime/json-file/json-text.ts'],
  'runtime/bundle': ['runtime/abi.ts'],
  'runtime/identity': ['runtime/abi.ts', 'runtime/json-file', 'runtime/pgwire/scram/verifier.ts'],
  'runtime/pgwire': [],
  'runtime/catalog': ['runtime/abi.ts', 'runtime/pgwire/gate.ts'],
  'runtime/judge': ['runtime/abi.ts', 'runtime/pgwire/gate.ts', 'runtime/catalog'],
  // Requests over HTTP: what the policies say of them, without sockets.
  // Whom policies apply to is said in one way.
  'runtime/judge-http': [
    ...['runtime/abi.ts', 'runtime/judge/decide/decide.ts', 'runtime/judge/remembered.ts'],
  ],
  // What goes on record. The journal takes any entry; `sql` tells it what the wire says, `verify` needs public keys alone.
  'runtime/records': [
    ...['runtime/pgwire/gate.ts', 'runtime/pgwire/recorder.ts'],
    // Of APIs it is told by their listener.
    ...['runtime/http/request-recorder.ts', 'runtime/http/problem.ts'],
    'runtime/bodies/unfinished-character.ts',
    ...['runtime/pgwire/codec/framer.ts', 'runtime/pgwire/codec/messages.ts'],
    // What crossed is read again.
    ...['runtime/pgwire/codec/decode-backend.ts', 'runtime/pgwire/codec/error-fields.ts'],
    'runtime/shared-database',
  ],
  // A file of SQLite that several processes use.
  'runtime/shared-database': [],
  // The other side of an API, over HTTP/1.1: bytes to answers, and connections that are kept. Has not heard of policies.
  'runtime/http1': [],
  // The listener of an API: what it needs of policies and identities it is given.
  'runtime/http': [
    ...['runtime/abi.ts', 'runtime/judge-http', 'runtime/bodies', 'runtime/judge/decide/decide.ts'],
    ...['runtime/judge/remembered.ts', 'runtime/judge/bounded-cache.ts', 'runtime/http1'],
    // Which trace a request is part of.
    'runtime/telemetry/trace-context.ts',
  ],
  // Asked to hold something; knows neither statements nor wires.
  'runtime/approvals': [],
  'runtime/webhook': ['runtime/approvals', 'runtime/log/printable.ts'],
  // Spans and where they go; knows neither statements nor requests.
  'runtime/telemetry': [],
  // For approvers and operators, over HTTP.
  'runtime/admin': [
    // What there is to count: the names of events and how grave they are.
    'runtime/log/events.ts',
    'runtime/abi.ts',
    // What can be asked about records; who reads them is given.
    ...['runtime/records/reader/questions.ts', 'runtime/records/reader/records-reader.ts'],
    'runtime/approvals',
    'runtime/identity',
    'runtime/pgwire/scram/verifier.ts',
  ],
  'runtime/proxy': [
    'runtime/records',
    ...[
      'runtime/abi.ts',
      'runtime/log',
      'runtime/json-file',
      'runtime/config',
      'runtime/masks',
      'runtime/bundle',
      'runtime/identity',
    ],
    ...['runtime/pgwire', 'runtime/catalog', 'runtime/judge'],
    ...['runtime/http', 'runtime/judge-http', 'runtime/bodies'],
    ...['runtime/approvals', 'runtime/admin', 'runtime/webhook', 'runtime/telemetry'],
  ],
  // What several processes spend of the same budgets.
  'runtime/budgets': ['runtime/judge/budgets/budgets.ts', 'runtime/shared-database'],
  // Several processes on one port.
  'runtime/workers': [
    ...['runtime/log', 'runtime/pgwire', 'runtime/approvals'],
    // Which sessions there are is told across processes.
    'runtime/admin/live-session.ts',
    'runtime/admin/process-state.ts',
  ],
  'runtime/cli': [
    'runtime/budgets',
    'runtime/admin',
    'runtime/approvals',
    'runtime/records',
    'runtime/workers',
    'runtime',
    'runtime/log',
    'runtime/json-file',
    'runtime/config',
    'runtime/identity',
    'runtime/proxy',
    'runtime/pgwire',
  ],
  runtime: [
    'runtime/config',
    'runtime/log',
    'runtime/proxy',
    'runtime/judge',
    'runtime/pgwire',
    'runtime/bundle',
  ],

  // What an editor asks: one file a feature, each a pure function that knows no connection.
  'lsp/features': ['language', 'compiler', 'lsp/hover', 'lsp/symbols', 'lsp/commands', 'lsp/convert.ts'],
  'lsp/hover': ['language', 'compiler', 'lsp/symbols'],
  // What each name means, and where it is declared.
  'lsp/symbols': ['language', 'compiler'],
  'lsp/completion': [
    'language',
    'compiler',
    'lsp/symbols',
    'lsp/convert.ts',
    'lsp/features/feature-context.ts',
    'lsp/features/keyword-help.ts',
  ],
  // What an editor has the server do. Tests bring the judge with them, and are loaded when one is run.
  'lsp/refactorings': [
    'language',
    'compiler',
    'lsp/symbols',
    'lsp/convert.ts',
    'lsp/features/feature-context.ts',
  ],
  'lsp/commands': ['language', 'compiler', 'compiler/testing/run-named-test.ts', 'compiler/asking'],
  lsp: ['language', 'compiler', 'lsp/features', 'lsp/refactorings', 'lsp/completion', 'lsp/commands'],
  'lsp/cli': ['lsp', 'compiler'],
};

/** Files that import a package or a built-in module; whoever else wants what it does asks them. */
export const ONLY_IMPORTED_BY: Readonly<Record<string, readonly string[]>> = {
  // Outside of syntax/ no more than the type of a token.
  chevrotain: ['language/src/syntax/', 'language/src/parse.ts', 'language/src/format/'],
  'ts-morph': ['compiler/src/emit/', 'test/architecture/', 'test/compiler/emit/'],
  commander: ['compiler/src/cli/'],
  'libpg-query': [
    ...['compiler/src/schema/', 'compiler/src/lineage/', 'compiler/src/ask/'],
    'compiler/src/row-conditions/',
    ...['runtime/src/judge/parse/', 'test/'],
  ],
  // An event parser with places; the validator knows none, and is loaded where an API is declared.
  'js-yaml': ['compiler/src/openapi/document/', 'test/'],
  '@apidevtools/swagger-parser': ['compiler/src/openapi/validate-document.ts'],
  '@eslint-community/regexpp': ['compiler/src/detectors/read-pattern.ts'],
  valibot: [
    'runtime/src/workers/',
    'runtime/src/json-file/',
    'runtime/src/config/',
    'runtime/src/identity/',
    'runtime/src/bundle/',
  ],
  'vscode-languageserver': ['lsp/src/', 'test/lsp/', 'test/bench/lsp.ts'],
  'vscode-languageserver-textdocument': ['lsp/src/'],
  'vscode-languageserver-types': ['lsp/src/'],
  'pgsql-ast-parser': ['compiler/src/row-conditions/'],
  pg: ['compiler/src/live/connect.ts', 'test/'],
  postgres: ['test/'],
  jose: ['runtime/src/identity/', 'test/'],
  // Signing in through a browser.
  oauth4webapi: ['runtime/src/identity/oidc/code-login.ts'],
  '@node-saml/node-saml': ['runtime/src/identity/saml/saml-login.ts'],
  'oidc-provider': ['test/support/'],
  samlp: ['test/support/'],

  // The configuration asks them whether a text is an address, and whether certificate and key belong together.
  'node:net': [
    ...['runtime/src/pgwire/', 'runtime/src/config/', 'runtime/src/proxy/'],
    // Whether a text is an address.
    'runtime/src/masks/field/address-masks.ts',
    ...['runtime/src/http/listen-api.ts', 'runtime/src/http/turned-away.ts'],
    ...['runtime/src/http/http1-upstream.ts', 'runtime/src/http1/'],
    'test/',
  ],
  'node:tls': [
    ...['runtime/src/pgwire/', 'runtime/src/http1/', 'runtime/src/config/', 'runtime/src/proxy/', 'test/'],
  ],
  // A page for this machine alone; the listeners of the proxy, and the command that asks one of them.
  'node:http': [
    ...[
      'compiler/src/cli/playground/',
      'runtime/src/http/',
      'runtime/src/admin/',
      'runtime/src/cli/',
      'test/',
    ],
  ],
  'node:http2': ['runtime/src/http/', 'test/'],
  undici: ['runtime/src/http/undici-upstream.ts', 'test/'],
  'node:https': ['runtime/src/admin/', 'runtime/src/cli/', 'test/'],
  'node:sqlite': [
    'runtime/src/records/index/',
    'runtime/src/records/journal/directory-lock.ts',
    'runtime/src/budgets/shared-counts.ts',
    'runtime/src/shared-database/',
    'runtime/src/approvals/sqlite-store.ts',
    'test/',
  ],
  // Git is asked for the files of a revision; a program of the operator's, for a secret.
  'node:child_process': ['compiler/src/host/git-host.ts', 'runtime/src/cli/run-command.ts', 'test/'],
  // Records are read beside the clients of the proxy.
  'node:worker_threads': ['runtime/src/records/reader/'],
  'node:cluster': ['runtime/src/workers/'],
  // It counts what a search through inputs has reached.
  'node:inspector': ['test/runtime/pgwire/fuzz/coverage.ts'],
  // Only generated matchers run there, and only once their hash was checked; V8's collector comes by way of it.
  'node:vm': ['runtime/src/bundle/', 'runtime/src/http/young-garbage.ts', 'test/'],
  ...forFileSystem(['node:fs', 'node:fs/promises']),
};

function forFileSystem(modules: readonly string[]): Record<string, readonly string[]> {
  const allowed = [
    ...['compiler/src/host/', 'compiler/src/cli/'],
    ...[
      'runtime/src/json-file/',
      'runtime/src/bundle/',
      'runtime/src/identity/',
      'runtime/src/cli/',
      // The page of the console, read once.
      'runtime/src/admin/console-page.ts',
      'runtime/src/admin/playground-page.ts',
      'runtime/src/proxy/',
      'runtime/src/records/journal/records-files.ts',
      'runtime/src/records/index/open-index.ts',
      'runtime/src/records/journal/directory-lock.ts',
      'runtime/src/approvals/sqlite-store.ts',
      'runtime/src/budgets/worker-budgets.ts',
    ],
    // The parser's WASM module, which it compiles anew when an instance failed.
    'runtime/src/judge/parse/sql-parser.ts',
    'test/',
  ];
  return Object.fromEntries(modules.map((name) => [name, allowed]));
}

/** Built-in modules that nobody may import at all. */
export const NEVER_IMPORTED: readonly string[] = ['node:repl', 'node:dgram'];
