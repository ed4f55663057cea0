/**
 * Which answers of the server belong to which request, and what each of them does. This is the protocol's "Message
 * Flow" as a table: what does not stand in it ends the session.
 */
import { Backend } from '../codec/messages.ts';

/**
 * - `more`: passed on; the request goes on.
 * - `done`: passed on; the request is answered.
 * - `swallow`: not passed on, for the proxy had asked; the request is answered.
 * - `skip`: not passed on; the request goes on.
 * - `parsed`: passed on as ParseComplete; the request is answered.
 * - `error`: an ErrorResponse to the client's own request.
 * - `denial`: the ErrorResponse to what was sent in place of a denied request; the denial goes out in its stead.
 * - `ready`: a ReadyForQuery, which ends a Query or a Sync.
 * - `copy-in`: the server now reads COPY data.
 */
export type Step = 'more' | 'done' | 'swallow' | 'skip' | 'parsed' | 'error' | 'denial' | 'ready' | 'copy-in';

const ROWS = { DataRow: 'more', CopyOutResponse: 'more', CopyData: 'more', CopyDone: 'more' } as const;

const REPLIES = {
  /** Query. Any number of statements; after an error the rest of them is left out. */
  query: {
    ...ROWS,
    RowDescription: 'more',
    CommandComplete: 'more',
    EmptyQueryResponse: 'more',
    CopyInResponse: 'copy-in',
    ErrorResponse: 'error',
    ReadyForQuery: 'ready',
  },
  parse: { ParseComplete: 'done', ErrorResponse: 'error' },
  /** A Parse in whose place the statement that the server keeps for it is described. */
  keptParse: { ParameterDescription: 'skip', RowDescription: 'parsed', ErrorResponse: 'error' },
  /** A Query in whose place a kept statement is run, and before that prepared where it is new. */
  keptQuery: {
    CloseComplete: 'skip',
    ParseComplete: 'skip',
    BindComplete: 'skip',
    RowDescription: 'more',
    DataRow: 'more',
    CommandComplete: 'more',
    ErrorResponse: 'error',
    ReadyForQuery: 'ready',
  },
  bind: { BindComplete: 'done', ErrorResponse: 'error' },
  describeStatement: {
    ParameterDescription: 'more',
    RowDescription: 'done',
    NoData: 'done',
    ErrorResponse: 'error',
  },
  describePortal: { RowDescription: 'done', NoData: 'done', ErrorResponse: 'error' },
  execute: {
    ...ROWS,
    CopyInResponse: 'copy-in',
    CommandComplete: 'done',
    EmptyQueryResponse: 'done',
    PortalSuspended: 'done',
    ErrorResponse: 'error',
  },
  close: { CloseComplete: 'done', ErrorResponse: 'error' },
  /** Sync. It commits an implicit transaction, which can fail. */
  sync: { ErrorResponse: 'error', ReadyForQuery: 'ready' },
  /** A denied Query or FunctionCall: a Query that no server can parse is sent in its place. */
  deniedQuery: { ErrorResponse: 'denial', ReadyForQuery: 'ready' },
  /** A denied message of the extended protocol: a Parse that must fail is sent in its place. */
  deniedExtended: { ErrorResponse: 'denial' },
  /** Close and Parse that the proxy sends ahead of a Bind or Describe of a statement judged under an older policy. */
  injectedClose: { CloseComplete: 'swallow', ErrorResponse: 'error' },
  injectedParse: { ParseComplete: 'swallow', ErrorResponse: 'error' },
  /** CopyDone or CopyFail sent before it was known whether the server reads COPY data. Never answered. */
  copyEnd: {},
} as const satisfies Record<string, Partial<Record<keyof typeof Backend, Step>>>;

/** Requests after whose error the server skips everything up to the next Sync. */
const EXTENDED: ReadonlySet<string> = new Set<keyof typeof REPLIES>([
  'parse',
  'keptParse',
  'bind',
  'describeStatement',
  'describePortal',
  'execute',
  'close',
  'deniedExtended',
  'injectedClose',
  'injectedParse',
]);

/** What a client, or the proxy for it, has asked. */
export interface RequestKind {
  readonly name: keyof typeof REPLIES;
  readonly extended: boolean;
  /** By the type byte of a reply; undefined where it cannot be a reply to this. An array, for it is asked for each row. */
  readonly steps: readonly (Step | undefined)[];
}

export const Kind: Readonly<Record<keyof typeof REPLIES, RequestKind>> = {
  query: kind('query'),
  parse: kind('parse'),
  keptParse: kind('keptParse'),
  keptQuery: kind('keptQuery'),
  bind: kind('bind'),
  describeStatement: kind('describeStatement'),
  describePortal: kind('describePortal'),
  execute: kind('execute'),
  close: kind('close'),
  sync: kind('sync'),
  deniedQuery: kind('deniedQuery'),
  deniedExtended: kind('deniedExtended'),
  injectedClose: kind('injectedClose'),
  injectedParse: kind('injectedParse'),
  copyEnd: kind('copyEnd'),
};

function kind(name: keyof typeof REPLIES): RequestKind {
  const steps: (Step | undefined)[] = Array.from({ length: 256 });
  const replies: Partial<Record<keyof typeof Backend, Step>> = REPLIES[name];
  for (const type of Object.keys(replies) as (keyof typeof Backend)[]) steps[Backend[type]] = replies[type];
  return { name, extended: EXTENDED.has(name), steps };
}
