/** What the wire tells whoever collects traces of a session. The wire defines it and knows nothing of spans; nothing here throws. */
import type { EndCause } from './events.ts';
import type { Denial, Verdict } from './gate.ts';

type ForwardVerdict = Extract<Verdict, { kind: 'forward' }>;

/** A request on its way to the server. */
export interface TracedRequest {
  /** Its number in the session. */
  readonly moment: number;
  readonly kind: { readonly name: string };
  /** What the client is told in place of the server's error; null where it is not denied. */
  readonly denial: Denial | null;
  readonly verdict: ForwardVerdict | null;
}

export interface SessionTrace {
  /** A portal is about to be bound to a statement with this verdict. */
  binds(portal: string, verdict: ForwardVerdict): void;
  /** A portal is about to be run. */
  executes(portal: string): void;
  sent(request: TracedRequest): void;
  /** The first message of its answer. May be told again. */
  begun(moment: number): void;
  failed(moment: number, sqlstate: string): void;
  /** Answered, or skipped by the server after an error. */
  answered(moment: number): void;
  /** The session is over. */
  ended(cause: EndCause): void;
}
