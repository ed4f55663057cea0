/** What a scene of the tour is. Scenes are data: scenes.ts lists them, perform.ts shows them. */
import type { CallerName } from '../callers.ts';
import type { Answer, Way } from './answer.ts';
import type { Expectation } from './looks.ts';

/** The same question by each caller, and what each must and must not see. */
export interface Question {
  readonly kind: 'question';
  readonly title: string;
  /** Why this is worth a look. */
  readonly text: string;
  readonly sql: string;
  readonly way: Way;
  readonly expect: Readonly<Record<CallerName, Expectation>>;
}

/** A request of an API by each caller. Each must see what it sees of the same rows in the database. */
export interface Request {
  readonly kind: 'request';
  readonly title: string;
  readonly text: string;
  readonly path: string;
  /** Selects the same rows and fields. */
  readonly sql: string;
  readonly expect: Readonly<Record<CallerName, Expectation>>;
}

/** A statement that one caller may not run. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly title: string;
  readonly text: string;
  readonly caller: CallerName;
  readonly sql: string;
  /** Part of the detail that must be given, such as the name of the rule's policy; null where no rule speaks of it. */
  readonly because: string | null;
}

/** A statement by which one caller writes, and what is stored because of it. */
export interface Work {
  readonly kind: 'work';
  readonly title: string;
  readonly text: string;
  readonly caller: CallerName;
  readonly sql: string;
  /** Reads what was stored, past the proxy. */
  readonly look: string;
  readonly says: string;
  readonly holds: (stored: Answer) => boolean;
}

/** A statement that waits until somebody approves it, and what is stored because of it. */
export interface Consent extends Omit<Work, 'kind'> {
  readonly kind: 'consent';
  readonly reason: string;
}

/** A request of an API that waits until somebody approves it, and what is stored because of it. */
export interface RequestConsent extends Omit<Consent, 'kind' | 'sql'> {
  readonly kind: 'request-consent';
  readonly method: 'DELETE';
  readonly path: string;
}

export type Scene = Question | Request | Refusal | Work | Consent | RequestConsent;
