/** What opens a session: somebody who proved who they are, and until when that holds. */
import type { Caller, Task } from '../abi.ts';

export interface Identity {
  /** Name that the client connected with, for logs. */
  readonly user: string;
  readonly expiresAt: Date;
  readonly caller: Caller;
  readonly task: Task;
}
