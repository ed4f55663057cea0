/** One proxy has a directory of records; when it is gone, however it went, another may have it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DirectoryLock, lockDirectory } from '../../../runtime/src/records/journal/directory-lock.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'dlp-lock-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

function held(lock: DirectoryLock | string): DirectoryLock {
  if (typeof lock === 'string') throw new Error(lock);
  return lock;
}

test('a second one is refused until the first has let go', () => {
  const directory = join(scratch, 'records');
  const lock = held(lockDirectory(directory));
  expect(lockDirectory(directory)).toBe('another proxy keeps its records there');
  lock.release();
  held(lockDirectory(directory)).release();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test('a process that was killed has let go', async () => {
  const file = new URL('../../../runtime/src/records/journal/directory-lock.ts', import.meta.url);
  const program = `
    const { lockDirectory } = await import(${JSON.stringify(file.href)});
    globalThis.lock = lockDirectory(${JSON.stringify(scratch)});
    console.log(typeof lock);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(String(said)).toBe('object\n');
  expect(lockDirectory(scratch)).toBe('another proxy keeps its records there');
  child.kill('SIGKILL');
  await once(child, 'exit');
  held(lockDirectory(scratch)).release();
});

test('a place where nothing can be made is refused with a clause', () => {
  const file = join(scratch, 'file');
  writeFileSync(file, '');
  expect(lockDirectory(join(file, 'records'))).toBe('writing failed with ENOTDIR');
});
