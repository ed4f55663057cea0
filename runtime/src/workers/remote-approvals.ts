/** A worker's way to the desk, which the primary has: each request by a number of the worker's own. */
import type { ApprovalRequest } from '../approvals/approval-request.ts';
import type { ApprovalService, HeldRequest, HoldListener } from '../approvals/approval-service.ts';
import type { FromHolder, ToHolder } from './approval-messages.ts';

export class RemoteApprovals implements ApprovalService {
  readonly #send: (message: FromHolder) => boolean;
  readonly #open = new Map<number, HoldListener>();
  #next = 1;

  /** `send`: false where the primary is gone. */
  constructor(send: (message: FromHolder) => boolean) {
    this.#send = send;
  }

  hold(request: ApprovalRequest, listener: HoldListener): HeldRequest {
    const hold = this.#next;
    this.#next += 1;
    this.#open.set(hold, listener);
    if (!this.#send({ kind: 'hold', hold, request }))
      this.#settle(hold, { kind: 'refused', problem: 'the process that asks is gone' });
    return {
      withdraw: (why) => {
        if (!this.#send({ kind: 'withdraw', hold, why })) this.#settle(hold, { kind: 'withdrawn', why });
      },
      used: () => void this.#send({ kind: 'used', hold }),
    };
  }

  /** What the primary says. */
  told(message: ToHolder): void {
    if (message.kind === 'settled') this.#settle(message.hold, message.outcome);
    else this.#open.get(message.hold)?.asked({ id: message.id, expiresAt: message.expiresAt });
  }

  /** The primary is gone: nobody can agree any more. */
  abandon(): void {
    for (const hold of [...this.#open.keys()]) this.#settle(hold, { kind: 'withdrawn', why: 'stopped' });
  }

  #settle(hold: number, outcome: Parameters<HoldListener['settled']>[0]): void {
    const listener = this.#open.get(hold);
    this.#open.delete(hold);
    listener?.settled(outcome);
  }
}
