/** For which tasks somebody asks, as approvers are told: whoever hands a token on chooses names, and must not be able to hide those above. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { taskNames } from '../../../../runtime/src/approvals/approval-request.ts';
import { attenuateToken } from '../../../../runtime/src/identity/delegation/attenuate-token.ts';
import { issueToken } from '../../../../runtime/src/identity/delegation/issue-token.ts';
import { verifyToken } from '../../../../runtime/src/identity/delegation/verify-token.ts';
import { requesterOf } from '../../../../runtime/src/proxy/holds/requester.ts';

const NOW = Date.UTC(2026, 10, 22, 2);

test('the task that the issuer vouched for is named, however often a token is handed on', async () => {
  const issuer = generateKeyPairSync('ed25519');
  const grant = { aud: 'dlp-proxy', sub: 'job', kind: 'service', groups: [], claims: {} } as const;
  let token = await issueToken(
    { ...grant, groups: [], task: { id: '', name: 'cleanup' }, sources: null, lifetimeSeconds: 60 },
    issuer.privateKey,
    NOW,
  );
  for (const name of ['payroll', 'monthly close']) {
    const link = { task: { id: '', name }, act: null, sources: null, lifetimeSeconds: null };
    const handedOn = await attenuateToken(token, { ...link, canBeHandedOn: true }, NOW);
    if (!handedOn.ok) throw new Error(handedOn.problem);
    ({ token } = handedOn);
  }
  const trusted = { user: 'token', keys: [issuer.publicKey], audience: 'dlp-proxy', maxLifetimeSeconds: 60 };
  const verdict = await verifyToken(token, trusted, NOW);
  if (!verdict.ok) throw new Error(verdict.problem);
  expect(taskNames(requesterOf(verdict.identity))).toEqual(['monthly close', 'payroll', 'cleanup']);
});

test('of a provider’s token, what it says', () => {
  const requester = { subject: 'job', kind: 'service', actors: [], user: 'oidc' } as const;
  const task = { id: '7', name: 'extract', parent: 'nightly' };
  expect(taskNames({ ...requester, task })).toEqual(['extract', 'nightly']);
  expect(taskNames({ ...requester, task: { id: '', name: '', parent: '' } })).toEqual([]);
});
