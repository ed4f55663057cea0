/** The made-up examples of masks are what a real server makes of those values. */

import { findMask, maskNames } from '@dlpc/compiler';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { maskExamples } from '../../../lsp/src/hover/mask-examples.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client(database.superuserUrl);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test.each(Object.entries(maskExamples))('%s', async (name, { args, type, value, shown, call }) => {
  const { schema } = await loadSchema('t.sql', `create table t (v ${type});`);
  const column = schema?.relations.values().next().value?.columns[0];
  const mask = findMask(name);
  if (column === undefined || mask === null) throw new Error('no such mask or type');
  expect(mask.fits(column.type, args)).toBe(true);
  const { sql } = mask.treatment('v', column.type, args);
  const { rows } = await client.query<{ shown: string }>({
    text: `select (${sql})::text shown from (select $1::${type} v) t`,
    values: [value],
  });
  expect(rows[0]?.shown).toBe(shown);
  expect(call).toBe(
    args.length === 0 ? name : `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`,
  );
});

test('the masks without an example are those with a key, and those whose sentence says it all', () => {
  expect(maskNames.filter((name) => !Object.hasOwn(maskExamples, name))).toEqual([
    'null',
    'hash',
    'tokenize',
    'replace',
    'date_shift',
  ]);
});
