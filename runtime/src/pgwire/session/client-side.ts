/**
 * The direction from client to server: the decision on every message that a client can send after start-up. What is
 * judged goes on as judged, or a substitute that the server must refuse goes on in its place, so that the server sees as
 * many requests, of the same kinds and in the same order, as the client made.
 */
import {
  type BindMessage,
  decodeBind,
  decodeExecute,
  decodeObjectName,
  decodeParse,
  decodeQuery,
  type NameSpan,
  typeNumbers,
} from '../codec/decode-frontend.ts';
import {
  encodeCloseStatement,
  encodeDescribeStatement,
  encodeParse,
  encodeQuery,
  withName,
} from '../codec/encode-frontend.ts';
import type { Disposition, FrameSink, Reading } from '../codec/framer.ts';
import { Frontend, typeText } from '../codec/messages.ts';
import type { Denial, HeldStatement, QueryProtocol } from '../gate.ts';
import type { RecordNumber } from '../recorder.ts';
import { type Aside, clearance } from './holding.ts';
import {
  chargeStatement,
  countForwarded,
  denyByWire,
  type JudgedText,
  judgeBytes,
  judgeText,
} from './judge-text.ts';
import { type Attempt, KeptParse, KeptQuery } from './kept-attempt.ts';
import { preparedBySql } from './prepared-by-sql.ts';
import { recordStatement } from './record-statement.ts';
import { Kind, type RequestKind } from './reply-table.ts';
import type { ForwardVerdict, RequestDetails } from './requests.ts';
import { bindByName, executeUnnamed } from './run-by-name.ts';
import { runKept } from './run-kept.ts';
import { type SeenParse, SeenParses } from './seen-parses.ts';
import type { SessionState } from './session-state.ts';
import {
  MAX_NAME_BYTES,
  ON_ITS_OWN,
  type PreparedStatement,
  type StatementChange,
  type StatementName,
} from './statement-table.ts';
import { DENIED_EXTENDED, DENIED_QUERY, DENIED_UNNAMED_PARSE } from './substitutes.ts';

/** `whole` and `small` messages are read whole, up to the session's limit or PostgreSQL's for short ones. */
type Size = 'whole' | 'small' | 'copy-data';

type Handler = (side: ClientSide, bytes: Buffer, start: number, end: number) => Disposition;

/** The decision on each message; one that is not here ends the session. */
const DECISIONS: Readonly<Partial<Record<keyof typeof Frontend, readonly [Size, Handler]>>> = {
  // Judged as a whole, any number of statements: goes on as it came, rewritten, or substituted. Waits where people must agree.
  Query: ['whole', (side, bytes, start, end) => side.query(bytes, start, end)],
  // Judged as one statement: goes on as it came, rewritten, or substituted.
  Parse: ['whole', (side, bytes, start, end) => side.parse(bytes, start, end)],
  // Goes on; a statement judged under another revision is judged, and if need be prepared, again before. Waits where the
  // statement is not certain yet, or people must agree to it.
  Bind: ['whole', (side, bytes, start, end) => side.bind(bytes, start, end)],
  // Likewise for a statement; of a portal, goes on.
  Describe: ['small', (side, bytes, start, end) => side.describe(bytes, start, end)],
  // Goes on: what a portal runs was decided when it was bound.
  Execute: ['small', (side, bytes, start, end) => side.execute(bytes, start, end)],
  Close: ['small', (side, bytes, start, end) => side.close(bytes, start, end)],
  Flush: ['small', (side) => side.flush()],
  Sync: ['small', (side) => side.sync()],
  // Goes on as it comes while a request is under way that may have asked for it; else is ignored, as PostgreSQL does.
  CopyData: ['copy-data', () => 'drop'],
  CopyDone: ['small', (side) => side.endCopy()],
  CopyFail: ['small', (side) => side.endCopy()],
  // Denied: it calls a function by number, with no statement that could be judged.
  FunctionCall: ['whole', (side) => side.functionCall()],
  Terminate: ['small', (side) => side.terminate()],
};

/** PostgreSQL's own limit for messages that carry a name or nothing. */
const SMALL_BYTES = 30_000;

/** What a client may send while the server reads COPY data; the server ends a session that has anything else in it. */
const DURING_COPY: ReadonlySet<number> = new Set([
  Frontend.CopyDone,
  Frontend.CopyFail,
  Frontend.Flush,
  Frontend.Sync,
  Frontend.Terminate,
]);

/** {@link DECISIONS} by the type byte, each half for itself: they are asked for every message. */
const BY_TYPE = Array.from({ length: 256 }, (_, type) => {
  const names = Object.keys(Frontend) as (keyof typeof Frontend)[];
  const name = names.find((candidate) => Frontend[candidate] === type);
  return name === undefined ? undefined : DECISIONS[name];
});
const SIZES: readonly (Size | undefined)[] = BY_TYPE.map((decision) => decision?.[0]);
const HANDLERS: readonly (Handler | undefined)[] = BY_TYPE.map((decision) => decision?.[1]);

export class ClientSide implements FrameSink {
  readonly #state: SessionState;
  readonly #toServer: (bytes: Buffer) => void;
  readonly #aside: Aside;
  readonly #seenParses = new SeenParses();
  #lastName: StatementName = '';

  constructor(state: SessionState, toServer: (bytes: Buffer) => void, aside: Aside) {
    this.#state = state;
    this.#toServer = toServer;
    this.#aside = aside;
  }

  begin(type: number, bodyBytes: number): Reading {
    const state = this.#state;
    const size = SIZES[type];
    if (size === undefined) {
      return state.fail('protocol', '08P01', `a message of type ${typeText(type)} is out of place`);
    }
    if (size === 'copy-data') {
      // Rows cannot be sent again.
      state.attempt = null;
      return state.skipping || state.requests.length === 0 ? 'drop' : 'stream';
    }
    const limit = size === 'small' ? SMALL_BYTES : state.setup.limits.maxMessageBytes;
    if (bodyBytes <= limit) return 'whole';
    return state.fail(
      'protocol',
      '54000',
      `a message of type ${typeText(type)} has ${bodyBytes} bytes; the limit is ${limit}`,
    );
  }

  message(type: number, bytes: Buffer, start: number, end: number): Disposition {
    const state = this.#state;
    // What the server ignores is not sent to it. Sync and Terminate end the skipping, in the server as here.
    if (state.skipping && type !== Frontend.Sync && type !== Frontend.Terminate) {
      state.holding = null;
      return 'drop';
    }
    if (state.copyIn && !DURING_COPY.has(type)) {
      return state.fail(
        'protocol',
        '08P01',
        `a message of type ${typeText(type)} is out of place in COPY data`,
      );
    }
    // People are still asked about this message.
    if (state.holding?.isOpen === true) return 'wait';
    if (state.attempt?.isFull === true) return this.#awaitKept(state.attempt);
    const disposition = HANDLERS[type]?.(this, bytes, start, end) ?? 'stop';
    // Whatever became of it, what people said was for this message.
    if (disposition !== 'wait') state.holding = null;
    return disposition;
  }

  pass(bytes: Buffer): void {
    this.#state.attempt?.sent(bytes);
    this.#toServer(bytes);
  }

  /** Until it is known that the server has what it keeps, no more is sent than can be sent again. */
  #awaitKept({ synced, refused }: Attempt): 'wait' {
    const state = this.#state;
    // A client that sends on without waiting for answers would be held up each time.
    if (synced) state.kept.stop();
    else if (!refused) state.wantsFlush = true;
    return 'wait';
  }

  broken(type: number, length: number): void {
    this.#state.fail(
      'protocol',
      '08P01',
      `the length ${length} of a message of type ${typeText(type)} is invalid`,
    );
  }

  query(bytes: Buffer, start: number, end: number): Disposition {
    const query = decodeQuery(bytes, start, end);
    const judged: JudgedText =
      query === null ? this.#malformed('simple', 'Query') : judgeBytes(this.#state, query, 'simple');
    if (judged.kind === 'deny')
      return this.#denyQuery(
        judged.denial,
        this.#record('simple', { ...judged.denied, denial: judged.denial }),
      );
    const { text } = judged;
    const { prepared } = judged.verdict;
    const { revision } = this.#state.setup.gate;
    const bySql =
      prepared === undefined
        ? null
        : preparedBySql(this.#state, text, judged.verdict, prepared, { protocol: 'simple', revision });
    if (bySql === 'wait') return 'wait';
    if (bySql !== null && 'sqlstate' in bySql)
      return this.#denyQuery(bySql, this.#record('simple', { text, denial: bySql }));
    const { verdict, prepares } = bySql ?? { verdict: judged.verdict, prepares: null };
    const stale = this.#state.heldCursors.obstacleOf(this.#state, verdict, 'simple');
    if (stale === 'wait') return 'wait';
    if (stale !== null) return this.#denyQuery(stale, this.#record('simple', { text, denial: stale }));
    const cleared = this.#clear(text, verdict, null);
    if (cleared === 'wait') return 'wait';
    this.#state.revision = this.#state.setup.gate.revision;
    const over = cleared ?? chargeStatement(this.#state, 'simple', verdict);
    const record = this.#record('simple', { text, recorded: verdict.recorded, denial: over });
    if (over !== null) return this.#denyQuery(over, record);
    countForwarded(this.#state, 'simple', text, verdict);
    this.#state.sqlPortal.forget();
    const declaring =
      verdict.cursors === undefined
        ? null
        : this.#state.heldCursors.expect({
            text,
            protocol: 'simple',
            verdict,
            revision: this.#state.revision,
          });
    this.#mayDisturb(verdict);
    const details = { verdict, change: unnamedGone(), prepares, declaring, record };
    const { kept } = verdict;
    const run = kept === undefined || !this.#state.fresh ? null : runKept(this.#state, kept);
    if (run !== null) {
      this.#push(Kind.keptQuery, details);
      this.#state.attempt = new KeptQuery(verdict.text);
      return run;
    }
    this.#push(Kind.query, details);
    return verdict.text === text ? 'pass' : encodeQuery(verdict.text);
  }

  functionCall(): Disposition {
    const { denial } = denyByWire(
      this.#state,
      'simple',
      '42501',
      'function calls outside of a statement are not allowed',
      'Call the function in a SELECT.',
    );
    return this.#denyQuery(denial, this.#record('simple', { denial }));
  }

  parse(bytes: Buffer, start: number, end: number): Disposition {
    const { revision } = this.#state.setup.gate;
    const seen = this.#seenParses.find(bytes, start, end, revision);
    if (seen !== undefined) {
      this.#state.revision = revision;
      return seen.verdict.keeping === 'keepable' && this.#state.fresh
        ? this.#defineKept(seen)
        : this.#defineUnnamed(seen);
    }
    const parse = decodeParse(bytes, start, end);
    if (parse === null) return this.#deny(this.#malformed('extended', 'Parse').denial);
    const name = parse.name.length > MAX_NAME_BYTES ? null : parse.name.toString('latin1');
    if (name === null) return this.#deny(this.#longName());

    this.#state.revision = revision;
    const judged = judgeBytes(this.#state, parse.text, 'extended', typeNumbers(parse.parameterTypes));
    if (judged.kind === 'deny') {
      const { denial, denied } = judged;
      const record = this.#record('extended', { ...denied, denial });
      if (name !== '') return this.#deny(denial, record);
      this.#push(Kind.deniedExtended, { denial, change: unnamedGone(), record });
      return DENIED_UNNAMED_PARSE;
    }
    const { text, verdict } = judged;
    const parameterTypes = Buffer.from(parse.parameterTypes);
    const forwarded = verdict.text === text ? null : encodeParse(parse.name, verdict.text, parameterTypes);
    if (name === '') {
      const message = Buffer.from(bytes.subarray(start, end));
      const unnamed = { revision, message, text, parameterTypes, verdict, forwarded };
      this.#seenParses.keep(unnamed);
      return this.#defineUnnamed(unnamed);
    }
    countForwarded(this.#state, 'extended', text, verdict);
    const done = { name, text, parameterTypes, verdict, bySql: false, revision };
    this.#push(Kind.parse, { verdict, change: { name, done, failed: 'as before' } });
    return forwarded ?? 'pass';
  }

  /** A Parse of the unnamed statement that is judged already. The server begins it by dropping the one that was there. */
  #defineUnnamed({ text, parameterTypes, verdict, forwarded, revision }: SeenParse): Disposition {
    countForwarded(this.#state, 'extended', text, verdict);
    const done = { name: '', text, parameterTypes, verdict, bySql: false, revision };
    this.#push(Kind.parse, { verdict, change: { name: '', done, failed: undefined } });
    return forwarded ?? 'pass';
  }

  /** One that came before, and may be kept: the server is asked for what it keeps, or given it to keep. */
  #defineKept(seen: SeenParse): Disposition {
    const state = this.#state;
    const { text, parameterTypes, verdict, revision } = seen;
    const known = state.kept.nameOf(seen);
    const heldAs = known ?? state.kept.keep(seen, revision);
    if (heldAs === null) return this.#defineUnnamed(seen);
    countForwarded(state, 'extended', text, verdict);
    const done = { name: '', text, parameterTypes, verdict, bySql: false, heldAs, revision };
    const details = { verdict, change: { name: '', done, failed: undefined } };
    const name = Buffer.from(heldAs, 'latin1');
    if (known !== undefined) {
      this.#push(Kind.keptParse, details);
      state.attempt = new KeptParse(heldAs, seen);
      return encodeDescribeStatement(name);
    }
    const closing = state.kept.takeClosing();
    for (const _ of closing) this.#push(Kind.injectedClose);
    this.#push(Kind.parse, details);
    return Buffer.concat([
      ...closing.map((gone) => encodeCloseStatement(Buffer.from(gone, 'latin1'))),
      encodeParse(name, verdict.text, parameterTypes),
    ]);
  }

  bind(bytes: Buffer, start: number, end: number): Disposition {
    const bind = decodeBind(bytes, start, end);
    if (bind === null) return this.#deny(this.#malformed('extended', 'Bind').denial);
    return this.#useStatement(bind.statement, bind, bytes, start, end);
  }

  describe(bytes: Buffer, start: number, end: number): Disposition {
    const object = decodeObjectName(bytes, start, end);
    if (object === null) return this.#deny(this.#malformed('extended', 'Describe').denial);
    if (object.kind === 'statement') {
      return this.#useStatement(object, null, bytes, start, end);
    }
    const stale = this.#state.heldCursors.obstacle(this.#state, nameOf(bytes, object), 'extended');
    if (stale !== null) return stale === 'wait' ? 'wait' : this.#deny(stale);
    return this.#forward(Kind.describePortal, bytes, object);
  }

  execute(bytes: Buffer, start: number, end: number): Disposition {
    const state = this.#state;
    const portal = decodeExecute(bytes, start, end);
    if (portal === null) return this.#deny(this.#malformed('extended', 'Execute').denial);
    const name = nameOf(bytes, portal);
    const stale = state.heldCursors.obstacle(state, name, 'extended');
    if (stale !== null) return stale === 'wait' ? 'wait' : this.#deny(stale);
    const run = name === '' ? executeUnnamed(state) : null;
    if (run === 'wait') return 'wait';
    if (run !== null && 'sqlstate' in run) return this.#deny(run);
    const told = state.toldPortals.of(name);
    const record = state.recorder?.ofPortal(name) ?? null;
    state.trace?.executes(name);
    this.#push(Kind.execute, { told, record, ...run });
    return 'pass';
  }

  close(bytes: Buffer, start: number, end: number): Disposition {
    const object = decodeObjectName(bytes, start, end);
    if (object === null) return this.#deny(this.#malformed('extended', 'Close').denial);
    if (object.kind === 'portal') return this.#forward(Kind.close, bytes, null);
    const name = this.#nameAt(bytes, object);
    if (name === null) return this.#deny(this.#longName());
    this.#push(Kind.close, { change: { name, done: undefined, failed: 'as before' } });
    return 'pass';
  }

  flush(): Disposition {
    return 'pass';
  }

  sync(): Disposition {
    const state = this.#state;
    state.skipping = false;
    if (state.attempt !== null) state.attempt.synced = true;
    if (state.copyIn) state.doubtfulSyncs += 1;
    else this.#push(Kind.sync);
    return 'pass';
  }

  endCopy(): Disposition {
    const state = this.#state;
    if (state.requests.length === 0) return 'drop';
    if (state.copyIn) state.copyIn = false;
    else this.#push(Kind.copyEnd);
    return 'pass';
  }

  terminate(): Disposition {
    this.#state.goodbye = true;
    return 'pass';
  }

  /** A Bind, with its portal and parameters, or Describe of a statement: under the policy in force now, not the one of its Parse. */
  #useStatement(
    nameSpan: NameSpan,
    bind: BindMessage | null,
    bytes: Buffer,
    start: number,
    end: number,
  ): Disposition {
    const state = this.#state;
    const { requests, setup } = state;
    const name = this.#nameAt(bytes, nameSpan);
    if (name === null) return this.#deny(this.#longName());
    const portal = bind === null ? '' : nameOf(bytes, bind.portal);
    // Where it is denied, or fails, the rest of the segment is skipped.
    if (bind !== null && portal === '') state.sqlPortal.enter(requests.segment);
    const statement = state.statementOf(name);
    if (statement === 'uncertain') return 'wait';
    if (statement === undefined) return this.#deny(this.#unknownStatement(name));
    const { revision } = setup.gate;
    state.revision = revision;
    // Its text is no text of a Parse.
    if (statement.bySql && statement.revision !== revision) return this.#deny(this.#unknownStatement(name));
    const { text } = statement;
    const isCurrent = statement.revision === revision;
    const verdict = isCurrent
      ? statement.verdict
      : judgeText(state, text, 'extended', typeNumbers(statement.parameterTypes));
    // Only who records looks at it.
    const bound = state.recorder === null || bind === null ? null : boundBy(bind, bytes, end);
    if (verdict.kind === 'deny') {
      const { denial, recorded } = verdict;
      return this.#deny(denial, this.#record('extended', { text, recorded, denial, bound }));
    }
    const byName =
      bind === null || (verdict.prepared ?? verdict.cursors) === undefined
        ? null
        : bindByName(state, { ...statement, verdict, revision }, portal);
    if (byName === 'wait') return 'wait';
    if (byName !== null && 'sqlstate' in byName)
      return this.#deny(byName, this.#record('extended', { text, denial: byName, bound }));
    // What is run by it, where that is another statement.
    const running = byName?.running ?? verdict;
    const { recorded } = running;
    let record: RecordNumber | null = null;
    // To describe a statement runs nothing of it.
    if (bind !== null) {
      const cleared = this.#needsClearance(running)
        ? this.#clear(text, running, {
            types: typeNumbers(statement.parameterTypes),
            values: boundBy(bind, bytes, end).values,
          })
        : null;
      if (cleared === 'wait') return 'wait';
      const over = cleared ?? chargeStatement(state, 'extended', running);
      if (state.recorder !== null) record = this.#record('extended', { text, recorded, denial: over, bound });
      if (over !== null) return this.#deny(over, record);
      this.#mayDisturb(verdict);
      state.toldPortals.bind(portal, running);
      state.trace?.binds(portal, running);
      if (portal === '') state.sqlPortal.bind(requests.sent, requests.segment, byName?.bound ?? null);
    }
    const kind = bind === null ? Kind.describeStatement : Kind.bind;
    const { heldAs } = statement;
    const held = (): Disposition =>
      heldAs === undefined
        ? 'pass'
        : withName(bytes, start, end, {
            from: nameSpan.start,
            to: nameSpan.end,
            name: Buffer.from(heldAs, 'latin1'),
          });
    if (isCurrent) {
      this.#push(kind, { verdict: running, record });
      return held();
    }
    countForwarded(state, 'extended', text, verdict);
    if (statement.revision !== null && statement.verdict.text === verdict.text) {
      Object.assign(statement, { verdict, revision });
      this.#push(kind, { verdict: running, record });
      return held();
    }
    const preparation = this.#prepareAgain({ ...statement, verdict, heldAs: undefined, revision });
    this.#push(kind, { verdict: running, record });
    return Buffer.concat([...preparation, bytes.subarray(start, end)]);
  }

  /**
   * A name by its bytes; null where the server would cut it, and so could take it for another one. A program uses the same few names
   * over and over: the last one is compared byte by byte before a string is made.
   */
  #nameAt(bytes: Buffer, { start, end }: NameSpan): StatementName | null {
    const length = end - start;
    if (length > MAX_NAME_BYTES) return null;
    const last = this.#lastName;
    let same = last.length === length;
    for (let at = 0; same && at < length; at += 1) same = last.charCodeAt(at) === bytes[start + at];
    if (!same) this.#lastName = bytes.toString('latin1', start, end);
    return this.#lastName;
  }

  /** What the server keeps is parsed anew behind whatever could have changed what it means; what it has prepared may be forgotten. */
  #mayDisturb({ keeping, forgetsPrepared }: ForwardVerdict): void {
    if (keeping === undefined) this.#state.kept.drop();
    if (forgetsPrepared) this.#state.forgetsPrepared = true;
  }

  #needsClearance({ approvals }: ForwardVerdict): boolean {
    return this.#state.holding !== null || (approvals !== undefined && approvals.length > 0);
  }

  /** Whether people agree to it, where they must: null where it may run. */
  #clear(
    text: string,
    verdict: ForwardVerdict,
    bound: { readonly types: readonly number[]; readonly values: Buffer } | null,
  ): 'wait' | Denial | null {
    if (!this.#needsClearance(verdict)) return null;
    const { approvals = [], text: forwarded } = verdict;
    const { revision } = this.#state.setup.gate;
    const statement: HeldStatement = {
      ...{ text, forwarded, revision, approvals },
      protocol: bound === null ? 'simple' : 'extended',
      parameterTypes: bound?.types ?? [],
      // A copy: the message's own buffer is not kept alive.
      parameters: bound === null ? null : Buffer.from(bound.values),
    };
    const answer = clearance(this.#state, statement, this.#aside);
    return answer === 'cleared' ? null : answer;
  }

  /** Close and Parse of the same name, whose answers the client does not see. */
  #prepareAgain(statement: PreparedStatement): readonly Buffer[] {
    const { name, text, verdict, parameterTypes, bySql } = statement;
    const gone = { name, text, verdict, parameterTypes, bySql, revision: null };
    this.#push(Kind.injectedClose, { change: { name, done: gone, failed: 'as before' } });
    this.#push(Kind.injectedParse, { verdict, change: { name, done: statement, failed: gone } });
    const bytes = Buffer.from(name, 'latin1');
    return [encodeCloseStatement(bytes), encodeParse(bytes, verdict.text, parameterTypes)];
  }

  #forward(kind: RequestKind, bytes: Buffer, portal: NameSpan | null): Disposition {
    const { recorder } = this.#state;
    if (recorder === null || portal === null) this.#push(kind);
    else this.#push(kind, { record: recorder.ofPortal(nameOf(bytes, portal)) });
    return 'pass';
  }

  #deny(denial: Denial, record = this.#record('extended', { denial })): Disposition {
    this.#push(Kind.deniedExtended, { denial, record });
    return DENIED_EXTENDED;
  }

  #denyQuery(denial: Denial, record: RecordNumber | null): Disposition {
    this.#push(Kind.deniedQuery, { denial, change: unnamedGone(), record });
    return DENIED_QUERY;
  }

  #record(protocol: QueryProtocol, statement: Parameters<typeof recordStatement>[2]): RecordNumber | null {
    return recordStatement(this.#state, protocol, statement);
  }

  #push(kind: RequestKind, details?: RequestDetails): void {
    const { requests, statements } = this.#state;
    this.#state.settled = false;
    if (details?.change !== undefined) statements.expect(details.change, requests.segment);
    if (details?.prepares != null) statements.expect(details.prepares, ON_ITS_OWN);
    requests.push(kind, details);
  }

  #malformed(protocol: QueryProtocol, name: string) {
    return denyByWire(this.#state, protocol, '08P01', `the ${name} message is malformed`);
  }

  #longName(): Denial {
    const message = `the name of the prepared statement is longer than ${MAX_NAME_BYTES} bytes`;
    return denyByWire(this.#state, 'extended', '42622', message).denial;
  }

  /** In the words of the server, which has no such statement either, unless SQL made it: that one nobody has judged. */
  #unknownStatement(name: StatementName): Denial {
    const shown = Buffer.from(name, 'latin1').toString('utf8');
    const message =
      name === ''
        ? 'unnamed prepared statement does not exist'
        : `prepared statement "${shown}" does not exist`;
    return denyByWire(this.#state, 'extended', '26000', message).denial;
  }
}

/** What a Query does before it is even parsed, and a Parse of the unnamed statement that fails. */
function unnamedGone(): StatementChange {
  return { name: '', done: undefined, failed: undefined };
}

/** The name of a portal; without a call out of the engine for the unnamed one, which most drivers use alone. */
function nameOf(bytes: Buffer, { start, end }: NameSpan): string {
  return start === end ? '' : bytes.toString('latin1', start, end);
}

/** What a Bind binds to, and what follows its names in the message; a view. */
function boundBy(
  { portal, statement }: BindMessage,
  bytes: Buffer,
  end: number,
): { readonly portal: string; readonly values: Buffer } {
  return {
    portal: nameOf(bytes, portal),
    values: bytes.subarray(statement.end + 1, end),
  };
}
