/** Who is told of what: requests for approval and what became of them, and the alerts of the policy, to the webhook of the configuration. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ApprovalEvent } from '../approvals/approval-event.ts';
import type { Config } from '../config/config.ts';
import type { EventFields, EventName } from '../log/events.ts';
import type { Log } from '../log/logger.ts';
import { alertMessage, approvalMessage } from '../webhook/message.ts';
import { type SenderParts, WebhookSender } from '../webhook/webhook-sender.ts';

const ALERTS: ReadonlySet<EventName> = new Set(['access-alert', 'budget-alert', 'budget-used-up']);

export interface Told {
  /** The log, with its alerts told. */
  readonly log: Log;
  readonly onApproval: (event: ApprovalEvent) => void;
}

export function tellWebhook(
  { webhook, admin }: Pick<Config, 'webhook' | 'admin'>,
  log: Log,
  fetch: SenderParts['fetch'],
): Told {
  if (webhook === null) return { log, onApproval: () => undefined };
  const sender = new WebhookSender({
    ...{ url: webhook.url, secret: webhook.secret, fetch, now: Date.now },
    // Nothing waits for it, neither a session nor the end of the program.
    pause: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
    onLost: (message, reason) => log('webhook-lost', { message, reason }),
  });
  return {
    log: <Name extends EventName>(event: Name, fields: EventFields<Name>): void => {
      log(event, fields);
      if (ALERTS.has(event)) sender.send(alertMessage(event, fields));
    },
    onApproval: (event) => {
      const message = approvalMessage(event, admin?.url ?? null);
      if (message !== null) sender.send(message);
    },
  };
}
