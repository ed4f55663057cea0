/** A session that is open, as operators are shown it. Data alone, so that workers can send it. */
import type { CallerKind, Task } from '../abi.ts';

export interface LiveSession {
  readonly id: string;
  /** The database that it is a session of. */
  readonly source: string;
  /** Name that the client connected with. */
  readonly user: string;
  readonly subject: string;
  readonly kind: CallerKind;
  readonly groups: readonly string[];
  /** Subject of who acts for it; null where nobody does. */
  readonly actor: string | null;
  readonly task: Task;
  /** What the client says of itself. */
  readonly application: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** When the identity ends, and the session with it. */
  readonly endsAt: number;
}

/** Of one process; more are counted and not listed. */
export const MAX_LISTED_SESSIONS = 1_000;
