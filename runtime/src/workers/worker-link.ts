/**
 * A worker's line to the primary. Signals come by it alone: a terminal sends Ctrl-C to every process, and a second one means to end
 * at once. Where the line breaks, the primary is gone, and the worker ends in order.
 */
import type { ApprovalService } from '../approvals/approval-service.ts';
import type { CancelKey, CancelRegistry } from '../pgwire/cancel-registry.ts';
import { readToWorker, type ToPrimary } from './messages.ts';
import { RemoteApprovals } from './remote-approvals.ts';
import { sendTo } from './send-to.ts';
import type { WorkerReport } from './worker-status.ts';

/** What the primary asks of a worker's proxy. */
export interface Steered {
  /** The first call ends it politely, each further one at once. */
  stop(signal: string): void;
  reload(): void;
}

export interface WorkerLink {
  /** From 1 on; no two that live have the same. */
  readonly index: number;
  /** Asks the worker that a key belongs to. */
  cancelElsewhere(key: CancelKey): void;
  /** Says that connections are accepted. */
  listening(): void;
  /** Says what was counted since the last time, what is missing, who is connected, and what it serves. */
  status(counts: Readonly<Record<string, number>>, report: WorkerReport): void;
  /** The desk, as far as this process reaches it. */
  readonly approvals: ApprovalService;
  /** From now on, what the primary says is done. */
  steer(proxy: Steered, cancels: CancelRegistry): void;
}

/** The line of this process, which is the worker called `index`. */
export function workerLink(index: number): WorkerLink {
  const ignore = () => undefined;
  process.on('SIGTERM', ignore);
  process.on('SIGINT', ignore);
  process.on('SIGHUP', ignore);
  const send = (message: ToPrimary): boolean => sendTo(process, message);
  const approvals = new RemoteApprovals(send);
  return {
    index,
    approvals,
    cancelElsewhere: ({ processId, secret }) =>
      void send({ kind: 'cancel', processId, secret: secret.toString('base64') }),
    listening: () => void send({ kind: 'listening' }),
    status: (counts, { missing, live, state }) =>
      void send({ kind: 'status', counts, missing: [...missing], live: [...live], state }),
    steer: (proxy, cancels) => {
      process.on('disconnect', () => {
        approvals.abandon();
        proxy.stop('the end of the primary process');
      });
      process.on('message', (value) => {
        const message = readToWorker(value);
        switch (message?.kind) {
          case 'stop':
            return proxy.stop(message.signal);
          case 'reload':
            return proxy.reload();
          case 'asked':
          case 'settled':
            return approvals.told(message);
          case 'cancel': {
            const key = { processId: message.processId, secret: Buffer.from(message.secret, 'base64') };
            void cancels.find(key)?.cancel();
            return;
          }
        }
      });
    },
  };
}
