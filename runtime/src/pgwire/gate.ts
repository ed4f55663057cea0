/**
 * What the wire asks of the judge. The wire defines it and knows nothing of policies; the judge implements it and
 * knows nothing of sockets.
 */

/** An ErrorResponse in the making, sent in place of running a statement. */
export interface Denial {
  /** Five characters; `42501` (insufficient_privilege) for a decision of the policy. */
  readonly sqlstate: string;
  /** One sentence. Never holds a value from the database or a secret. */
  readonly message: string;
  /** Which rule, by policy, file and line; null where no rule speaks of it. */
  readonly detail: string | null;
  /** What would be allowed, where that can be said. */
  readonly hint: string | null;
  /** 1-based, in characters of the client's text; null where no place is to blame. */
  readonly position: number | null;
}

/** Leads a position in the forwarded text back to the client's. Both 1-based, in characters. */
export type PositionMap = (forwarded: number) => number;

/** What becomes of one query string. */
export type Verdict =
  | {
      readonly kind: 'forward';
      /** What the server runs; the client's own text where nothing had to change. */
      readonly text: string;
      /** Null where `text` is the client's own. */
      readonly positions: PositionMap | null;
      /** Whether a row of a protected relation can be in the answer: then detail of errors and notices is neutral. */
      readonly touchesProtected: boolean;
      /** Rules of the policy that want to be told each time that this runs; absent where there are none. */
      readonly alerts?: readonly string[];
      /** Columns that the answer shows masked, for clients that ask to be told; absent where there are none. */
      readonly masked?: readonly MaskedColumn[];
      /** Whether from its end on the client is told of {@link masked}, or again as at the start; absent where it says nothing of that. */
      readonly notices?: NoticeSetting;
      /** Who must agree each time before this runs, each of them; absent where nobody has to be asked. */
      readonly approvals?: readonly NeededApproval[];
      /** What goes on record of it; absent where nothing does. */
      readonly recorded?: RecordedStatement;
      /** What SQL does to the prepared statements of the session, where that is all that the text does. */
      readonly prepared?: PreparedBySql;
      /** Whether it makes the server forget all prepared statements of the session: DEALLOCATE ALL, DISCARD ALL. */
      readonly forgetsPrepared?: true;
      /** The cursors that its statements declare or read; absent where there are none. */
      readonly cursors?: CursorUse;
      /** What it means for statements that the server keeps prepared on the session's behalf; absent where they must not outlive it. */
      readonly keeping?: Keeping;
      /** How the server may run it by what it keeps, where it came by the simple protocol and is `keepable`. */
      readonly kept?: KeptRun;
    }
  | { readonly kind: 'deny'; readonly denial: Denial; readonly recorded?: RecordedStatement };

/**
 * `keepable`: nobody can tell whether the server parses the forwarded text each time or keeps it prepared; it changes nothing itself. `harmless`: it
 * changes nothing by which a statement that is kept could come to mean something else.
 */
export type Keeping = 'keepable' | 'harmless';

/** A forwarded text with a parameter for each integer that is compared in it. One object stands for all texts that differ in those alone. */
export interface KeptShape {
  readonly text: string;
  /** How many there are, each an `int4`. */
  readonly parameters: number;
}

export interface KeptRun {
  readonly shape: KeptShape;
  /** As many as there are parameters, as written: digits alone. */
  readonly values: readonly string[];
}

/** What a client may set {@link NOTICES_SETTING} to. */
export type NoticeSetting = 'on' | 'off' | 'initial';

/** The setting by which a client asks to be told which columns are masked. The server keeps it too, and does nothing with it. */
export const NOTICES_SETTING = 'dlp.notices';

/** A column that is shown masked. Both are for people. */
export interface MaskedColumn {
  /** `customers.ssn` */
  readonly column: string;
  /** `keep_last(4), by policy support, crm.dlp:12` */
  readonly how: string;
}

/** `PREPARE name AS …`, whose verdict is that of the statement in it, or `EXECUTE name` and `EXPLAIN EXECUTE name`, of which nothing is known but its arguments. */
export interface PreparedBySql {
  readonly does: 'prepare' | 'execute' | 'explain';
  readonly name: string;
}

/** What the statements of a text do with cursors, by name. */
export interface CursorUse {
  /** By `DECLARE`, in their order. `holds`: those that outlive their transaction. */
  readonly declares: readonly { readonly name: string; readonly holds: boolean }[];
  /** By `FETCH` and `MOVE`; portals of the protocol have names here, too. */
  readonly fetches: readonly string[];
}

/** How much of a session is put on record. */
export type RecordLevel = 'none' | 'metadata' | 'everything';

/** A statement as a record tells of it: its shape, and the constants between the pieces of the shape. */
export interface RecordedStatement {
  readonly evidence: StatementEvidence;
  /** As written. Whether they may be stored is {@link StatementEvidence.withholds}. */
  readonly constants: readonly string[];
}

/** What a record says of a statement. The same object for all texts that differ in constants alone. */
export interface StatementEvidence {
  /** The client's text around its constants, without comments: one piece more than there are constants. Null where values cannot be told from the rest. */
  readonly asked: readonly string[] | null;
  /** What the server runs, around the same constants; null where that is what was asked, or nothing. */
  readonly runs: readonly string[] | null;
  /** Whether constants and parameters may be values of labelled columns, so that only their digests are stored. */
  readonly withholds: boolean;
  /** Whether anything may be changed by it. */
  readonly writes: boolean;
  /** `select public.customers` */
  readonly accesses: readonly string[];
  /** Policies, files and lines of the rules that decided, filtered or masked. */
  readonly rules: readonly string[];
  /** Columns that are shown masked: `public.customers.ssn`, and how. */
  readonly masks: readonly { readonly column: string; readonly treatment: string }[];
  /** Labels whose values the answer may hold as they are. */
  readonly revealed: readonly string[];
}

/** A rule of the policy by which people must agree. */
export interface NeededApproval {
  /** Groups; whoever is in one of them may agree. */
  readonly by: readonly string[];
  /** How many different people must. */
  readonly people: number;
  /** Seconds after which nobody can any more. */
  readonly within: number;
  /** Policy, file, line and text of the rule. */
  readonly rule: string;
}

/**
 * What a forwarded text has converted to a truth value, which it is not, where a new row is outside of a row filter: the error in which
 * it is quoted becomes `44000` (with_check_option_violation).
 */
export const ROW_OUTSIDE_FILTER = 'dlp-proxy: the new row is outside of the row filter';

/** `simple`: the text of a Query message, any number of statements. `extended`: that of Parse, at most one. */
export type QueryProtocol = 'simple' | 'extended';

/** Counts what crosses to a client against its budgets. */
export interface Meter {
  /** A statement is about to go on, or has been run as one of several of a text: null, or why it is one too many. */
  begin(): Denial | null;
  /** A row, or a piece of COPY data, of so many bytes is about to reach the client: null, or why it must not. */
  row(bytes: number): Denial | null;
  /** The statement that ran is over. Others may have begun since: clients need not wait. */
  end(): void;
}

/** A statement that people are asked about: all that decides what would run. */
export interface HeldStatement {
  /** As the client wrote it. */
  readonly text: string;
  /** What the server would run. */
  readonly forwarded: string;
  readonly protocol: QueryProtocol;
  /** Numbers by which Parse named the types of its parameters. */
  readonly parameterTypes: readonly number[];
  /** What a Bind says behind its names: formats, values, formats of the answer. Null in the simple protocol. */
  readonly parameters: Buffer | null;
  readonly approvals: readonly NeededApproval[];
  /** Of the gate, under which it was judged. */
  readonly revision: string;
}

/** What the client is told while it waits. */
export interface HoldNotice {
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
}

/** How a request for approval ended, for whoever keeps records. */
export interface SettledApproval {
  /** Identifier of the request. */
  readonly approval: string;
  /** `approved`, `rejected`, `expired` or `withdrawn`. */
  readonly outcome: string;
  /** Who decided so, and why; nobody where it was nobody. */
  readonly by: readonly { readonly subject: string; readonly reason: string | null }[];
  /** Why it was withdrawn; null where it was not. */
  readonly why: string | null;
}

export interface HoldListener {
  /** People can be asked from now on. At most once, and not after {@link settled}. */
  asked(notice: HoldNotice): void;
  /** Exactly once, perhaps before {@link SessionGate.hold} returns: null where the statement may run, once; or why it may not. `told`: how people decided; nothing where nobody was asked. */
  settled(refusal: Denial | null, told?: SettledApproval | null): void;
}

/** A statement that waits. */
export interface Hold {
  /**
   * Nobody waits for it any more. {@link HoldListener.settled} follows, unless it was settled before; where people have agreed at the same
   * moment, it may still say so.
   */
  withdraw(why: 'cancelled' | 'client-gone' | 'session-ended'): void;
  /** It was agreed to, and goes on now. */
  begun(): void;
}

/** The judge's end of one session. */
export interface SessionGate {
  /**
   * Names the policy and catalog in force now. A prepared statement remembers the revision under which it was judged,
   * and is judged again, and prepared again, before it is bound under another one.
   */
  readonly revision: string;
  /**
   * Synchronous and bounded. Never throws for any text; what it cannot judge, it denies. `parameterTypes` are the numbers by which Parse
   * names the types of its parameters; 0 leaves one open.
   */
  judge(text: string, protocol: QueryProtocol, parameterTypes?: readonly number[]): Verdict;
  /** The meter of the session, as the policy has it now; null where nothing is counted. A gate without it counts nothing. */
  meter?(): Meter | null;
  /** Asks the people who must agree to a statement. Never throws. A gate without it asks nobody, and nothing that needs it runs. */
  hold?(statement: HeldStatement, listener: HoldListener): Hold;
  /** How much of what is asked now goes on record. A gate without it keeps none. */
  recordLevel?(): RecordLevel;
  /** Whether a stored column, by the numbers of RowDescription, carries no label. What a gate without it says of none. */
  isUnlabelled?(relation: number, column: number): boolean;
  /**
   * Whether a stored column may not reach the client as it is: the second opinion on what the judge let through. `relation` and `column` are
   * the numbers by which RowDescription names the origin of a plain column. A gate without it has no opinion.
   */
  hidesOrigin?(relation: number, column: number): boolean;
}

/** A second connection to the same server, for reading its catalog. Simple protocol, text format. */
export interface CatalogConnection {
  /** Rows of the last statement in `sql`; NULL is null. Rejects with the server's message. */
  query(sql: string): Promise<readonly (readonly (string | null)[])[]>;
}
