import { isHarmlessFunction } from '@dlpc/runtime/judge/known/functions';
import { isRefusedOperator, knownOperators } from '@dlpc/runtime/judge/known/operators';
import { harmlessTypes, isHarmlessType, refusedTypes } from '@dlpc/runtime/judge/known/types';
import { describe, expect, it } from 'vitest';
import { liveInventory, namesOf, recordedInventory } from './inventory.ts';
import { onEachServer } from './servers.ts';

const types = [...harmlessTypes, ...refusedTypes].flatMap(({ names }) => names);

describe('the lists of types', () => {
  it('hold every type of PostgreSQL 13 to 18 once, and no other', () => {
    expect(types.toSorted()).toEqual([...namesOf(recordedInventory(), 'type')].sort());
  });

  it.each(['text', '_text', 'int4', 'regclass', 'jsonb', 'bpchar', 'unknown', '_regtype', 'char'])(
    'let %s be cast to',
    (name) => {
      expect(isHarmlessType(name)).toBe(true);
    },
  );

  it.each([
    'internal',
    'cstring',
    '_cstring',
    'pg_node_tree',
    'pg_mcv_list',
    'pg_class',
    '_pg_class',
    'customers',
    '_',
    '',
  ])('refuse %s', (name) => {
    expect(isHarmlessType(name)).toBe(false);
  });
});

describe('the list of operators', () => {
  it('holds every operator of PostgreSQL 13 to 18, and no other', () => {
    expect(knownOperators.toSorted()).toEqual([...namesOf(recordedInventory(), 'operator')].sort());
    expect(isRefusedOperator('=')).toBe(false);
    expect(isRefusedOperator('===')).toBe(true);
  });
});

onEachServer((server) => {
  it('every type and operator stands in the lists', async () => {
    const live = await liveInventory(server.database().query);
    expect(namesOf(live, 'type').filter((name) => !types.includes(name))).toEqual([]);
    expect(namesOf(live, 'operator').filter(isRefusedOperator)).toEqual([]);
  });

  it('every operator is a harmless function', async () => {
    const rows = await server.database().query(`
      select distinct proname as name, pronargs as count
        from pg_operator join pg_proc on pg_proc.oid = oprcode where pg_operator.oid < 16384`);
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.filter(({ name, count }) => !isHarmlessFunction(String(name), Number(count)))).toEqual([]);
  });

  it('every built-in cast is a harmless function, or an input or output function', async () => {
    const rows = await server.database().query(`
      select distinct proname as name, pronargs as count
        from pg_cast join pg_proc on pg_proc.oid = castfunc where pg_cast.oid < 16384`);
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(({ name, count }) => !isHarmlessFunction(String(name), Number(count)))).toEqual([]);
  });
});
