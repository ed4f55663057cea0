import { describe, expect, it } from 'vitest';
import { recordedStatements, refusedCommands } from './client-statements.ts';
import { onEachServer } from './servers.ts';

const SIZES = [
  ...[
    '\\d+',
    '\\dS+',
    '\\dE+',
    '\\di+',
    '\\dm+',
    '\\dP+',
    '\\ds+',
    '\\dt+',
    '\\dtS+',
    '\\dv+',
    '\\db+',
    '\\l+',
  ],
];
const LARGE_OBJECTS = ['\\dl', '\\dl+', '\\lo_list'];

describe('what psql sends for its backslash commands', () => {
  it('is harmless, but for sizes and large objects', async () => {
    const refused = [...(await refusedCommands('psql-15.sql')).keys()];
    expect(refused.toSorted()).toEqual([...SIZES, ...LARGE_OBJECTS].toSorted());
  });

  it.each([
    ...[
      '\\d',
      '\\d customers',
      '\\d+ customers',
      '\\dt',
      '\\df',
      '\\dn',
      '\\du',
      '\\l',
      '\\dT',
      '\\dx',
      '\\dp',
    ],
    ...['\\dv', '\\di', '\\ds', '\\dy', '\\des', '\\deu+', '\\sf fsql', '\\drds', '\\z customers', '\\dRs+'],
  ])('is on record for %s', (command) => {
    expect(recordedStatements('psql-15.sql').flatMap(({ commands }) => commands)).toContain(command);
  });
});

describe('what drivers and tools send by themselves', () => {
  it('is harmless', async () => {
    expect([...(await refusedCommands('drivers.sql'))]).toEqual([]);
    expect(recordedStatements('drivers.sql').length).toBe(11);
  });
});

onEachServer((server) => {
  it('what stands for drivers is valid', async () => {
    const { query } = server.database();
    await query('create table if not exists customers (id serial primary key, name text)');
    for (const { sql } of recordedStatements('drivers.sql')) await expect(query(sql)).resolves.toBeDefined();
  });
});
