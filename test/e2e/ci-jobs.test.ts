/** The example of jobs of CI systems: its policies, compiled, before a real database, and tokens of a real provider of the shape that GitHub and GitLab give them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBundle } from '../../runtime/src/bundle/load-bundle.ts';
import { crmDatabase, type ProxyWorld, startWorld } from '../runtime/proxy/proxy-world.ts';
import { AUDIENCE, type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { runOrThrow } from '../support/programs.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/ci-jobs', import.meta.url));

/** As GitHub documents them. */
const GITHUB = {
  ...{ sub: 'repo:corp/etl:ref:refs/heads/main', repository: 'corp/etl', repository_id: '74' },
  ...{ repository_owner: 'corp', repository_owner_id: '65', repository_visibility: 'private' },
  ...{ ref: 'refs/heads/main', ref_type: 'branch', ref_protected: 'true', sha: 'a'.repeat(40) },
  ...{ event_name: 'schedule', actor: 'ann', actor_id: '12', head_ref: '', base_ref: '' },
  ...{ workflow: 'nightly', run_id: '30433642', run_number: '10', run_attempt: '2' },
  workflow_ref: 'corp/etl/.github/workflows/nightly.yml@refs/heads/main',
  job_workflow_ref: 'corp/etl/.github/workflows/nightly.yml@refs/heads/main',
  ...{ runner_environment: 'github-hosted', jti: 'example-id' },
};

/** As GitLab documents them. */
const GITLAB = {
  ...{ sub: 'project_path:corp/etl:ref_type:branch:ref:main', project_path: 'corp/etl', project_id: '22' },
  ...{
    namespace_path: 'corp',
    namespace_id: '72',
    user_id: '1',
    user_login: 'ann',
    user_email: 'ann@corp.example',
  },
  ...{ user_access_level: 'developer', pipeline_id: '574', pipeline_source: 'schedule', job_id: '302' },
  ...{ ref: 'main', ref_type: 'branch', ref_path: 'refs/heads/main', ref_protected: 'true' },
  ...{ runner_id: 1, runner_environment: 'self-hosted', sha: 'a'.repeat(40), project_visibility: 'private' },
  ...{ ci_config_ref_uri: 'gitlab.corp.example/corp/etl//.gitlab-ci.yml@refs/heads/main', jti: 'example-id' },
};

type Claims = Readonly<Record<string, unknown>>;

describe.each<[string, string, Claims, readonly (readonly [string, Claims])[]]>([
  [
    'github',
    'https://token.actions.githubusercontent.com',
    GITHUB,
    [
      ['another repository of the same name', { repository_id: '75' }],
      ['a fork', { repository_id: '99', repository: 'eve/etl', repository_owner: 'eve' }],
      ['a pull request', { ref: 'refs/pull/7/merge', event_name: 'pull_request' }],
      ['what a pull request starts on the main branch', { event_name: 'pull_request_target' }],
      ['another branch', { ref: 'refs/heads/feature' }],
      ['a tag that is called so', { ref: 'refs/tags/main' }],
      ['another workflow', { job_workflow_ref: 'corp/etl/.github/workflows/other.yml@refs/heads/main' }],
      [
        'the workflow at another branch',
        { job_workflow_ref: 'corp/etl/.github/workflows/nightly.yml@refs/heads/x' },
      ],
    ],
  ],
  [
    'gitlab',
    'https://gitlab.corp.example',
    GITLAB,
    [
      ['another project of the same path', { project_id: '23' }],
      ['a fork', { project_id: '99', project_path: 'eve/etl' }],
      ['a merge request', { ref: 'feature', ref_protected: 'false', pipeline_source: 'merge_request_event' }],
      ['a branch that is not protected', { ref_protected: 'false' }],
      ['a tag that is called so', { ref_type: 'tag' }],
      ['a pipeline that was not scheduled', { pipeline_source: 'web' }],
    ],
  ],
])('%s', (folder, issuer, job, others) => {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-ci-jobs-'));
  let database: Awaited<ReturnType<typeof crmDatabase>>;
  let provider: IdentityProvider;
  let world: ProxyWorld & { end(): Promise<void> };

  beforeAll(async () => {
    database = await crmDatabase();
    await database.query(`grant delete on orders to ${database.role.name}`);
    provider = await startIdentityProvider({});
    cpSync(EXAMPLE, directory, { recursive: true });
    const policy = join(directory, folder, 'jobs.dlp');
    const text = readFileSync(policy, 'utf8');
    expect(text).toContain(`issuer "${issuer}"`);
    writeFileSync(policy, text.replace(issuer, provider.issuer));
    const bundle = join(directory, 'bundle');
    await runOrThrow('dlpc', ['compile', '-o', bundle, join(directory, folder)]);
    const loading = await loadBundle(bundle);
    if (!loading.ok) throw new Error(loading.problem.message);
    const matcher = loading.bundle.matchers.get('crm');
    if (matcher === undefined) throw new Error('the example has no policy for crm');
    world = await startWorld(database, {
      matcher,
      settings: {
        identityProviders: [{ user: 'ci', issuer: provider.issuer, audience: AUDIENCE, kind: 'service' }],
      },
    });
  });
  afterAll(async () => {
    await world?.end();
    await provider?.stop();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const token = (changes: Claims = {}) => provider.sign({ ...job, ...changes });

  test('the nightly job of the main branch exports, with masks, and deletes nothing', async () => {
    const { client } = await world.connect('ci', { password: await token() });
    expect((await client.query('select * from customers')).rows).toEqual([
      { id: 1, name: 'Ann', ssn: '****6789' },
    ]);
    await expect(client.query('delete from orders')).rejects.toMatchObject({ code: '42501' });
  });

  test('what an environment stands behind may delete', async () => {
    const { client } = await world.connect('ci', { password: await token({ environment: 'production' }) });
    expect((await client.query('delete from orders where id = 0')).rowCount).toBe(0);
    const staging = await world.connect('ci', { password: await token({ environment: 'staging' }) });
    await expect(staging.client.query('delete from orders where id = 0')).rejects.toMatchObject({
      code: '42501',
    });
  });

  test.each(others)('not %s', async (_, changes) => {
    expect(await world.refusal('ci', { password: await token(changes) })).toMatch(/^42501 no policy/);
  });

  test('nor one whose token lacks what the identity declares, or is for somebody else', async () => {
    expect(await world.refusal('ci', { password: await token({ ref: undefined }) })).toMatch(
      /^28000 the identity/,
    );
    expect(await world.refusal('ci', { password: await token({ aud: 'https://github.com/corp' }) })).toMatch(
      /^28P01 /,
    );
  });
});
