/**
 * Something that waits for people to agree to it, whatever it is: it is asked about once, settled once, and withdrawn when the policy that
 * asks is another one by then.
 */
import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import type { ApprovalService, HeldRequest, HoldListener } from '../../approvals/approval-service.ts';
import type { Outcome, WithdrawalReason } from '../../approvals/outcome.ts';

export interface Desk {
  readonly service: ApprovalService;
  /** Between two looks at whether the policy is still the one that asks. */
  readonly lookMilliseconds: number;
}

export interface Waiting {
  /** Whether the policy that asks is still in force. */
  readonly isCurrent: () => boolean;
  readonly asked: HoldListener['asked'];
  /** Exactly once. `id`: of the approval; null where nobody was asked. */
  readonly settled: (outcome: Outcome, id: string | null) => void;
}

export interface AtDesk {
  /** At most once; nobody is asked about what was settled before. */
  ask(request: ApprovalRequest): void;
  /** Without the desk: nobody is asked. */
  settle(outcome: Outcome): void;
  withdraw(why: WithdrawalReason): void;
  /** What was approved is let through now. */
  used(): void;
}

export function waitAtDesk(
  { service, lookMilliseconds }: Desk,
  { isCurrent, asked, settled }: Waiting,
): AtDesk {
  let held: HeldRequest | null = null;
  let id: string | null = null;
  let isSettled = false;
  let look: NodeJS.Timeout | undefined;

  const settle = (outcome: Outcome): void => {
    if (isSettled) return;
    isSettled = true;
    clearInterval(look);
    settled(outcome, id);
  };
  const withdraw = (why: WithdrawalReason): void => {
    // The desk has the last word: it may have been approved at this very moment.
    if (held === null) settle({ kind: 'withdrawn', why });
    else held.withdraw(why);
  };
  return {
    settle,
    withdraw,
    ask: (request) => {
      if (isSettled) return;
      held = service.hold(request, {
        asked: (told) => {
          id = told.id;
          if (!isSettled) asked(told);
        },
        settled: settle,
      });
      look = setInterval(() => {
        if (!isCurrent()) withdraw('policy-changed');
      }, lookMilliseconds);
      // Perhaps before `hold` returned.
      if (isSettled) clearInterval(look);
    },
    used: () => held?.used(),
  };
}
