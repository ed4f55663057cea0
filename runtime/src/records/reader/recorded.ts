/** What is told of records to who looks at them in a browser: data alone, each answer bounded. Times are in ISO 8601. */

export interface RecordedSession {
  readonly id: string;
  readonly startedAt: string;
  /** Null where it goes on, or was cut. */
  readonly endedAt: string | null;
  readonly cause: string | null;
  readonly source: string;
  readonly user: string;
  readonly subject: string;
  readonly address: string;
  readonly application: string;
  readonly statements: number;
  readonly denied: number;
  readonly rows: number;
  readonly bytes: number;
  /** Whether what crossed is on record too. */
  readonly level: 'metadata' | 'everything';
}

export interface RecordedSessions {
  readonly sessions: readonly RecordedSession[];
  /** Asks for those behind; null where these are the last. */
  readonly next: string | null;
}

/** A statement that a search found. */
export interface FoundStatement {
  readonly session: string;
  /** Its number in the session. */
  readonly n: number;
  readonly at: string;
  readonly user: string;
  readonly subject: string;
  readonly source: string;
  readonly decision: string;
  readonly outcome: string | null;
  readonly rows: number;
  /** The beginning of it. */
  readonly text: string;
}

/** A stretch of a session's time line: one statement, or several where there are many. */
export interface TimelineMark {
  /** Of its first statement. */
  readonly n: number;
  readonly at: string;
  readonly statements: number;
  readonly denied: number;
  /** Answered with an error that was not a denial. */
  readonly failed: number;
  readonly rows: number;
}

export interface RecordedTimeline {
  readonly session: RecordedSession;
  readonly marks: readonly TimelineMark[];
}

export interface ReplayedAnswer {
  readonly end: 'complete' | 'error' | 'empty' | 'suspended';
  /** Command tag, or SQLSTATE and message. */
  readonly told: string;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number | null;
  /** Null where it has none, or what crossed is not on record. `class`: see docs/records.md; null where it is not known. */
  readonly columns: readonly { readonly name: string; readonly class: string | null }[] | null;
  /** Some rows of it, from number `firstRow` on; null for NULL. */
  readonly cells: readonly (readonly (string | null)[])[];
  readonly firstRow: number;
  /** Whether values are longer than what stands here. */
  readonly clipped: boolean;
  /** What COPY told, or its beginning. */
  readonly copied: string | null;
  readonly notices: readonly string[];
}

export interface ReplayedStatement {
  readonly n: number;
  readonly at: string;
  readonly protocol: string;
  readonly decision: string;
  readonly sqlstate: string;
  readonly message: string;
  /** The rule of a denial, or what else the caller was told. */
  readonly detail: string;
  /** Null where no text is on record; digests in place of what is withheld. */
  readonly text: string | null;
  /** What the server ran; null where that was the text itself. */
  readonly ran: string | null;
  /** Whether the texts are only the beginning. */
  readonly clipped: boolean;
  readonly parameters: readonly string[];
  readonly rules: readonly string[];
  readonly masks: readonly { readonly column: string; readonly treatment: string }[];
  readonly revealed: readonly string[];
  readonly accesses: readonly string[];
  readonly revision: string;
  /** The body of a request that was sent on as it came; null where there was none, or it stands with the text. */
  readonly sent: {
    readonly bytes: number;
    /** Its beginning; null where nothing of it is on record. */
    readonly text: string | null;
    readonly clipped: boolean;
    /** Whether all of it is on record, but for what is masked. */
    readonly isStored: boolean;
    /** Why it ended before its end. */
    readonly cut: string | null;
  } | null;
  readonly answers: readonly ReplayedAnswer[];
}

export interface ReplayPage {
  readonly caller: string;
  readonly task: string;
  readonly statements: readonly ReplayedStatement[];
}

export interface RecordsVerification {
  /** `changed`: records are not what was written. `unproved`: they name a key that the proxy has not. */
  readonly state: 'sound' | 'changed' | 'unproved';
  /** Sentences; the first ones where there are many. */
  readonly problems: readonly string[];
  readonly segments: number;
  readonly entries: number;
  /** Entries behind the last signature, which chain to it but are not signed yet. */
  readonly unsigned: number;
  /** Names of the keys that signed. */
  readonly keys: readonly string[];
}

/** What became of statements in a stretch of time. */
export interface DecisionsBucket {
  readonly at: string;
  readonly forwarded: number;
  readonly denied: number;
}

export interface DecisionsOverTime {
  readonly buckets: readonly DecisionsBucket[];
  readonly seconds: number;
  /** Those that decided most, as policy lines. */
  readonly rules: readonly { readonly rule: string; readonly forwarded: number; readonly denied: number }[];
}
