/**
 * The CI examples, step by step, in a repository of their own: what each workflow runs is run here, as it stands there, with the services around it
 * (npm, gh, curl) replaced by programs that note what they were asked.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAMS } from '../support/programs.ts';

const ROOT = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'dlp-ci-'));
const repository = join(scratch, 'repository');
const tools = join(scratch, 'tools');
const asked = join(scratch, 'asked.txt');

const environment = {
  PATH: `${tools}:${process.env.PATH}`,
  HOME: scratch,
  ...{
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  },
  ...{ GITHUB_BASE_REF: 'main', GITHUB_RUN_NUMBER: '7', PULL_REQUEST: '12' },
  ...{ CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_PIPELINE_IID: '8', CI_MERGE_REQUEST_IID: '12' },
  ...{ CI_API_V4_URL: 'https://gitlab.example/api/v4', CI_PROJECT_ID: '3', NOTES_TOKEN: 'a token' },
  DLPC_SIGNING_KEY: '',
};

interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** Runs a script as CI does: in the repository, ending at the first command that fails. */
function run(script: string, cwd = repository): Outcome {
  try {
    const output = execFileSync('bash', ['-eo', 'pipefail', '-c', script], {
      cwd,
      env: environment,
      stdio: 'pipe',
    });
    return { status: 0, output: String(output) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: Buffer; stderr: Buffer };
    return { status, output: `${stdout}${stderr}` };
  }
}

function tool(name: string, script: string): void {
  writeFileSync(join(tools, name), `#!/bin/bash\n${script}\n`);
  chmodSync(join(tools, name), 0o755);
}

beforeAll(() => {
  mkdirSync(tools);
  const note = `echo "$(basename "$0") $*" >> ${asked}`;
  tool('npx', `[ "$1" = dlpc ] || exit 64; shift; exec ${process.execPath} ${PROGRAMS.dlpc} "$@"`);
  for (const name of ['npm', 'gh', 'curl']) tool(name, note);

  mkdirSync(repository);
  cpSync(join(ROOT, 'examples/crm'), repository, { recursive: true });
  run('npx dlpc keygen --output release');
  environment.DLPC_SIGNING_KEY = readFileSync(join(repository, 'release.key'), 'utf8');
  rmSync(join(repository, 'release.key'));
  const { status, output } = run(
    `git init -q -b main . && git add . && git commit -qm one && git clone -q --bare . ../origin.git && git remote add origin ../origin.git && git fetch -q origin`,
  );
  expect([status, output]).toEqual([0, '']);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A change that reveals something to somebody, on a branch of its own. */
function widen(): void {
  run('git checkout -q -b wider');
  const file = join(repository, 'policies/wider.dlp');
  writeFileSync(
    file,
    'policy wider for "auditors" in caller.groups {\n  on crm {\n    allow select on customers\n    reveal customers.email\n  }\n}\n',
  );
}

function narrow(): void {
  run('git checkout -q main && git branch -qD wider; rm -f policies/wider.dlp');
}

const jobs = {
  'github-actions.yml': githubJobs(readFileSync(join(ROOT, 'examples/ci/github-actions.yml'), 'utf8')),
  'gitlab-ci.yml': gitlabJobs(readFileSync(join(ROOT, 'examples/ci/gitlab-ci.yml'), 'utf8')),
};

interface GithubWorkflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

/** Steps are shells of their own. */
function githubJobs(text: string): ReadonlyMap<string, readonly string[]> {
  const workflow = load(text) as GithubWorkflow;
  return new Map(
    Object.entries(workflow.jobs).map(([name, { steps }]) => [name, steps.flatMap(({ run }) => run ?? [])]),
  );
}

/** A script is one shell, and so one step. */
function gitlabJobs(text: string): ReadonlyMap<string, readonly string[]> {
  const pipeline = load(text) as Readonly<Record<string, { readonly script?: readonly string[] }>>;
  return new Map(
    Object.entries(pipeline).flatMap(([name, { script }]) =>
      script === undefined ? [] : [[name, [script.join('\n')]] as const],
    ),
  );
}

describe.each(Object.keys(jobs) as (keyof typeof jobs)[])('%s', (file) => {
  const runJob = (name: string): Outcome => {
    const steps = jobs[file].get(name) ?? [];
    expect(steps.length).toBeGreaterThan(0);
    let last: Outcome = { status: 0, output: '' };
    for (const step of steps) {
      last = run(step);
      if (last.status !== 0) return last;
    }
    return last;
  };
  const askedOf = (program: string) =>
    (existsSync(asked) ? readFileSync(asked, 'utf8') : '')
      .split('\n')
      .filter((line) => line.startsWith(program));

  test('has the jobs that the page says', () => {
    expect([...jobs[file].keys()]).toEqual(['check', 'compare', 'release']);
  });

  test('check passes on the example, and fails where something is wrong', () => {
    expect(runJob('check')).toMatchObject({ status: 0 });
    writeFileSync(join(repository, 'policies/broken.dlp'), 'classify pii crm.customers.emial\n');
    expect(runJob('check').status).toBe(1);
    rmSync(join(repository, 'policies/broken.dlp'));
  });

  test('compare says what a change means, and that it widens something', () => {
    rmSync(asked, { force: true });
    expect(runJob('compare')).toMatchObject({ status: 0 });
    widen();
    try {
      // GitLab shows a job that ends with 3 as one with a warning; on GitHub a label does that.
      expect(runJob('compare').status).toBe(file === 'gitlab-ci.yml' ? 3 : 0);
      const comment = readFileSync(join(repository, 'diff.md'), 'utf8');
      expect(comment).toContain('**reveals** `customers.email` of `crm`');
      expect(comment).toContain('policies/wider.dlp');
      if (file === 'gitlab-ci.yml') expect(askedOf('curl')).toHaveLength(2);
      else {
        expect(askedOf('gh')).toEqual([
          'gh pr edit 12 --remove-label widens-access',
          'gh pr comment 12 --body-file diff.md --edit-last --create-if-none',
          'gh pr edit 12 --add-label widens-access',
          'gh pr comment 12 --body-file diff.md --edit-last --create-if-none',
        ]);
      }
    } finally {
      narrow();
    }
  });

  test('release compiles a bundle that the public key verifies', () => {
    const { status, output } = runJob('release');
    expect([status, output]).toEqual([0, expect.stringContaining('(verified)')]);
    expect(output).toMatch(new RegExp(`sequence +${file === 'gitlab-ci.yml' ? 8 : 7}\\b`));
  });
});
