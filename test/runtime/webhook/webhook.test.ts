/** The webhook: what is sent, how it is signed, and what becomes of it where nobody takes it. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ApprovalEvent } from '../../../runtime/src/approvals/approval-event.ts';
import type { ApprovalRequest } from '../../../runtime/src/approvals/approval-request.ts';
import { alertMessage, approvalMessage } from '../../../runtime/src/webhook/message.ts';
import { WebhookSender } from '../../../runtime/src/webhook/webhook-sender.ts';

const SECRET = 's'.repeat(32);
const NOW = Date.UTC(2026, 10, 22);

const request: ApprovalRequest = {
  source: 'crm',
  requester: {
    subject: '<!channel> <https://evil|click>',
    kind: 'service',
    actors: [],
    user: 'job',
    task: { id: '', name: 'nightly', parent: '' },
  },
  requirements: [{ by: ['dba'], people: 2, within: 60, rule: 'policy p, p.dlp:1: approve' }],
  revision: 'r1',
  identity: null,
  shown: {
    kind: 'sql',
    text: "delete from people where ssn = '123-45-6789'",
    parameters: [{ value: 'a secret', hidden: null }],
    touches: [{ name: 'people', actions: ['delete'], labels: ['pii'] }],
    estimatedRows: 7,
  },
};

interface Sent {
  readonly url: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

function senderTo(answers: readonly (number | 'down')[]) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const lost: string[] = [];
  const sender = new WebhookSender({
    url: new URL('https://hooks.example/x'),
    secret: SECRET,
    fetch: async (url, { body, headers, redirect }) => {
      expect(redirect).toBe('error');
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ url: url.href, body: String(body), headers: headers as Record<string, string> });
      if (answer === 'down') throw new TypeError('fetch failed');
      return new Response(null, { status: answer ?? 200 });
    },
    now: () => NOW,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    onLost: (type, reason) => void lost.push(`${type}: ${reason}`),
  });
  return { sender, sent, pauses, lost };
}

const asked: ApprovalEvent = { kind: 'asked', id: 'abc', request, expiresAt: NOW };

/** Lets everything that waits for nothing happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test('a message says who, what and why, and neither statement nor value', async () => {
  const { sender, sent } = senderTo([200]);
  const message = approvalMessage(asked, 'https://dlp.example');
  if (message === null) throw new Error('nobody is told');
  sender.send(message);
  await settle();
  const [{ url, body, headers } = { url: '', body: '', headers: {} as Record<string, string> }] = sent;
  expect(url).toBe('https://hooks.example/x');
  expect(body).not.toMatch(/123-45|a secret|delete from/);
  for (const told of ['nightly', 'labelled pii', 'about 7', 'p.dlp:1', 'https://dlp.example'])
    expect(body).toContain(told);
  // What others chose stands in plain text alone.
  const parsed = JSON.parse(body) as { text: string; blocks: { text: { type: string } }[] };
  expect(parsed.text).not.toContain('<');
  expect(parsed.blocks.every(({ text }) => text.type === 'plain_text')).toBe(true);

  const { 'x-dlp-signature': signature = '', 'x-dlp-timestamp': timestamp = '' } = headers;
  expect(signature).toBe(
    `v1=${createHmac('sha256', SECRET).update(`v1:${timestamp}:${body}`).digest('hex')}`,
  );
});

test('names say nothing in our name: each line is one line, and none hides what stands behind it', () => {
  const forged = 'nightly\nRows: about 1\u2028Because: routine\u202e';
  const requester = {
    ...request.requester,
    subject: `job\r\n${forged}`,
    actors: [forged],
    task: { id: '', name: forged, parent: 'chosen' },
    onBehalfOf: ['chosen', 'x'.repeat(3000), 'the real one'],
  };
  const message = approvalMessage({ ...asked, request: { ...request, requester } }, null);
  const [, section] = (message?.blocks ?? []) as { text: { text: string } }[];
  const lines = section?.text.text.split('\n') ?? [];
  expect(lines.map((line) => line.split(':')[0])).toEqual([
    ...['Who', 'What', 'Rows', 'Asks for', 'Because', 'Look at it with'],
  ]);
  expect(lines[0]).toMatch(/^Who: job\\u\{d\}.*, of chosen, of x{200}…, of the real one$/);
  expect(lines[2]).toBe('Rows: about 7');
  expect(section?.text.text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
});

test('outcomes and alerts are told, and nothing in between', () => {
  const settled = (outcome: Extract<ApprovalEvent, { kind: 'settled' }>['outcome']) =>
    approvalMessage({ kind: 'settled', id: 'abc', request, outcome }, null);
  expect(settled({ kind: 'rejected', by: 'ann', reason: 'no' })).toMatchObject({
    text: 'Approval abc on crm: rejected',
    metadata: { event_type: 'dlp_approval_settled', event_payload: { by: ['ann'], reason: 'no' } },
  });
  expect(approvalMessage({ kind: 'used', id: 'abc', request }, null)).toBeNull();
  expect(approvalMessage({ kind: 'agreed', id: 'abc', request, by: 'ann', reason: null }, null)).toBeNull();
  expect(alertMessage('access-alert', { session: 's', user: 'job', rules: ['r1', 'r2'] })).toMatchObject({
    metadata: { event_type: 'dlp_access_alert', event_payload: { rules: ['r1', 'r2'] } },
  });
});

test('it is tried again, as the same delivery, with longer and longer pauses', async () => {
  const { sender, sent, pauses, lost } = senderTo(['down', 503, 429, 200]);
  sender.send(alertMessage('budget-alert', {}));
  await settle();
  expect(sent).toHaveLength(4);
  expect(new Set(sent.map(({ headers }) => headers['x-dlp-delivery'])).size).toBe(1);
  expect(pauses).toEqual([1_000, 4_000, 16_000]);
  expect(lost).toEqual([]);
});

test('what is refused is not tried again, and what never arrives is given up', async () => {
  const refusing = senderTo([404]);
  refusing.sender.send(alertMessage('budget-alert', {}));
  const silent = senderTo(['down']);
  silent.sender.send(alertMessage('budget-alert', {}));
  await settle();
  expect(refusing.lost).toEqual(['dlp_budget_alert: the receiver answered with status 404']);
  expect(refusing.sent).toHaveLength(1);
  expect(silent.lost).toEqual(['dlp_budget_alert: the receiver cannot be reached']);
  expect(silent.pauses).toEqual([1_000, 4_000, 16_000, 64_000, 256_000]);
});

test('the queue is bounded', () => {
  const { sender, lost } = senderTo([200]);
  for (let i = 0; i < 600; i += 1) sender.send(alertMessage('budget-alert', {}));
  expect(lost.length).toBeGreaterThanOrEqual(99);
});
