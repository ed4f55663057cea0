/** Schemas are read anew exactly where a file of theirs changed, came or went. */
import { checkPolicies, type MemoryHost, memoryHost } from '@dlpc/compiler';
import { expect, test } from 'vitest';
import { SchemaMemory } from '../../lsp/src/schema-memory.ts';

const FILES = {
  '/p/one.sql': 'create table one (a text);',
  '/p/two/1_first.sql': 'create table two (a text);',
  '/p/api.json': JSON.stringify({ openapi: '3.0.3', info: { title: 'A', version: '1' }, paths: {} }),
  '/p/a.dlp': 'database one from "one.sql"\ndatabase two from "two"\napi three from "api.json"\n',
};

/** Checks, does `change`, and names what has to be read again. */
async function forgotten(change: (host: MemoryHost) => Promise<void>): Promise<readonly string[]> {
  const host = memoryHost(FILES);
  const memory = new SchemaMemory();
  await checkPolicies(host, ['/p'], memory.databases, memory.apis);
  await memory.remember(host);
  const before = [...memory.databases.keys(), ...memory.apis.keys()];
  expect(before).toHaveLength(3);
  await change(host);
  await memory.forgetChanged(host);
  return before.filter((key) => !memory.databases.has(key) && !memory.apis.has(key));
}

test('nothing where nothing changed', async () => {
  expect(await forgotten(async () => undefined)).toEqual([]);
});

test('a policy is no schema', async () => {
  expect(await forgotten((host) => host.writeFile('/p/a.dlp', 'label pii\n'))).toEqual([]);
});

test('a file that changed', async () => {
  expect(await forgotten((host) => host.writeFile('/p/one.sql', 'create table one (b text);'))).toEqual([
    '/p/one.sql',
  ]);
});

test('a migration that came', async () => {
  expect(await forgotten((host) => host.writeFile('/p/two/2_second.sql', 'drop table two;'))).toEqual([
    '/p/two',
  ]);
});

test('a document of an API that changed', async () => {
  const found = await forgotten((host) => host.writeFile('/p/api.json', '{}'));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('/p/api.json');
});
