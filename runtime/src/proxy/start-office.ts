/**
 * Where people decide: the desk with its store, and the admin listener in front of it. There is one for a proxy, however many processes serve its
 * clients, and it reads who may sign in by itself.
 */

import { createPublicKey } from 'node:crypto';
import { type AdminServer, startAdminServer } from '../admin/admin-server.ts';
import { absentApprovalsApi, approvalsApi } from '../admin/approvals-api.ts';
import { AttemptLimiter } from '../admin/attempt-limiter.ts';
import { SessionBook } from '../admin/console/session-book.ts';
import { type ConsolePage, loadConsolePage } from '../admin/console-page.ts';
import type { Route } from '../admin/http/route.ts';
import type { LiveSession } from '../admin/live-session.ts';
import type { Metrics } from '../admin/metrics.ts';
import { type NoticesApi, noticesApi } from '../admin/notices-api.ts';
import { operatorsApi } from '../admin/operators.ts';
import { loadPlaygroundPage, type PlaygroundPage } from '../admin/playground-page.ts';
import type { ProcessState } from '../admin/process-state.ts';
import { type ProxyParts, proxyApi, type ToldPolicies } from '../admin/proxy-api.ts';
import { recordsApi } from '../admin/records-api.ts';
import type { Roles } from '../admin/roles.ts';
import { signIn } from '../admin/sign-in.ts';
import { ApprovalDesk } from '../approvals/approval-desk.ts';
import type { ApprovalEvent } from '../approvals/approval-event.ts';
import type { ApprovalService } from '../approvals/approval-service.ts';
import { openSqliteStore } from '../approvals/sqlite-store.ts';
import { readWho } from '../bundle/read-who.ts';
import type { Config, RecordsConfig } from '../config/config.ts';
import type { Fetch } from '../identity/oidc/discovery.ts';
import { TokenVerifier } from '../identity/oidc/token-verifier.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import type { Log } from '../log/logger.ts';
import { RecordsReader } from '../records/reader/records-reader.ts';
import { consoleLogin } from './console-login.ts';
import { logInternalError } from './internal-error.ts';
import { approvalEventLogger } from './log-approval-events.ts';
import { mockSecret } from './mock-secret.ts';
import { NoticeKeeper } from './notice-keeper.ts';
import { replaceFile } from './replace-file.ts';
import { watchIdentities } from './watch-identities.ts';

type ProxyFacts = ProxyParts['facts'];

export interface OfficeParts {
  readonly log: Log;
  readonly readFile: ReadFile;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  readonly pollMilliseconds: number;
  readonly metrics: Metrics;
  /** What the proxy lacks to serve, a clause each. */
  readonly missing: () => readonly string[];
  /** What each process serves. */
  readonly states: () => readonly ProcessState[];
  readonly version: string;
  /** Who is connected, whichever process serves them. */
  readonly live: () => readonly LiveSession[];
  /** Hears of what happens to requests, besides the log. Must not throw. */
  readonly onApproval?: (event: ApprovalEvent) => void;
}

export interface Office {
  /** Null where nobody can be asked. */
  readonly service: ApprovalService | null;
  /** Null where there is no admin listener. */
  readonly port: number | null;
  /** Whoever waits is told that it ends. */
  close(): Promise<void>;
}

export type OfficeOpening =
  | { readonly ok: true; readonly office: Office }
  /** `what`: whether what the proxy was given is wrong, or the world around it. Sentences. */
  | { readonly ok: false; readonly what: 'given' | 'world'; readonly reasons: readonly string[] };

export async function startOffice(config: Config, parts: OfficeParts): Promise<OfficeOpening> {
  const { admin } = config;
  if (admin === null)
    return { ok: true, office: { service: null, port: null, close: async () => undefined } };
  const { log, now, fetch } = parts;
  const opening = openDesk(config, parts);
  if (!opening.ok) return opening;
  const { desk } = opening;

  // Before anybody reads the file that it keeps.
  const notices = await noticesOf(config, parts);
  if (typeof notices === 'string') {
    desk?.close();
    return { ok: false, what: 'world', reasons: [notices] };
  }
  const identities = await watchIdentities(config, parts);
  const playground = admin.playground === null ? null : await playgroundPage(admin.playground, log);
  const reader = config.records === null ? null : recordsReader(config.records);
  const book = new SessionBook(now);
  const services = {
    routes: [
      ...(desk === null ? absentApprovalsApi() : approvalsApi(desk, identities, now)),
      ...proxyApi({
        ...{ roles: admin, version: parts.version, states: parts.states, missing: parts.missing },
        ...{ facts: factsOf(config), policies: () => toldPolicies(config), playground },
      }),
      ...operatorsApi({ roles: admin, sessions: parts.live }),
      ...(reader === null ? [] : auditing(admin, reader, parts)),
    ],
    console: await consolePage(log),
    playground,
    notices,
    login: consoleLogin(admin, { book, revocations: identities.revocations, fetch, now, log }),
    signIn: signIn({
      store: identities.store,
      revocations: identities.revocations,
      sessions: book,
      verifiers: config.identityProviders.map((settings) => new TokenVerifier(settings, { fetch, now })),
      mockSecret: mockSecret(config),
      limiter: new AttemptLimiter(parts.clock),
      now,
      onFailure: (address, user, reason) => log('sign-in-failed', { address, user, reason }),
    }),
    missing: parts.missing,
    metrics: () => parts.metrics.text(),
    onError: (error: unknown) => logInternalError(log, 'answering at the admin listener', error),
  };
  let server: AdminServer;
  try {
    server = await startAdminServer({ ...admin.listen, names: admin.names, tls: admin.tls }, services);
  } catch (error) {
    identities.stop();
    desk?.close();
    const { host, port } = admin.listen;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it was refused';
    return {
      ok: false,
      what: 'world',
      reasons: [`cannot listen for \`admin\` on ${host}:${port}: ${reason}`],
    };
  }
  const { port } = server;
  log('admin-listening', {
    host: admin.listen.host,
    port,
    tls: admin.tls !== null,
    approvals: desk !== null,
  });
  return {
    ok: true,
    office: {
      service: desk,
      port,
      close: async () => {
        identities.stop();
        desk?.close();
        await server.close();
        await reader?.close();
      },
    },
  };
}

/** What providers tell; a sentence where it cannot be kept. */
async function noticesOf(
  { admin, identityProviders }: Config,
  { log, fetch, now, readFile }: OfficeParts,
): Promise<NoticesApi | string> {
  const events = admin?.events ?? null;
  if (events === null) return noticesApi(null);
  const keeper = await NoticeKeeper.open(events.state, { readFile, replaceFile, now });
  if (typeof keeper === 'string') return keeper;
  return noticesApi({
    providers: identityProviders.map((settings) => ({
      verifier: new TokenVerifier(settings, { fetch, now }),
      audience: events.audience(settings),
    })),
    now,
    keep: (revocation) => keeper.keep(revocation),
    onTold: (issuer, kind) => log('notice-taken', { issuer, kind }),
    onRefused: (reason) => log('notice-refused', { reason }),
  });
}

/** Reads in a thread of its own; it has public keys alone. */
function recordsReader({ directory, key, olderKeys }: RecordsConfig): RecordsReader {
  const keys = [createPublicKey(key), ...olderKeys].map((each) =>
    String(each.export({ type: 'spki', format: 'pem' })),
  );
  return new RecordsReader({ directory, keys });
}

function auditing(roles: Roles, reader: RecordsReader, { log, now }: OfficeParts): readonly Route[] {
  return recordsApi({
    ...{ roles, now },
    ask: (question) => reader.ask(question),
    onRead: (subject, what, recorded) => log('records-read', { subject, what, recorded }),
  });
}

/** Sentences alone: nobody who looks learns what the file system says. */
async function toldPolicies({ bundle, trust }: Config): Promise<ToldPolicies | string> {
  const who = await readWho(bundle, trust ?? undefined);
  return who.ok ? who.value : `The bundle cannot be read: ${who.problem.message}.`;
}

function factsOf({ admin, approvals, records, trust, identityProviders, workers }: Config): ProxyFacts {
  const saml = admin?.saml?.settings.issuer;
  const issuers = [...identityProviders.map(({ issuer }) => issuer), ...(saml === undefined ? [] : [saml])];
  const encrypted = admin?.tls === null ? 'plain HTTP, for this machine alone' : 'TLS';
  return [
    { name: 'Admin listener', value: encrypted },
    { name: 'Processes', value: String(workers) },
    { name: 'Approvals', value: approvals === null ? 'nobody is asked' : 'kept' },
    { name: 'Records', value: records === null ? 'none' : 'kept' },
    {
      name: 'Bundles',
      value: trust === null ? 'of anyone' : trust.required ? 'signed ones alone' : 'signed or not',
    },
    { name: 'Identity providers', value: issuers.join(', ') || 'none' },
  ];
}

/** Where the build puts the page, beside what runs and beside its sources alike. */
const CONSOLE = new URL('../../dist/console/', import.meta.url);

/** Approvals are decided without it too. */
async function consolePage(log: Log): Promise<ConsolePage | null> {
  try {
    return await loadConsolePage(CONSOLE);
  } catch (error) {
    log('console-missing', { reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** Policies are enforced without it too. */
async function playgroundPage(folder: string, log: Log): Promise<PlaygroundPage | null> {
  const loading = await loadPlaygroundPage(folder);
  if (loading.ok) return loading.page;
  log('playground-missing', { folder, reason: loading.problem });
  return null;
}

function openDesk(
  { approvals }: Config,
  { log, now, onApproval }: OfficeParts,
): { readonly ok: true; readonly desk: ApprovalDesk | null } | (OfficeOpening & { readonly ok: false }) {
  if (approvals === null) return { ok: true, desk: null };
  const opening = openSqliteStore(approvals.directory, now());
  if (!opening.ok) {
    const reason = `the requests for approval in \`${approvals.directory}\` cannot be used: ${opening.problem}`;
    return { ok: false, what: 'world', reasons: [reason] };
  }
  if (opening.expired > 0) log('approvals-expired-at-start', { requests: opening.expired });
  const logEvent = approvalEventLogger(log);
  const desk = new ApprovalDesk({
    store: opening.store,
    now,
    after: (milliseconds, action) => {
      const timer = setTimeout(action, milliseconds);
      return { cancel: () => clearTimeout(timer) };
    },
    onEvent: (event) => {
      logEvent(event);
      onApproval?.(event);
    },
    maxOpen: approvals.maxOpen,
    maxOpenOfOne: approvals.maxOpenPerCaller,
  });
  return { ok: true, desk };
}
