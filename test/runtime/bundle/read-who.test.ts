/** Who sees what, out of a bundle: only as its compiler wrote it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadBundle } from '../../../runtime/src/bundle/load-bundle.ts';
import { readWho } from '../../../runtime/src/bundle/read-who.ts';
import { compileExample } from '../../e2e/crm-world.ts';

let scratch: string;
let original: string;
let bundle: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'dlp-who-'));
  original = await compileExample(scratch);
  bundle = join(scratch, 'copy');
});
afterAll(() => rmSync(scratch, { recursive: true }));
beforeEach(() => {
  rmSync(bundle, { recursive: true, force: true });
  cpSync(original, bundle, { recursive: true });
});

const file = () => join(bundle, 'matchers', 'crm.who.json');

test('it is read without running anything, and says what the policies say', async () => {
  const who = await readWho(bundle);
  if (!who.ok) throw new Error(who.problem.message);
  const table = who.value.summaries.get('crm')?.tables.find(({ name }) => name === 'customers');
  const ssn = table?.groups.flatMap(({ rows }) => rows).find(({ name }) => name === 'ssn');
  expect(ssn?.cells).toHaveLength(table?.classes?.length ?? -1);
  expect(ssn?.cells.map(({ words }) => words)).toContain('keep_last(4)');
  const loading = await loadBundle(bundle);
  expect(loading.ok && loading.bundle.revision).toBe(who.value.revision);
});

test('a changed one is refused, for the console as for the proxy', async () => {
  writeFileSync(file(), readFileSync(file(), 'utf8').replace('keep_last(4)', 'keep_last(5)'));
  const refused = { ok: false, problem: { code: 'wrong-content' } };
  expect(await readWho(bundle)).toMatchObject(refused);
  expect(await loadBundle(bundle)).toMatchObject(refused);
});

test('a missing one is refused where the manifest names it', async () => {
  rmSync(file());
  expect((await readWho(bundle)).ok).toBe(false);
  expect(await loadBundle(bundle)).toMatchObject({ ok: false, problem: { code: 'missing-file' } });
});
