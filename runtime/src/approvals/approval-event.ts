/** What happens to requests for approval, for logs, records and webhooks. Holds the texts that approvers are shown: not for every reader. */
import type { ApprovalRequest } from './approval-request.ts';
import type { Outcome } from './outcome.ts';

export type ApprovalEvent =
  | AskedEvent
  /** Somebody agreed, and others still have to. */
  | (InRequest & { readonly kind: 'agreed'; readonly by: string; readonly reason: string | null })
  /** Somebody who had agreed is nobody who may any more, before it was settled: that does not count. */
  | (InRequest & { readonly kind: 'agreement-void'; readonly by: string })
  | (InRequest & { readonly kind: 'settled'; readonly outcome: Outcome })
  /** What was approved was let through. */
  | (InRequest & { readonly kind: 'used' })
  /** It could not be put on record; where something was approved, it is not. */
  | (InRequest & { readonly kind: 'not-recorded'; readonly problem: string });

interface InRequest {
  readonly id: string;
  readonly request: ApprovalRequest;
}

export interface AskedEvent extends InRequest {
  readonly kind: 'asked';
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}
