/**
 * What the data path asks: hold this. It is answered once, with an {@link Outcome}; whoever holds something lets it through only then, and only
 * where it is `approved`.
 */
import type { ApprovalRequest } from './approval-request.ts';
import type { Outcome, WithdrawalReason } from './outcome.ts';

export interface HoldListener {
  /** It is on record, and people can be asked. At most once, before {@link settled}. `expiresAt`: milliseconds since 1970. */
  asked(asked: { readonly id: string; readonly expiresAt: number }): void;
  /** Exactly once, perhaps before {@link ApprovalService.hold} has returned. */
  settled(outcome: Outcome): void;
}

export interface HeldRequest {
  /** Nobody waits for it any more. Where it was approved at the same moment, it stays approved and is never used. */
  withdraw(why: WithdrawalReason): void;
  /** What was approved is let through now. To be called at most once, and only after `approved`. */
  used(): void;
}

export interface ApprovalService {
  /** Never throws. */
  hold(request: ApprovalRequest, listener: HoldListener): HeldRequest;
}
