/** Who asked, as the proxy puts it on record and `dlpc replay` reads it again: the same for every link, or policies would be replayed for somebody else. */
import { generateKeyPairSync } from 'node:crypto';
import { objectOf } from '@dlpc/runtime/records/read/json-access';
import { expect, test } from 'vitest';
import { askersOf } from '../../../compiler/src/ask/replay/recorded-statement.ts';
import { attenuateToken } from '../../../runtime/src/identity/delegation/attenuate-token.ts';
import { issueToken } from '../../../runtime/src/identity/delegation/issue-token.ts';
import { verifyToken } from '../../../runtime/src/identity/delegation/verify-token.ts';
import { recordedWho } from '../../../runtime/src/proxy/recorded-who.ts';

const NOW = Date.UTC(2026, 10, 22);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const trusted = { user: 'token', keys: [publicKey], audience: 'dlp-proxy', maxLifetimeSeconds: 3600 };

const issue = (act?: { sub: string; groups: string[] }): Promise<string> =>
  issueToken(
    {
      ...{
        aud: 'dlp-proxy',
        sub: 'nightly',
        kind: 'service',
        groups: ['etl'],
        claims: { level: 3, teams: ['a'] },
      },
      ...{ task: { id: '1', name: 'nightly' }, sources: null, lifetimeSeconds: 600, ...(act && { act }) },
    },
    privateKey,
    NOW,
  );

async function handedOn(token: string, name: string, act: { sub: string; groups: string[] } | null) {
  const link = { task: { id: '', name }, act, sources: null, lifetimeSeconds: null, canBeHandedOn: true };
  const made = await attenuateToken(token, link, NOW);
  if (!made.ok) throw new Error(made.problem);
  return made.token;
}

test.each([
  ['without an actor', async () => handedOn(await issue(), 'extract', null)],
  [
    'with one from the issuer on',
    async () => handedOn(await issue({ sub: 'bot', groups: ['agents'] }), 'extract', null),
  ],
  [
    'with one of its own for each link',
    async () => {
      const first = await handedOn(await issue(), 'extract', { sub: 'bot', groups: ['b', 'a'] });
      return handedOn(first, 'part', { sub: 'other', groups: [] });
    },
  ],
])('a token %s', async (_, make) => {
  const verdict = await verifyToken(await make(), trusted, NOW);
  if (!verdict.ok) throw new Error(verdict.problem);
  const { caller, task, onBehalfOf } = verdict.identity;
  // As it comes of a journal.
  const told = objectOf(JSON.parse(JSON.stringify(recordedWho(verdict.identity))));
  const askers = askersOf({
    ...{ caller: objectOf(told.caller), task: objectOf(told.task), delegation: objectOf(told.delegation) },
    application: 'psql',
  });
  const hint = { applicationName: 'psql' };
  expect(askers.asker).toEqual({ caller, task, hint });
  expect(askers.onBehalfOf.map(({ caller: by, task: of }) => ({ caller: by, task: of }))).toEqual(onBehalfOf);
});
