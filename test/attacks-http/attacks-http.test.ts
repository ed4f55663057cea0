/** Every attack of the catalogue against two worlds that differ in protected values alone. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorldName } from './attack.ts';
import { catalogue } from './catalogue.ts';
import { replay } from './replay.ts';
import { type ApiWorld, apiWorld, compilePeople, NOTES } from './world/world.ts';

let directory: string;
let worlds: Readonly<Record<WorldName, readonly [ApiWorld, ApiWorld]>>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-attacks-'));
  const twice = async (bundle: string) => Promise.all([apiWorld({ bundle }), apiWorld({ bundle })]);
  mkdirSync(join(directory, 'notes'));
  worlds = {
    people: await twice(await compilePeople(directory)),
    notes: await twice(await compilePeople(join(directory, 'notes'), NOTES)),
  };
});
afterAll(async () => {
  await Promise.all(
    Object.values(worlds ?? {})
      .flat()
      .map((world) => world.stop()),
  );
  rmSync(directory, { recursive: true, force: true });
});

it('lists enough of them, each once', () => {
  const ids = catalogue.flatMap(({ name, attacks }) => attacks.map(({ id }) => `${name}/${id}`));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(150);
});

describe.each(catalogue)('$name', ({ attacks, world = 'people' }) => {
  it.each(attacks)('$id: it $tries', async (attack) => {
    const { replies, seen, leaked } = await replay(attack, worlds[world]);
    const [first, second] = replies;
    expect(leaked).toEqual([]);
    expect(first.bytes).toBe(second.bytes);
    const { expect: expected, unseen } = attack;
    if (unseen !== null) expect(seen.filter((request) => request.includes(unseen))).toEqual([]);
    if (expected.kind === 'cut') {
      expect(first.isWhole).toBe(false);
      return;
    }
    expect([first.status, first.body]).toEqual([expected.status, expect.stringContaining(expected.saying)]);
    expect(first.isWhole).toBe(true);
    if (expected.kind === 'refused') expect(seen).toEqual([]);
    else expect(seen).toHaveLength(2);
    const isOwn = /content-type: application\/problem\+json/i.test(first.bytes);
    expect(isOwn).toBe(expected.kind !== 'masked');
  });
});
