import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exposureOf, readFile } from '../../../runtime/src/json-file/read-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-read-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

test('a text is read with who else can read it', async () => {
  const path = file('text', 'grüße\n');
  chmodSync(path, 0o644);
  expect(await readFile(path, 100)).toEqual({
    ok: true,
    text: 'grüße\n',
    exposure: { readable: true, writable: false },
  });
});

test('a file of more than the bound is refused', async () => {
  expect(await readFile(file('long', '12345'), 4)).toEqual({ ok: false, reason: 'is larger than 4 bytes' });
  expect(await readFile(file('fits', '1234'), 4)).toMatchObject({ ok: true });
});

test('bytes that are not UTF-8 are refused', async () => {
  expect(await readFile(file('bytes', Uint8Array.of(0xff)), 9)).toEqual({
    ok: false,
    reason: 'is not UTF-8 text',
  });
});

test('a named pipe is refused without waiting for a writer', async () => {
  const path = join(directory, 'pipe');
  execFileSync('mkfifo', [path]);
  expect(await readFile(path, 9)).toEqual({ ok: false, reason: 'is not a regular file' });
});

test.each([
  [0o100600, 1000, false, false],
  [0o100400, 0, false, false],
  [0o100640, 1000, true, false],
  [0o100640, 0, false, false],
  [0o100644, 0, true, false],
  [0o100604, 1000, true, false],
  [0o100620, 0, false, true],
  [0o100602, 1000, false, true],
])('mode %o of user %i', (mode, uid, readable, writable) => {
  expect(exposureOf(mode, uid)).toEqual({ readable, writable });
});
