/** What is kept of what providers told: over a restart, once for each whom it is about, for as long as it matters, or not at all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Revocation } from '../../../runtime/src/identity/revocation-file.ts';
import { readFile } from '../../../runtime/src/json-file/read-file.ts';
import { NoticeKeeper } from '../../../runtime/src/proxy/notice-keeper.ts';
import { replaceFile } from '../../../runtime/src/proxy/replace-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-keeper-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let now = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const at = (day: number) => new Date(now + day * DAY).toISOString();
const open = async (name: string) => {
  const keeper = await NoticeKeeper.open(join(directory, name), { readFile, replaceFile, now: () => now });
  if (typeof keeper === 'string') throw new Error(keeper);
  return keeper;
};
const kept = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Revocation[];

test('the newest of each, in whatever order it comes, over a restart', async () => {
  const first = await open('told.json');
  expect(kept('told.json')).toEqual([]);
  await Promise.all([
    first.keep({ issuer: 'i', sub: 'ann', issuedBefore: at(0) }),
    first.keep({ issuer: 'i', sub: 'ann', issuedBefore: at(-1) }),
    first.keep({ issuer: 'i', sub: 'ann', session: 's', issuedBefore: at(0) }),
  ]);
  const again = await open('told.json');
  expect(await again.keep({ issuer: 'i', sub: 'bob', issuedBefore: at(0) })).toBeNull();
  expect(kept('told.json')).toEqual([
    { issuer: 'i', sub: 'ann', issuedBefore: at(0) },
    { issuer: 'i', sub: 'ann', session: 's', issuedBefore: at(0) },
    { issuer: 'i', sub: 'bob', issuedBefore: at(0) },
  ]);
});

test('until no token can be so old', async () => {
  const keeper = await open('old.json');
  await keeper.keep({ issuer: 'i', sub: 'ann', issuedBefore: at(0) });
  now += 6 * DAY;
  await keeper.keep({ issuer: 'i', sub: 'bob', issuedBefore: at(0) });
  expect(kept('old.json').map(({ sub }) => sub)).toEqual(['ann', 'bob']);
  now += 2 * DAY;
  await keeper.keep({ issuer: 'i', sub: 'cid', issuedBefore: at(0) });
  expect(kept('old.json').map(({ sub }) => sub)).toEqual(['bob', 'cid']);
});

test('what cannot be written is said, and the next is kept', async () => {
  let isFull = false;
  const keeper = await NoticeKeeper.open(join(directory, 'full.json'), {
    readFile,
    replaceFile: async (...file) => (isFull ? 'no space is left on the device' : replaceFile(...file)),
    now: () => now,
  });
  if (typeof keeper === 'string') throw new Error(keeper);
  isFull = true;
  expect(await keeper.keep({ sub: 'ann', issuedBefore: at(0) })).toBe('no space is left on the device');
  isFull = false;
  expect(await keeper.keep({ sub: 'bob', issuedBefore: at(0) })).toBeNull();
  expect(kept('full.json').map(({ sub }) => sub)).toEqual(['bob']);
});

test('a file that cannot be used keeps the proxy from starting, rather than be begun anew', async () => {
  writeFileSync(join(directory, 'half.json'), '[{"sub":', { mode: 0o600 });
  await expect(open('half.json')).rejects.toThrow('half.json');
  await expect(open('missing/told.json')).rejects.toThrow('its directory does not exist');
});
