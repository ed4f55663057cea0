/** What the desk keeps of requests, and in which order it is true: nothing is approved that is not on record as approved. */
import type { ApprovalRequest } from './approval-request.ts';
import type { Outcome } from './outcome.ts';

export interface Vote {
  readonly subject: string;
  readonly decision: 'approve' | 'deny';
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Indexes of requirements. */
  readonly fulfils: readonly number[];
}

export interface StoredRequest {
  readonly id: string;
  readonly request: ApprovalRequest;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly votes: readonly Vote[];
  /** Null while it is open. */
  readonly outcome: Outcome | null;
  readonly settledAt: number | null;
  /** When what was approved was let through; null where it was not. */
  readonly usedAt: number | null;
}

/** Each change is durable when the method returns. Methods throw where it cannot be made. */
export interface ApprovalStore {
  add(id: string, request: ApprovalRequest, askedAt: number, expiresAt: number): void;
  addVote(id: string, vote: Vote): void;
  /** Of somebody who agreed, and does not count any more. */
  removeVote(id: string, subject: string): void;
  /** Settles an open request, together with the vote that did it. False where it is not open. */
  settle(id: string, outcome: Outcome, at: number, vote: Vote | null): boolean;
  /** Notes that what was approved is let through. False where it was not approved, or was used before. */
  use(id: string, at: number): boolean;
  find(id: string): StoredRequest | null;
  /** The newest first; those that are open, or all. */
  list(which: 'open' | 'all', limit: number): readonly StoredRequest[];
  close(): void;
}
