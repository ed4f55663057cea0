/** `dlpc` as a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ABI_VERSION } from '@dlpc/runtime/abi';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../compiler/src/cli/main.ts', import.meta.url));

/** Tells on standard error when ts-morph or the database driver is asked for. */
const SPY = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve(specifier, context, next) {
    if (specifier === 'ts-morph' || specifier === 'pg') process.stderr.write(specifier + ' is loaded; ');
    return next(specifier, context);
  } });
`)}`;

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dlpc-cli-'));
  await writeFile(
    join(directory, 'a.dlp'),
    'database crm from "crm.sql"\npolicy p for true { on crm { allow select on t } }\n',
  );
  await writeFile(join(directory, 'crm.sql'), 'create table t (id bigint);');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function dlpc(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const node = ['--conditions=dlpc-source', '--import', SPY, MAIN, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, node, { cwd: directory }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

test('no command but compile loads ts-morph', async () => {
  expect(await dlpc('check')).toEqual({ code: 0, out: '1 policy file: no mistakes\n', err: '' });
  expect(await dlpc('fmt')).toMatchObject({ code: 0, err: '' });
  expect(await dlpc('explain', 'DLP2003')).toMatchObject({ code: 0, err: '' });
  expect(await dlpc('keygen', '-o', 'k')).toMatchObject({ code: 0, err: '' });
  const compiled = await dlpc('compile', '-o', 'out');
  expect(compiled).toMatchObject({ code: 0, err: 'ts-morph is loaded; ' });
  expect(JSON.parse(await readFile(join(directory, 'out/manifest.json'), 'utf8'))).toMatchObject({
    abi: ABI_VERSION,
  });
  expect(await dlpc('inspect', 'out')).toMatchObject({ code: 0, err: '' });
});

test('only schema commands load the database driver', async () => {
  const pulled = await dlpc('schema', 'pull', 'postgres://ada@127.0.0.1:1/crm');
  expect(pulled.code).toBe(2);
  expect(pulled.err).toMatch(/^pg is loaded; dlpc: cannot connect to `127.0.0.1:1`/);
});

test('the exit status reaches the shell', async () => {
  await writeFile(join(directory, 'b.dlp'), 'group a = b\n');
  expect((await dlpc('check')).code).toBe(1);
  expect((await dlpc('check', 'gone')).code).toBe(2);
});

test('a reader that has seen enough is no error', async () => {
  const mistakes = Array.from({ length: 3000 }, (_, i) => `group a${i} = b${i}\n`).join('');
  await writeFile(join(directory, 'b.dlp'), mistakes);
  const command = `"${process.execPath}" --conditions=dlpc-source "${MAIN}" check | head -n 1`;
  const { out, err } = await new Promise<{ out: string; err: string }>((resolve) => {
    execFile('/bin/sh', ['-c', command], { cwd: directory }, (_error, out, err) => resolve({ out, err }));
  });
  expect(out).toContain('DLP2006');
  expect(err).toBe('');
});
