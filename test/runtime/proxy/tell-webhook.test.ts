/** What a real receiver gets: signed messages over HTTP, again where it fails, in the order in which things happened. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { ApprovalEvent } from '../../../runtime/src/approvals/approval-event.ts';
import type { ApprovalRequest } from '../../../runtime/src/approvals/approval-request.ts';
import { tellWebhook } from '../../../runtime/src/proxy/tell-webhook.ts';
import { signatureOf } from '../../../runtime/src/webhook/signature.ts';

const SECRET = 'k'.repeat(32);

const request: ApprovalRequest = {
  ...{ source: 'crm', revision: 'r1', identity: null },
  requester: {
    ...{ subject: 'job', kind: 'service', actors: [], user: 'job' },
    task: { id: '', name: 'nightly', parent: '' },
  },
  requirements: [{ by: ['dba'], people: 1, within: 60, rule: 'policy p, p.dlp:1: approve' }],
  shown: { kind: 'sql', text: 'delete from people', parameters: [], touches: [], estimatedRows: 7 },
};

interface Taken {
  readonly type: string;
  readonly delivery: string;
  readonly isSigned: boolean;
  readonly isOld: boolean;
}

test('asked, settled and alerts arrive signed; what fails comes again as the same delivery', async () => {
  const taken: Taken[] = [];
  const server = createServer((message, response) => {
    void buffer(message).then((bytes) => {
      const header = (name: string) => String(message.headers[name]);
      const body = bytes.toString();
      const time = header('x-dlp-timestamp');
      taken.push({
        type: JSON.parse(body).metadata.event_type,
        delivery: header('x-dlp-delivery'),
        isSigned: header('x-dlp-signature') === signatureOf(SECRET, time, body),
        isOld: Math.abs(Date.now() / 1000 - Number(time)) > 300,
      });
      response.writeHead(taken.length === 1 ? 503 : 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const logged: string[] = [];
  const webhook = { url: new URL(`http://127.0.0.1:${port}/hook`), secret: SECRET };
  const { log, onApproval } = tellWebhook(
    { webhook, admin: null },
    (event) => void logged.push(event),
    fetch,
  );

  const known = { id: '3f9c', request };
  const outcome = { kind: 'rejected', by: 'ann', reason: 'no' } as const;
  const events: ApprovalEvent[] = [
    { kind: 'asked', ...known, expiresAt: Date.now() + 60_000 },
    { kind: 'settled', ...known, outcome },
  ];
  for (const event of events) onApproval(event);
  log('budget-used-up', { session: 's', user: 'job', source: 'crm', caller: 'job', rule: 'r' });

  await expect.poll(() => taken.length, { timeout: 30_000 }).toBe(4);
  expect(taken.map(({ type }) => type)).toEqual([
    ...['dlp_approval_asked', 'dlp_approval_asked', 'dlp_approval_settled', 'dlp_budget_used_up'],
  ]);
  expect(taken.map(({ isSigned, isOld }) => isSigned && !isOld)).toEqual([true, true, true, true]);
  const [first, again, ...others] = taken.map(({ delivery }) => delivery);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(3);
  expect(logged).toEqual(['budget-used-up']);
});
