/** The recipes of docs/signing.md work: its commands run, one after another, in a repository with policies. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TrustShape } from '../../runtime/src/config/config-file.ts';
import { checkShape } from '../../runtime/src/json-file/check-shape.ts';
import { readJson } from '../../runtime/src/json-file/json-text.ts';
import { PROGRAMS, REPOSITORY } from '../support/programs.ts';
import { requires } from '../support/requires.ts';

const page = readFileSync(join(REPOSITORY, 'docs/signing.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

test('what it says for the configuration has the right shape', () => {
  const document = readJson(`{${blocks('json')[0]}}`);
  const trust = document.ok && (document.value as { trust: unknown }).trust;
  expect(document.ok && checkShape(TrustShape, trust, document.locate)).toMatchObject({ ok: true });
});

requires('openssl', 'git')('its commands', () => {
  let directory = '';

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'dlpc-signing-'));
    cpSync(join(REPOSITORY, 'examples/crm/policies'), join(directory, 'policies'), { recursive: true });
    cpSync(join(REPOSITORY, 'examples/crm/schema'), join(directory, 'schema'), { recursive: true });
    mkdirSync(join(directory, 'bin'));
    const program = `#!/bin/sh\nexec "${process.execPath}" "${PROGRAMS.dlpc}" "$@"\n`;
    writeFileSync(join(directory, 'bin/dlpc'), program, { mode: 0o755 });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
        cwd: directory,
      });
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('commit', '-q', '--allow-empty', '-m', 'two');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('make a key, sign, inspect, and verify without dlpc', () => {
    const script = blocks('sh').join('');
    expect(script).toMatch(/dlpc keygen[\s\S]*dlpc compile[\s\S]*dlpc inspect[\s\S]*openssl pkeyutl -verify/);
    const env = { ...process.env, PATH: `${join(directory, 'bin')}:${process.env.PATH}`, NO_COLOR: '1' };
    const out = execFileSync('sh', ['-eu', '-c', script], { cwd: directory, env, encoding: 'utf8' });
    expect(out).toMatch(/^sequence {4}2$/m);
    expect(out).toMatch(/^signed by {3}the key [0-9a-f]{32} \(verified\)$/m);
    expect(out).toContain('Signature Verified Successfully');
  });

  test('sign in CI what is written there', () => {
    const [yaml = ''] = blocks('yaml');
    const command = /npx (dlpc compile[\s\S]*?policies)\n/.exec(yaml)?.[1] ?? '';
    const env = {
      ...{ ...process.env, PATH: `${join(directory, 'bin')}:${process.env.PATH}` },
      DLP_SIGNING_KEY: readFileSync(join(directory, 'release.key'), 'utf8'),
    };
    const signature = readFileSync(join(directory, 'build/policy/manifest.sig'), 'utf8');
    execFileSync('sh', ['-eu', '-c', command], { cwd: directory, env });
    expect(readFileSync(join(directory, 'build/policy/manifest.sig'), 'utf8')).toBe(signature);
  });
});
