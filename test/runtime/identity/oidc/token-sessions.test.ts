/** Sessions that tokens open: a real provider, the whole proxy, a real database, an ordinary client with the token as its password. */
import type { Matcher } from '@dlpc/runtime/abi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AUDIENCE,
  type IdentityProvider,
  startIdentityProvider,
} from '../../../support/identity-provider.ts';
import { matcher } from '../../judge/fixture.ts';
import { crmDatabase, type ProxyWorld, startWorld } from '../../proxy/proxy-world.ts';

let provider: IdentityProvider;
let database: Awaited<ReturnType<typeof crmDatabase>>;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  provider = await startIdentityProvider({
    groups: ['contractors'],
    department: 'sales',
    task: { name: 'nightly' },
  });
  database = await crmDatabase();
});
afterAll(async () => {
  for (const end of ends) await end();
  await provider.stop();
  await database.drop();
});

async function world(changes: Partial<Matcher> = {}, revocations: string | null = null): Promise<ProxyWorld> {
  const { issuer } = provider;
  const settings = {
    identityProviders: [{ issuer, audience: AUDIENCE, kind: 'service' }],
    ...(revocations !== null && { revocations: 'revocations.json' }),
  };
  const identity = { issuer, audience: AUDIENCE };
  const started = await startWorld(database, {
    settings,
    matcher: { ...matcher, identity, ...changes },
    files: { 'revocations.json': revocations ?? '[]' },
  });
  ends.push(started.end);
  return started;
}

const SSN = 'select ssn from customers';

test('the token of a machine opens a session, and its groups say what is seen', async () => {
  const { connect, event } = await world();
  const { client } = await connect('oidc', { password: await provider.token() });
  expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
  expect(await event('authenticated')).toMatchObject({ user: 'oidc', channelBound: false });
});

test('conditions read subject, kind, claims and task of the token', async () => {
  const policies = matcher.policies.map((policy, index) => ({
    ...policy,
    applies: ({ caller, task }: Parameters<typeof policy.applies>[0]) =>
      index === 0 &&
      caller.sub === 'ci-nightly' &&
      caller.kind === 'service' &&
      caller.claims.strings.get('department') === 'sales' &&
      task.name === 'nightly',
  }));
  const claims = [{ name: 'department', type: 'string', optional: false }] as const;
  const { connect, refusal } = await world({ policies, claims });
  const { client } = await connect('oidc', { password: await provider.token() });
  expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
  expect(await refusal('oidc', { password: await provider.sign({ sub: 'somebody' }) })).toMatch(
    /^42501 no policy/,
  );
  expect(await refusal('oidc', { password: await provider.sign({ department: undefined }) })).toBe(
    '28000 the identity does not carry the claims that the policies of crm need',
  );
});

describe('a token that is not what it must be', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const unsigned = async () => {
    const [, payload] = (await provider.sign()).split('.');
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  };
  /** One of the three parts made anew. */
  const changed = async (change: (parts: string[]) => void) => {
    const parts = (await provider.sign()).split('.');
    change(parts);
    return parts.join('.');
  };
  const claim = (claims: Readonly<Record<string, unknown>>) => () => provider.sign(claims);
  const cases: readonly (readonly [string, () => Promise<string>, string])[] = [
    ['without a signature', unsigned, 'its algorithm is not allowed'],
    [
      'whose payload was changed',
      () =>
        changed((parts) => {
          parts[1] = Buffer.from(JSON.stringify({ sub: 'x', exp: now() + 60 })).toString('base64url');
        }),
      'its signature is wrong',
    ],
    ['of another audience', claim({ aud: 'payroll' }), 'its claim `aud` is not what it must be'],
    ['of another issuer', claim({ iss: 'https://evil.example' }), 'its claim `iss` is not what it must be'],
    ['that has expired', claim({ iat: now() - 600, exp: now() - 300 }), 'it has expired'],
    [
      'that has expired within the skew of clocks',
      claim({ iat: now() - 600, exp: now() - 1 }),
      'it has expired',
    ],
    ['that does not hold yet', claim({ nbf: now() + 120 }), 'its claim `nbf` is not what it must be'],
    ['that lives for ever', claim({ exp: now() + 40_000_000 }), 'it lives longer than this proxy allows'],
    ['without an end', claim({ exp: undefined }), 'its claim `exp` is not what it must be'],
    ['without a subject', claim({ sub: undefined }), 'its claim `sub` is not what it must be'],
    ['with an empty subject', claim({ sub: '' }), 'it has no subject'],
    ['whose groups are none', claim({ groups: 'contractors' }), 'its claim `groups` is no list of groups'],
    ['whose task is none', claim({ task: ['nightly'] }), 'its claim `task` is no task'],
    [
      'by a key that the provider does not have',
      () => provider.sign({}, { kid: 'second' }),
      'none of the keys of the provider is the one that it names',
    ],
    ['that is none', async () => 'correct horse', 'it is no token'],
    ['that is empty', async () => ' ', 'it is no token'],
    ['that is endless', async () => 'x'.repeat(20_000), 'it is too long'],
  ];

  test.each(cases)('%s', async (_, token, problem) => {
    const { refusal, event, lines } = await shared();
    const password = await token();
    expect(await refusal('oidc', { password })).toBe('28P01 token authentication failed for user "oidc"');
    await event('authentication-failed', (event) => event.problem === problem);
    expect(lines.join('')).not.toContain(password.slice(0, 40).padEnd(2, 'x'));
  });

  let one: Promise<ProxyWorld> | null = null;
  function shared(): Promise<ProxyWorld> {
    one ??= world();
    return one;
  }
});

test('a session ends at the moment at which its token does', async () => {
  const { connect } = await world();
  const exp = Math.floor(Date.now() / 1000) + 2;
  const { client, over } = await connect('oidc', { password: await provider.sign({ exp }) });
  const running = client
    .query('select count(*) from generate_series(1, 100000000000)')
    .catch((error: unknown) => error);
  expect(await running).toMatchObject({ code: '28000', message: 'the credential expired' });
  expect(Date.now()).toBeGreaterThanOrEqual(exp * 1000);
  await over;
});

test('a policy that is for another provider, or for none, takes no token', async () => {
  for (const identity of [
    null,
    { issuer: provider.issuer, audience: 'other' },
    { issuer: 'x', audience: AUDIENCE },
  ]) {
    const { refusal, event } = await world({ identity });
    expect(await refusal('oidc', { password: await provider.token() })).toBe(
      '28000 the policies of crm are not for tokens of this provider',
    );
    await event('identity-refused');
  }
});

test('a provider that is down: known keys go on, and no other key is taken', async () => {
  const mortal = await startIdentityProvider({ groups: ['contractors'] });
  const started = await startWorld(database, {
    settings: { identityProviders: [{ issuer: mortal.issuer, audience: AUDIENCE, kind: 'service' }] },
    matcher: { ...matcher, identity: { issuer: mortal.issuer, audience: AUDIENCE } },
  });
  ends.push(started.end);
  await started.connect('oidc', { password: await mortal.token() });
  await mortal.stop();
  const { client } = await started.connect('oidc', { password: await mortal.sign({ sub: 'later' }) });
  expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
  expect(await started.refusal('oidc', { password: await mortal.sign({}, { kid: 'second' }) })).toMatch(
    /^28P01 /,
  );
});

describe('jobs of CI systems, by the claims that their providers give them', () => {
  const GITHUB = {
    ...{
      sub: 'repo:corp/etl:environment:production',
      repository: 'corp/etl',
      repository_owner: 'corp',
      repository_id: '74',
    },
    ...{
      ref: 'refs/heads/main',
      ref_type: 'branch',
      ref_protected: 'true',
      environment: 'production',
      event_name: 'push',
    },
    ...{
      workflow_ref: 'corp/etl/.github/workflows/nightly.yml@refs/heads/main',
      run_id: '30433642',
      run_attempt: '1',
    },
    ...{
      job_workflow_ref: 'corp/etl/.github/workflows/nightly.yml@refs/heads/main',
      actor: 'ann',
      runner_environment: 'github-hosted',
    },
    ...{ groups: undefined, department: undefined, task: undefined },
  };
  const GITLAB = {
    ...{
      sub: 'project_path:corp/etl:ref_type:branch:ref:main',
      project_path: 'corp/etl',
      project_id: '22',
      namespace_path: 'corp',
    },
    ...{
      ref: 'main',
      ref_type: 'branch',
      ref_protected: 'true',
      pipeline_source: 'schedule',
      job_id: '302',
      environment_protected: 'true',
    },
    ...{
      user_login: 'ann',
      user_access_level: 'maintainer',
      groups_direct: ['corp/data'],
      runner_id: 1,
      runner_environment: 'self-hosted',
    },
    ...{
      ci_config_ref_uri: 'gitlab.example/corp/etl//.gitlab-ci.yml@refs/heads/main',
      groups: undefined,
      task: undefined,
    },
  };

  test.each([
    [
      'GitHub',
      GITHUB,
      { name: 'repository', value: 'corp/etl' },
      { ref: 'refs/heads/main' },
      { ref: 'refs/pull/7/merge' },
    ],
    ['GitLab', GITLAB, { name: 'project_path', value: 'corp/etl' }, { ref: 'main' }, { ref: 'feature' }],
  ])('%s: of one project and branch alone', async (_, job, project, right, wrong) => {
    const policies = matcher.policies.map((policy, index) => ({
      ...policy,
      applies: ({ caller }: Parameters<typeof policy.applies>[0]) =>
        index === 0 &&
        caller.kind === 'service' &&
        caller.claims.strings.get(project.name) === project.value &&
        caller.claims.strings.get('ref') === right.ref &&
        caller.claims.strings.get('ref_protected') === 'true',
    }));
    const claims = [project.name, 'ref', 'ref_protected'].map(
      (name) => ({ name, type: 'string', optional: false }) as const,
    );
    const { connect, refusal } = await world({ policies, claims });
    const { client } = await connect('oidc', { password: await provider.sign({ ...job, jti: 'job' }) });
    expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
    const others = [
      wrong,
      { [project.name]: 'corp/etl-fork' },
      { [project.name]: 'evil/etl' },
      { ref_protected: 'false' },
    ];
    for (const other of others)
      expect(await refusal('oidc', { password: await provider.sign({ ...job, ...other }) })).toMatch(
        /^42501 no policy/,
      );
    // Another type than the policy's is no claim of it.
    expect(await refusal('oidc', { password: await provider.sign({ ...job, ref_protected: true }) })).toMatch(
      /^28000 /,
    );
  });
});

test('passwords go on as they were, and a token is none', async () => {
  const { connect, refusal } = await world();
  const { client } = await connect('contractor');
  expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
  expect(await refusal('contractor', { password: await provider.token() })).toMatch(/^28P01 password/);
});

describe('a revocation', () => {
  test('cuts the sessions that the token opened, in the middle of a statement, and no others', async () => {
    const { connect, refusal, write } = await world({}, '[]');
    const left = await connect('oidc', { password: await provider.sign({ sub: 'leaver', jti: 'a' }) });
    const stays = await connect('oidc', { password: await provider.sign({ sub: 'stays', jti: 'b' }) });
    const local = await connect('contractor');
    const running = left.client
      .query('select count(*) from generate_series(1, 100000000000)')
      .catch((error: unknown) => error);
    write('revocations.json', JSON.stringify([{ issuer: provider.issuer, sub: 'leaver' }]));
    expect(await running).toMatchObject({
      code: '57P01',
      message: 'terminating connection: the token was revoked',
    });
    await left.over;
    expect((await stays.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect((await local.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(await refusal('oidc', { password: await provider.sign({ sub: 'leaver', jti: 'c' }) })).toBe(
      '28000 the token was revoked',
    );
  });

  test.each([
    [[{ token: 'a' }], 'revoked'],
    [[{ token: 'b' }], 'open'],
    [[{ sub: 'ann', token: 'a' }], 'revoked'],
    [[{ sub: 'bob', token: 'a' }], 'open'],
    [[{ sub: 'ann' }], 'revoked'],
    [[{ sub: 'bob' }], 'open'],
    [[{ issuer: 'https://other.example', sub: 'ann' }], 'open'],
    [[{ issuer: 'https://other.example' }], 'open'],
    [[], 'open'],
  ])('%j', async (list, outcome) => {
    const { refusal } = await world({}, JSON.stringify(list));
    expect(await refusal('oidc', { password: await provider.sign({ sub: 'ann', jti: 'a' }) })).toBe(
      outcome === 'open' ? 'connected' : '28000 the token was revoked',
    );
  });

  test.each(['{', '[{}]', '[{"subject": "x"}]'])(
    'list that cannot be read keeps every token out: %s',
    async (text) => {
      const { refusal, connect, write, next } = await world({}, text);
      expect(await refusal('oidc', { password: await provider.token() })).toMatch(/^57P03 /);
      await connect('contractor');
      const good = next('revocations-in-force');
      write('revocations.json', '[]');
      await good;
      await connect('oidc', { password: await provider.token() });
    },
  );
});
