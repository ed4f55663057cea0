/** What is said of providers that cannot be trusted as they are configured. */
import { describe, expect, test } from 'vitest';
import { settleProviders } from '../../../runtime/src/config/settle-providers.ts';
import { Settling } from '../../../runtime/src/config/settling.ts';

const provider = {
  ...{
    user: 'oidc',
    issuer: 'https://login.corp.example',
    audience: 'dlp-proxy',
    algorithms: ['ES256' as const],
  },
  ...{ kind: 'human' as const, groupsClaim: 'groups', taskClaim: 'task' },
  ...{ clockSkewSeconds: 30, maxLifetimeSeconds: 3600 },
};

type Provider = Parameters<typeof settleProviders>[0][number];

function problemsOf(...providers: readonly Provider[]): readonly string[] {
  const host = {
    readFile: async () => ({ ok: false, reason: 'does not exist' }) as const,
    runCommand: async () => ({ ok: false, reason: 'does not exist' }) as const,
    env: {},
    now: Date.now,
  };
  const settling = new Settling('/etc/dlp/proxy.json', host, () => ({ line: 1, column: 1 }));
  settleProviders(providers, settling);
  return settling.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('an issuer', () => {
  test.each(['https://login.corp.example', 'http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:1'])(
    'that is taken: %s',
    (issuer) => expect(problemsOf({ ...provider, issuer })).toEqual([]),
  );

  test.each([
    ...['http://login.corp.example', 'ftp://127.0.0.1', 'corp', 'https://a:b@login.corp.example'],
    ...['http://127.0.0.1.evil.example', 'http://localhost.evil.example'],
  ])('that is not: %s', (issuer) => {
    expect(problemsOf({ ...provider, issuer })).toEqual([
      `identityProviders.0.issuer: found \`${issuer}\`, expected a URL with https`,
    ]);
  });
});

test('two providers have two users', () => {
  expect(problemsOf(provider, { ...provider, issuer: 'https://other.example' })).toEqual([
    'identityProviders.1.user: this name is taken by a provider already',
  ]);
  expect(
    problemsOf(
      { ...provider, oauth: { user: 'oidc', scope: 'openid' } },
      {
        ...provider,
        user: 'oauth',
        issuer: 'https://other.example',
        oauth: { user: 'oauth', scope: 'openid' },
      },
    ),
  ).toEqual([
    'identityProviders.0.oauth.user: this name is taken by a provider already',
    'identityProviders.1.oauth.user: this name is taken by a provider already',
  ]);
});
