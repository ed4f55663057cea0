/** What one worker holds, at the primary's desk. A worker that ends takes back all of it. */
import type { ApprovalService, HeldRequest } from '../approvals/approval-service.ts';
import type { FromHolder, ToHolder } from './approval-messages.ts';

/** What was settled is remembered until it is used or so many more were, for a worker that says that it lets it through. */
const MAX_SETTLED = 1000;

export class WorkerHolds {
  readonly #service: ApprovalService;
  readonly #tell: (message: ToHolder) => void;
  readonly #held = new Map<number, HeldRequest>();
  readonly #settled = new Map<number, HeldRequest | null>();

  constructor(service: ApprovalService, tell: (message: ToHolder) => void) {
    this.#service = service;
    this.#tell = tell;
  }

  heard(message: FromHolder): void {
    const { hold } = message;
    switch (message.kind) {
      case 'hold':
        this.#hold(hold, message.request);
        break;
      case 'withdraw':
        this.#held.get(hold)?.withdraw(message.why);
        break;
      case 'used':
        this.#settled.get(hold)?.used();
        this.#settled.delete(hold);
        break;
    }
  }

  /** The worker is gone. */
  end(): void {
    for (const held of [...this.#held.values()]) held.withdraw('stopped');
  }

  #hold(hold: number, request: Parameters<ApprovalService['hold']>[0]): void {
    let isSettled = false;
    const held = this.#service.hold(request, {
      asked: ({ id, expiresAt }) => this.#tell({ kind: 'asked', hold, id, expiresAt }),
      settled: (outcome) => {
        isSettled = true;
        const before = this.#held.get(hold);
        this.#held.delete(hold);
        if (outcome.kind === 'approved') this.#remember(hold, before ?? null);
        this.#tell({ kind: 'settled', hold, outcome });
      },
    });
    if (!isSettled) this.#held.set(hold, held);
  }

  #remember(hold: number, held: HeldRequest | null): void {
    this.#settled.set(hold, held);
    for (const oldest of this.#settled.keys()) {
      if (this.#settled.size <= MAX_SETTLED) return;
      this.#settled.delete(oldest);
    }
  }
}
