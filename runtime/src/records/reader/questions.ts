/** What can be asked about records, and how each is answered. */
import type {
  DecisionsOverTime,
  FoundStatement,
  RecordedSessions,
  RecordedTimeline,
  RecordsVerification,
  ReplayPage,
} from './recorded.ts';

/** Times are milliseconds since 1970; null for no bound. */
export interface SessionsQuestion {
  readonly kind: 'sessions';
  /** A user or a subject. */
  readonly user: string | null;
  readonly since: number | null;
  readonly denied: boolean;
  /** What an answer said is next. */
  readonly after: string | null;
}

export interface SearchQuestion {
  readonly kind: 'search';
  /** All of which a statement, its user, relations or rules hold. */
  readonly words: readonly string[];
  readonly denied: boolean;
}

export interface ReplayQuestion {
  readonly kind: 'replay';
  readonly session: string;
  /** Number of the first statement. */
  readonly from: number;
  readonly statements: number;
  /** Number of the first row of each answer, from 0 on. */
  readonly row: number;
}

/** By kind, what is asked and what is answered; null where there is no such session. */
export interface RecordsQuestions {
  readonly sessions: { readonly question: SessionsQuestion; readonly answer: RecordedSessions };
  readonly search: { readonly question: SearchQuestion; readonly answer: readonly FoundStatement[] };
  readonly timeline: {
    readonly question: { readonly kind: 'timeline'; readonly session: string };
    readonly answer: RecordedTimeline | null;
  };
  readonly replay: { readonly question: ReplayQuestion; readonly answer: ReplayPage | null };
  /** All records where `session` is null. */
  readonly verify: {
    readonly question: { readonly kind: 'verify'; readonly session: string | null };
    readonly answer: RecordsVerification | null;
  };
  readonly decisions: {
    readonly question: { readonly kind: 'decisions'; readonly since: number; readonly until: number };
    readonly answer: DecisionsOverTime;
  };
}

export type RecordsQuestion = RecordsQuestions[keyof RecordsQuestions]['question'];
export type AnswerTo<Q extends RecordsQuestion> = RecordsQuestions[Q['kind']]['answer'];
