/**
 * What a webhook says, in the shape that Slack and its like show: who asks for what, and how it ended. Never a statement or a value: these are looked at
 * in the proxy, by those whom they concern. Whatever somebody else has chosen stands in plain text, in which nothing is a link or a mention.
 */
import type { ApprovalEvent } from '../approvals/approval-event.ts';
import { type ApprovalRequest, taskNames } from '../approvals/approval-request.ts';
import type { Outcome } from '../approvals/outcome.ts';
import { printable } from '../log/printable.ts';

export interface WebhookMessage {
  readonly text: string;
  readonly blocks: readonly object[];
  /** For programs. */
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: Readonly<Record<string, unknown>>;
  };
}

/** Slack takes no longer text in a block. */
const MAX_TEXT = 2900;
/** Of a name: it must not push what stands behind it out of sight. */
const MAX_NAME = 200;

/** Null for what nobody has to be told. `url`: where people decide. */
export function approvalMessage(event: ApprovalEvent, url: string | null): WebhookMessage | null {
  const { id, request } = event;
  const { source, requester } = request;
  const known = {
    ...{ id, source, requester: requester.subject, actor: requester.actors[0] ?? null },
    task: requester.task.name || null,
  };
  if (event.kind === 'asked') {
    const expiresAt = new Date(event.expiresAt).toISOString();
    return message(
      'dlp_approval_asked',
      `Approval ${id} is asked for on ${source}`,
      detailsOf(request, id, url),
      {
        ...known,
        expiresAt,
        rules: request.requirements.map(({ rule }) => rule),
        by: request.requirements.map(({ by, people }) => ({ groups: by, people })),
        touches: request.shown.touches,
        estimatedRows: request.shown.estimatedRows,
        url,
      },
    );
  }
  if (event.kind !== 'settled') return null;
  const { outcome } = event;
  return message(
    'dlp_approval_settled',
    `Approval ${id} on ${source}: ${outcome.kind}`,
    outcomeLines(outcome),
    {
      ...known,
      outcome: outcome.kind,
      by: outcome.kind === 'approved' ? outcome.by : outcome.kind === 'rejected' ? [outcome.by] : [],
      reason: outcome.kind === 'rejected' ? outcome.reason : null,
    },
  );
}

/** An alert of the policy: an event of the log. */
export function alertMessage(event: string, fields: Readonly<Record<string, unknown>>): WebhookMessage {
  const rules = Array.isArray(fields.rules) ? fields.rules.map(String) : [String(fields.rule ?? '')];
  const who = `user ${String(fields.user ?? 'unknown')}, session ${String(fields.session ?? '')}`;
  return message(`dlp_${event.replaceAll('-', '_')}`, TITLES[event] ?? event, [who, ...rules], fields);
}

const TITLES: Readonly<Record<string, string>> = {
  'access-alert': 'A statement of which the policy wants you to know',
  'budget-alert': 'A caller went beyond what the policy wants you to know of',
  'budget-used-up': 'A caller has used up a budget',
};

function detailsOf(
  { requester, requirements, shown }: ApprovalRequest,
  id: string,
  url: string | null,
): readonly string[] {
  const [actor] = requester.actors;
  const tasks = taskNames(requester).map(clipped).join(', of ');
  const touches = shown.touches.map(
    ({ name, actions, labels }) =>
      `${actions.join(', ')} on ${name}${labels.length === 0 ? '' : ` (labelled ${labels.join(', ')})`}`,
  );
  const groups = requirements.map(({ by, people }) => `${people} of ${by.join(', ')}`).join('; and ');
  return [
    `Who: ${clipped(requester.subject)} (${requester.kind})${actor === undefined ? '' : `, by way of ${clipped(actor)}`}${tasks === '' ? '' : `, task ${tasks}`}`,
    `What: ${touches.join('; ')}`,
    ...(shown.estimatedRows === null ? [] : [`Rows: about ${shown.estimatedRows}`]),
    `Asks for: ${groups}`,
    ...requirements.map(({ rule }) => `Because: ${rule}`),
    `Look at it with: dlp-proxy approvals show ${id}${url === null ? '' : `, or at ${url}`}`,
  ];
}

function outcomeLines(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'approved':
      return [`By: ${outcome.by.join(', ')}`];
    case 'rejected':
      return [`By: ${outcome.by}`, `Reason: ${outcome.reason}`];
    case 'withdrawn':
      return [`Why: ${outcome.why}`];
    default:
      return [];
  }
}

function message(
  type: string,
  title: string,
  lines: readonly string[],
  payload: Readonly<Record<string, unknown>>,
): WebhookMessage {
  // A line is one line: what somebody calls themselves could say further things in our name.
  const body = lines.map(printable).join('\n').slice(0, MAX_TEXT);
  return {
    text: escaped(printable(title)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: printable(title).slice(0, 150), emoji: false } },
      ...(body === '' ? [] : [{ type: 'section', text: { type: 'plain_text', text: body, emoji: false } }]),
    ],
    metadata: { event_type: type, event_payload: payload },
  };
}

function clipped(name: string): string {
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME)}…`;
}

/** As Slack has it: nothing in the text is a link, a mention or a command. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
