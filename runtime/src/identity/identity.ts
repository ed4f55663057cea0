/** What opens a session: somebody who proved who they are, and until when that holds. */
import type { Caller, Task } from '../abi.ts';

export interface Identity {
  /** Name that the client connected with, for logs. */
  readonly user: string;
  readonly expiresAt: Date;
  readonly caller: Caller;
  readonly task: Task;
  /**
   * Subjects of who acts for the caller and of those who did before, the current actor first. Policies read the current one alone, which is
   * `caller.actor`; none of them approves what they ask for, and who revokes one means the identity.
   */
  readonly actors: readonly string[];
}
