/** docs/operating.md keeps its word: its commands run, one after another, and each event that it names is one. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENTS } from '../../runtime/src/log/events.ts';
import type { Journal } from '../../runtime/src/records/journal/journal.ts';
import { recordsFiles } from '../../runtime/src/records/journal/records-files.ts';
import { append, beginJournal, publicKey } from '../runtime/records/journal-fixture.ts';
import { PROGRAMS, REPOSITORY } from '../support/programs.ts';
import { requires } from '../support/requires.ts';

const page = readFileSync(join(REPOSITORY, 'docs/operating.md'), 'utf8');
const scripts = [...page.matchAll(/^( *)```sh\n(.*?)^ *```$/gms)].map(([, , text = '']) => text);

test('the events that it names are events', () => {
  const [, section = ''] = /^## What fails, and how\n(.*?)^## /ms.exec(page) ?? [];
  const named = [...section.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !(name in EVENTS))).toEqual([]);
});

requires('git')('its commands', () => {
  let directory: string;
  let journal: Journal;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-operating-'));
    const at = (path: string) => join(directory, path);
    mkdirSync(at('bin'));
    for (const name of ['dlpc', 'dlp-proxy'] as const)
      writeFileSync(
        at(`bin/${name}`),
        `#!/bin/sh\nNO_COLOR=1 exec "${process.execPath}" "${PROGRAMS[name]}" "$@"\n`,
        { mode: 0o755 },
      );
    cpSync(join(REPOSITORY, 'examples/crm'), directory, { recursive: true });
    sh('git init -q && git add . && git commit -q -m one && dlpc keygen -o release');
    const wider =
      'policy wider for "auditors" in caller.groups {\n  on crm {\n    allow select on customers\n    reveal customers.email\n  }\n}\n';
    writeFileSync(at('policies/wider.dlp'), wider);
    sh('git add policies && git commit -q -m two');

    // A proxy that runs: its segment is open.
    mkdirSync(at('records'));
    journal = await beginJournal(recordsFiles(at('records')));
    await append(journal, 'session.begin', { session: 1 });
    writeFileSync(at('records.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  });
  afterAll(async () => {
    await journal?.close();
    rmSync(directory, { recursive: true });
  });

  function sh(script: string): string {
    const author = { GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@example.org' };
    const committer = { GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@example.org' };
    const env = { ...process.env, ...author, ...committer, PATH: `${directory}/bin:${process.env.PATH}` };
    return execFileSync('bash', ['-eu', '-o', 'pipefail', '-c', script], {
      ...{ cwd: directory, env, encoding: 'utf8', stdio: 'pipe' },
    });
  }

  test('a change is told, tested, taken back by a higher sequence, and records are copied and proved', () => {
    const [before = '', back = '', backup = '', ...more] = scripts;
    expect(more).toEqual([]);
    expect(sh(before)).toMatch(/reveals.*email/);
    const inspected = sh(back);
    expect(inspected).toMatch(/^sequence {4}3$/m);
    expect(inspected).toContain('(verified)');
    expect(sh('git diff HEAD~2 -- policies')).toBe('');
    expect(sh(backup.replaceAll('/var/lib/dlp/records', 'records'))).toContain('nothing was changed');
  }, 120_000);
});
