/**
 * Every event that the proxy logs. Names and fields are a promise to those who search and alert on them: an event is
 * added, never renamed. No field holds a password, a key, a statement's text, a parameter or a value of a row.
 * It is long because it is the one list of them: who looks for an event looks here.
 */
import type { EventSpec, FieldSpec, FieldValues } from './event.ts';

const session = { type: 'text', means: 'Identifier of the session; the same in all its events.' } as const;
const knownUser = {
  type: 'text?',
  means: 'Name that the client authenticated with; absent before it has.',
} as const;
const source = { type: 'text', means: 'Name of the source in the policy.' } as const;
const address = { type: 'text', means: "The client's address." } as const;
const revision = { type: 'text', means: "The bundle's revision." } as const;
const sqlstate = { type: 'text', means: 'SQLSTATE that the client was told.' } as const;
const request = { type: 'text', means: 'Identifier of the request; the same in all its events.' } as const;
const requester = { type: 'text', means: 'Name of the credential, or of the provider.' } as const;
const knownRequester = { ...requester, type: 'text?' } as const;
const operation = { type: 'text', means: 'Method and path, as the document has them.' } as const;
const status = { type: 'number', means: 'Status of the answer.' } as const;
const approval = { type: 'text', means: 'Identifier of the request for approval.' } as const;
const asker = { type: 'text', means: 'Subject of who asks.' } as const;
const milliseconds = { type: 'number', means: 'Time since the client connected.' } as const;
const traffic = {
  forwarded: { type: 'number', means: 'Statements that were forwarded.' },
  denied: { type: 'number', means: 'Statements that were denied.' },
  bytesFromClient: { type: 'number', means: 'Bytes that the client sent.' },
  bytesFromUpstream: { type: 'number', means: 'Bytes that the server sent.' },
} as const satisfies Readonly<Record<string, FieldSpec>>;

export const EVENTS = {
  // The program
  starting: {
    level: 'info',
    means: 'The configuration is right and the proxy is starting.',
    fields: {
      version: { type: 'text', means: 'Version of the proxy.' },
      config: { type: 'text', means: 'File of the configuration.' },
      pid: { type: 'number', means: 'Its process id.' },
    },
  },
  'worker-ended': {
    level: 'error',
    means:
      'A worker process ended by itself, and with it its sessions; the others go on, and another one takes its place.',
    fields: {
      worker: { type: 'number', means: 'Which one, from 1 on.' },
      status: { type: 'number?', means: 'Its exit status; absent where a signal ended it.' },
      signal: { type: 'text?', means: 'The signal that ended it.' },
    },
  },
  'config-warning': {
    level: 'warn',
    means: 'A part of the configuration is allowed but not advisable.',
    fields: {
      file: { type: 'text', means: 'The file.' },
      path: { type: 'text', means: 'Keys from the top of the file; empty for the whole of it.' },
      message: { type: 'text', means: 'What is not advisable.' },
    },
  },
  listening: {
    level: 'info',
    means: 'The proxy accepts connections.',
    fields: {
      host: { type: 'text', means: 'Address that it listens on.' },
      port: { type: 'number', means: 'Port that it listens on, also where the operating system chose it.' },
      tls: { type: 'text', means: '`required`, `offered` or `off`.' },
      sources: { type: 'texts', means: 'Sources that clients can connect to.' },
    },
  },
  'connection-turned-away': {
    level: 'warn',
    means: 'There were too many connections to accept one more.',
    fields: {
      address,
      connections: { type: 'number', means: 'Connections there are.' },
      beyond: {
        type: 'text',
        means:
          '`all` of `limits.maxConnections` or of the sessions, `address` of `limits.maxConnectionsPerAddress`, or `draining`.',
      },
    },
  },
  draining: {
    level: 'info',
    means: 'The proxy was told to stop: it accepts no connections, and ends each session when it is idle.',
    fields: {
      signal: { type: 'text', means: 'What it was told by.' },
      sessions: { type: 'number', means: 'Sessions there are.' },
      seconds: { type: 'number', means: 'Time that running statements have.' },
    },
  },
  'cutting-sessions': {
    level: 'warn',
    means: 'Sessions that were still running something were cut, so that the proxy can stop.',
    fields: { sessions: { type: 'number', means: 'How many.' } },
  },
  stopped: { level: 'info', means: 'The proxy has stopped; this is its last event.', fields: {} },
  'internal-error': {
    level: 'error',
    means: 'Something happened that must not happen: a bug of the proxy. What was being done was refused.',
    fields: {
      where: { type: 'text', means: 'What was being done.' },
      message: { type: 'text', means: "The error's text." },
      stack: { type: 'text?', means: 'Where it was thrown.' },
    },
  },

  // Policy and credentials
  'policy-in-force': {
    level: 'info',
    means: 'A bundle was loaded, and statements are judged by it from now on.',
    fields: {
      revision,
      previous: { type: 'text?', means: 'Revision that it takes the place of; absent at the start.' },
      compiler: { type: 'text', means: 'Version of the compiler that made it.' },
      signer: { type: 'text?', means: 'Key that vouches for it; absent where no signature was verified.' },
      sequence: { type: 'number', means: 'Its sequence; tells the newer of two bundles by one signer.' },
    },
  },
  'policy-unverified': {
    level: 'warn',
    means: 'A bundle is in force, and it was not verified who wrote it.',
    fields: { revision, reason: { type: 'text', means: 'Why not.' } },
  },
  'sources-unserved': {
    level: 'info',
    means: 'The bundle has sources that this proxy does not serve, so that nobody reaches them through it.',
    fields: {
      revision,
      sources: { type: 'text', means: 'Their names, each with why.' },
    },
  },
  'policy-refused': {
    level: 'error',
    means: 'A new bundle cannot be used; statements are still judged by the one before.',
    fields: {
      directory: { type: 'text', means: 'Where the bundle is.' },
      reason: { type: 'text', means: 'Why it cannot be used.' },
      revision: { type: 'text', means: 'Revision that stays in force.' },
    },
  },
  'credentials-in-force': {
    level: 'info',
    means: 'The credentials were read, and hold from now on.',
    fields: {
      users: { type: 'number', means: 'Users that can authenticate now.' },
      unusable: { type: 'number', means: 'Users that are disabled or expired.' },
    },
  },
  'credentials-refused': {
    level: 'error',
    means: 'The credentials cannot be used as they are: nobody can open a session until they can.',
    fields: {
      file: { type: 'text', means: 'The file.' },
      problems: { type: 'texts', means: 'What is wrong with it.' },
    },
  },
  'revocations-in-force': {
    level: 'info',
    means: 'The list of revoked tokens was read, and holds from now on.',
    fields: { entries: { type: 'number', means: 'How many descriptions of tokens it has.' } },
  },
  'revocations-refused': {
    level: 'error',
    means: 'The list of revoked tokens cannot be used as it is: no token can open a session until it can.',
    fields: {
      file: { type: 'text', means: 'The file.' },
      problems: { type: 'texts', means: 'What is wrong with it.' },
    },
  },
  'credentials-exposed': {
    level: 'warn',
    means: 'The file of credentials can be read by others than its owner, who can then guess passwords.',
    fields: { file: { type: 'text', means: 'The file.' } },
  },

  // Records
  'records-begun': {
    level: 'info',
    means: 'A journal was begun: what policies want on record goes there.',
    fields: {
      directory: { type: 'text', means: 'Where records are kept.' },
      journal: { type: 'text', means: 'Name of the journal; one for each process.' },
    },
  },
  'records-segment-closed': {
    level: 'info',
    means:
      'A segment of the journal is complete and signed. Whoever keeps this log elsewhere can tell whether the segment was cut.',
    fields: {
      file: { type: 'text', means: 'Its file.' },
      hash: { type: 'text', means: 'Hash of its last entry.' },
    },
  },
  'records-retired': {
    level: 'info',
    means: 'Segments were removed that had been kept long enough.',
    fields: { segments: { type: 'number', means: 'How many.' } },
  },
  'records-failed': {
    level: 'error',
    means: 'Records cannot be kept: what policies want on record is denied until they can.',
    fields: {
      directory: { type: 'text', means: 'Where records are kept.' },
      reason: { type: 'text', means: 'Why.' },
    },
  },
  'records-resumed': {
    level: 'info',
    means: 'Records can be kept again.',
    fields: { directory: { type: 'text', means: 'Where records are kept.' } },
  },

  // Sources
  'source-ready': {
    level: 'info',
    means: "A source's server was reached, its catalog read and the proxy's role found fit.",
    fields: {
      source,
      serverVersion: { type: 'number', means: "The server's `server_version_num`." },
      catalog: { type: 'text', means: 'Version of the catalog.' },
    },
  },
  'source-unavailable': {
    level: 'error',
    means: "A source's server could not be reached or read. New sessions are refused if it never could.",
    fields: {
      source,
      reason: { type: 'text', means: 'Why.' },
      retrySeconds: { type: 'number', means: 'When it is tried again.' },
    },
  },
  'source-refused': {
    level: 'error',
    means:
      "The proxy's role on a server could get around the policy: no statement passes until it is mended.",
    fields: {
      source,
      problems: { type: 'texts', means: 'What the role can do.' },
      retrySeconds: { type: 'number', means: 'When it is looked at again.' },
    },
  },
  'source-warning': {
    level: 'warn',
    means: "Something about the proxy's role on a server, or about its schema, is not advisable.",
    fields: { source, message: { type: 'text', means: 'What.' } },
  },
  'source-stale': {
    level: 'error',
    means: "A source's catalog is too old to judge by: its statements are denied until it can be read again.",
    fields: { source, seconds: { type: 'number', means: 'Age of the catalog.' } },
  },
  'catalog-changed': {
    level: 'info',
    means: 'The schema of a server has changed; statements are judged by the new one.',
    fields: {
      source,
      catalog: { type: 'text', means: 'Version of the catalog.' },
      previous: { type: 'text', means: 'Version before.' },
    },
  },

  // Sessions
  'session-started': {
    level: 'debug',
    means: 'A client connected. Nothing is known of it yet.',
    fields: { session, address },
  },
  authenticated: {
    level: 'info',
    means: 'A client proved who it is.',
    fields: {
      session,
      user: { type: 'text', means: 'Name that it authenticated with.' },
      database: { type: 'text', means: 'Database that it asked for.' },
      application: { type: 'text?', means: 'What it says of itself (`application_name`).' },
      tls: { type: 'text?', means: 'Version of TLS; absent where the connection is not encrypted.' },
      channelBound: { type: 'flag', means: 'Whether the proof was bound to the TLS connection.' },
    },
  },
  'authentication-failed': {
    level: 'warn',
    means: 'A client could not prove who it is.',
    fields: {
      session,
      user: { type: 'text', means: 'Name that it gave; empty where nobody is called so.' },
      address,
      reason: { type: 'text', means: 'Why; the client is not told.' },
      problem: { type: 'text?', means: 'What is wrong with a token; never anything of it.' },
    },
  },
  'session-refused': {
    level: 'warn',
    means: 'A client was sent away before its session was ready.',
    fields: {
      session,
      user: knownUser,
      sqlstate,
      message: { type: 'text', means: 'What the client was told.' },
      reason: { type: 'text?', means: 'What it was not told.' },
    },
  },
  'session-ready': {
    level: 'info',
    means: 'A session is open: the client can send statements.',
    fields: {
      session,
      user: knownUser,
      serverPid: {
        type: 'number',
        means: "Process id of the session on the server, as in the server's own log.",
      },
      milliseconds,
    },
  },
  'identity-refused': {
    level: 'warn',
    means: 'A client was refused, since its identity does not carry the claims that the policies need.',
    fields: {
      session,
      user: { type: 'text', means: 'Name of the credential.' },
      source,
      problem: { type: 'text', means: 'Which claim, and what is wrong with it; never its value.' },
    },
  },
  'budget-used-up': {
    level: 'warn',
    means: 'A caller has reached a limit of the policy; what goes beyond it is stopped.',
    fields: {
      session,
      user: { type: 'text', means: 'Name that the client connected with.' },
      source,
      caller: { type: 'text', means: 'Subject whose budget it is.' },
      rule: { type: 'text', means: 'Policy, file and line of the limit.' },
    },
  },
  'access-alert': {
    level: 'warn',
    means: 'A statement goes on of which a policy wants somebody to be told.',
    fields: {
      session,
      user: knownUser,
      rules: { type: 'texts', means: 'Policies, files and lines of the alerts.' },
    },
  },
  'budget-alert': {
    level: 'warn',
    means: 'A caller has gone beyond what a policy wants to be told of. Nothing was stopped.',
    fields: {
      session,
      user: { type: 'text', means: 'Name that the client connected with.' },
      source,
      caller: { type: 'text', means: 'Subject whose budget it is.' },
      rule: { type: 'text', means: 'Policy, file and line of the alert.' },
    },
  },
  'session-revoked': {
    level: 'warn',
    means: 'A session was cut, since the credential that opened it is gone, disabled or another one now.',
    fields: {
      session,
      user: { type: 'text', means: 'Name of the credential.' },
      reason: { type: 'text', means: 'Why.' },
    },
  },
  'session-ended': {
    level: 'info',
    means: 'A session is over, or a connection that never became one.',
    fields: {
      session,
      user: knownUser,
      cause: {
        type: 'text',
        means:
          '`client`, `refused`, `upstream`, `protocol`, `told`, `expired`, `budget`, `unrecorded` or `probe`.',
      },
      milliseconds,
      ...traffic,
    },
  },
  'admin-listening': {
    level: 'info',
    means: 'Approvers and operators can connect.',
    fields: {
      host: { type: 'text', means: 'Address that it listens on.' },
      port: { type: 'number', means: 'Port that it listens on, also where the operating system chose it.' },
      tls: { type: 'flag', means: 'Whether it speaks TLS.' },
      approvals: { type: 'flag', means: 'Whether statements wait for approval.' },
    },
  },
  'console-missing': {
    level: 'warn',
    means: 'The page of the console cannot be read: it was not built. All else at the admin listener works.',
    fields: { reason: { type: 'text', means: 'Why.' } },
  },
  'playground-missing': {
    level: 'warn',
    means:
      'The folder that `admin.playground` names holds no page to serve. All else at the admin listener works.',
    fields: {
      folder: { type: 'text', means: 'The folder.' },
      reason: { type: 'text', means: 'Why.' },
    },
  },
  'sign-in-failed': {
    level: 'warn',
    means: 'Somebody could not sign in at the admin listener.',
    fields: {
      address,
      user: { type: 'text', means: 'Name that was given; empty for a token, and where nobody is called so.' },
      reason: { type: 'text', means: 'Why; who asked is not told.' },
    },
  },

  'notice-taken': {
    level: 'info',
    means:
      'An identity provider told of somebody who must be let in no more; it is kept, and holds within a second.',
    fields: {
      issuer: { type: 'text', means: 'The provider.' },
      kind: { type: 'text', means: '`logout`: by back-channel logout. `event`: by a security event.' },
    },
  },
  'notice-refused': {
    level: 'warn',
    means: 'Something was sent that is no notice of an identity provider, or could not be kept.',
    fields: { reason: { type: 'text', means: 'Why; nothing of what was sent.' } },
  },
  'signed-in': {
    level: 'info',
    means: 'Somebody signed in at the console through a provider.',
    fields: {
      subject: { type: 'text', means: 'Who.' },
      issuer: { type: 'text', means: 'The provider that vouches for them.' },
    },
  },
  'records-read': {
    level: 'info',
    means: 'An auditor looked at what is on record, at the admin listener.',
    fields: {
      subject: { type: 'text', means: 'Who.' },
      what: {
        type: 'text',
        means:
          '`sessions`, `search`, `decisions`: lists. `timeline`, `replay`: a session. `verify`: whether records are what was written.',
      },
      recorded: { type: 'text', means: 'The session that was looked at; empty where it was none.' },
    },
  },

  // Approvals
  'approval-asked': {
    level: 'info',
    means: 'A statement waits for approval.',
    fields: {
      approval,
      source,
      caller: asker,
      user: { type: 'text', means: 'Name that the client connected with.' },
      actor: { type: 'text?', means: 'Subject of who acts for the caller; absent where nobody does.' },
      task: { type: 'text?', means: 'Name of the task that it is for; absent where there is none.' },
      rules: { type: 'texts', means: 'Policies, files and lines that ask for it.' },
      expires: { type: 'text', means: 'When nobody can approve it any more.' },
    },
  },
  'approval-agreed': {
    level: 'info',
    means: 'Somebody approved a statement, and others still have to.',
    fields: { approval, source, caller: asker, by: { type: 'text', means: 'Subject of who did.' } },
  },
  'approval-agreement-void': {
    level: 'warn',
    means:
      'Somebody who had approved a statement was revoked, removed, disabled or changed before it was settled: that counts no more.',
    fields: { approval, source, caller: asker, by: { type: 'text', means: 'Subject of who had.' } },
  },
  'approval-settled': {
    level: 'info',
    means: 'A statement that waited for approval goes on, or never will.',
    fields: {
      approval,
      source,
      caller: asker,
      outcome: { type: 'text', means: '`approved`, `rejected`, `expired` or `withdrawn`.' },
      by: { type: 'texts', means: 'Subjects of those who decided; none for the last two.' },
      why: { type: 'text?', means: 'Of one that was withdrawn: why.' },
    },
  },
  'approval-used': {
    level: 'info',
    means: 'A statement that was approved goes on to the server.',
    fields: { approval, source, caller: asker },
  },
  'approval-not-recorded': {
    level: 'error',
    means:
      'A request for approval, or a decision, could not be put on record: it does not count, and nothing runs by it.',
    fields: { approval, source, problem: { type: 'text', means: 'Why.' } },
  },
  'approvals-expired-at-start': {
    level: 'warn',
    means:
      'Statements waited for approval when the proxy ended. They have not run, and nobody can approve them any more.',
    fields: { requests: { type: 'number', means: 'How many.' } },
  },
  'webhook-lost': {
    level: 'warn',
    means: 'A message to the webhook was given up.',
    fields: {
      message: { type: 'text', means: 'What kind of message it was.' },
      reason: { type: 'text', means: 'Why.' },
    },
  },
  'spans-dropped': {
    level: 'warn',
    means: 'Spans of traces were given up: the collector cannot be reached, refused them, or is too slow.',
    fields: {
      spans: { type: 'number', means: 'How many.' },
      reason: { type: 'text', means: 'Why.' },
    },
  },
  'approvals-unavailable': {
    level: 'warn',
    means:
      'The policy asks for approvals, and the configuration has no `approvals`: what needs one is denied.',
    fields: { revision },
  },

  'cancel-requested': {
    level: 'info',
    means: 'A client asked for a running statement to be cancelled.',
    fields: {
      session: { type: 'text?', means: 'The session that its key belongs to; absent where there is none.' },
      address,
    },
  },

  // Requests
  'api-listening': {
    level: 'info',
    means: 'The proxy accepts requests to an API.',
    fields: {
      source,
      host: { type: 'text', means: 'Address that it listens on.' },
      port: { type: 'number', means: 'Port that it listens on, also where the operating system chose it.' },
      tls: { type: 'flag', means: 'Whether clients use TLS.' },
    },
  },
  'request-unproven': {
    level: 'warn',
    means: 'A request did not prove who sends it.',
    fields: {
      request,
      user: {
        type: 'text',
        means:
          'Name that it gave, or that of the provider; empty where there is none, and where nobody is called so.',
      },
      source,
      problem: { type: 'text', means: 'Why; the client is not told. Never anything of what was sent.' },
    },
  },
  'request-forwarded': {
    level: 'debug',
    means: 'A request was judged and sent on to the API.',
    fields: { request, user: requester, source, operation },
  },
  'request-answered': {
    level: 'debug',
    means: 'The answer to a request went out whole.',
    fields: {
      request,
      user: requester,
      source,
      status,
      masked: { type: 'flag', means: "Whether its body is another one than the API's own." },
      bytes: { type: 'number', means: 'Of its body.' },
    },
  },
  'request-refused': {
    level: 'warn',
    means: 'A request was answered by the proxy itself.',
    fields: {
      request,
      user: knownRequester,
      source,
      operation: { type: 'text?', means: 'Method and path of the document; absent where it has none.' },
      status,
      message: { type: 'text', means: 'What the client was told.' },
      detail: { type: 'text?', means: 'The rules that denied it.' },
    },
  },
  'answer-cut': {
    level: 'warn',
    means: 'An answer that had begun was cut off; its client cannot take it for whole.',
    fields: { request, user: requester, source, reason: { type: 'text', means: 'Why.' } },
  },

  // Statements
  'statement-forwarded': {
    level: 'debug',
    means: 'A statement was judged and sent on to the server.',
    fields: {
      session,
      user: knownUser,
      protocol: { type: 'text', means: '`simple` or `extended`.' },
      rewritten: { type: 'flag', means: 'Whether the server got another text than the client sent.' },
      touchesProtected: { type: 'flag', means: 'Whether it reads a protected relation.' },
    },
  },
  'statement-denied': {
    level: 'warn',
    means: 'A statement was denied.',
    fields: {
      session,
      user: knownUser,
      protocol: { type: 'text', means: '`simple` or `extended`.' },
      sqlstate,
      message: { type: 'text', means: 'What the client was told.' },
      detail: { type: 'text?', means: 'The rule that denied it.' },
    },
  },
  'upstream-error': {
    level: 'debug',
    means: 'The server answered with an error; its text is not logged.',
    fields: {
      session,
      user: knownUser,
      severity: { type: 'text', means: 'As the server said.' },
      sqlstate: { type: 'text', means: 'As the server said.' },
      neutralised: { type: 'flag', means: "Whether the client got neutral text in place of the server's." },
    },
  },
  'notice-dropped': {
    level: 'debug',
    means: 'A notice or notification of the server did not go on to the client.',
    fields: { session, sqlstate: { type: 'text?', means: 'Of a notice; absent for a notification.' } },
  },
} as const satisfies Readonly<Record<string, EventSpec>>;

export type EventName = keyof typeof EVENTS;

/** What must be given along with the event of this name. */
export type EventFields<Name extends EventName> = FieldValues<(typeof EVENTS)[Name]>;
