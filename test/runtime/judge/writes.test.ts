import { describe, expect, test } from 'vitest';
import { archiveLive, judgeAs, live, subqueryOf, told, type World } from './fixture.ts';

describe('a write', () => {
  const write = (text: string, groups = ['contractors'], world: World = {}) =>
    told(judgeAs(groups, text, world));

  test.each([
    'insert into archive values (1, default) returning *',
    'insert into archive default values',
    'with x as (select 1 as id) insert into archive (id) select id from x on conflict (id) do update set note = excluded.note where archive.id > 0',
    'update archive a set (id, note) = (select id, null from orders limit 1), note = lower(a.note) where id = 1 returning a.id',
    'delete from archive using orders o where o.id = archive.id',
    'copy archive (id, note) from stdin with (format csv)',
  ])('to a relation without labels goes on: %s', (text) => {
    expect(write(text)).toBe(text);
  });

  test('takes masks from where it reads', () => {
    expect(write('insert into archive select id, ssn from customers')).toBe(
      `insert into "public"."archive" select id, ssn from ${subqueryOf('id', 'ssn')} "customers"`,
    );
    expect(write('update archive a set (id, note) = (select id, ssn from customers limit 1)')).toBe(
      `update "public"."archive" a set (id, note) = (select id, ssn from ${subqueryOf('id', 'ssn')} "customers" limit 1)`,
    );
    expect(write('delete from archive a where exists (select from customers c where c.ssn = a.note)')).toBe(
      `delete from "public"."archive" a where exists (select from ${subqueryOf('ssn')} c where c.ssn = a.note)`,
    );
  });

  test.each([
    ['insert into customers values (1)', /does not allow INSERT on "customers"/],
    ['with x as (insert into archive values (1) returning *) select * from x', /INSERT inside a query/],
    ['merge into archive using orders on true when matched then delete', /does not allow MERGE/],
    ['delete from archive where current of c', /WHERE CURRENT OF/],
    ["insert into archive values (pg_backend_pid(), pg_read_file('/etc/passwd'))", /function pg_read_file/],
    ['insert into summary values (1)', /does not allow INSERT on "summary"/],
    ['insert into pg_class values (1)', /belongs to the server/],
    ['truncate archive', /does not allow TRUNCATE/],
  ])('is refused: %s', (text, expected) => {
    expect(write(text)).toMatch(expected);
  });

  test('of what the caller sees as it is, to where its label is not', () => {
    expect(write('insert into archive select id, ssn from customers', ['support'])).toMatch(
      /could write values labelled as pii as they are to "archive"/,
    );
    expect(write("insert into archive values (1, 'x')", ['support'])).toBe(
      "insert into archive values (1, 'x')",
    );
    expect(write('insert into archive values (1) returning id', ['support'])).toMatch(
      /does not allow SELECT on "archive"/,
    );
  });

  const ssn = { relation: 'public\u0000customers', column: 'ssn' };
  test.each([
    ['a trigger', { calls: ['the trigger audit'] }, /runs the trigger audit/],
    ['a default that calls what was added', { expressions: ['public.leak(id)'] }, /public\.leak/],
    ['a check that reads', { expressions: ['(SELECT 1 FROM public.orders)'] }, /reads a relation/],
    ['a foreign key to a labelled column', { compared: [ssn] }, /compares it with public\.customers\.ssn/],
  ])('is refused where it runs %s', (_, onWrite, expected) => {
    expect(
      write('insert into archive values (1)', ['contractors'], { relations: [archiveLive(onWrite)] }),
    ).toMatch(expected);
  });

  test('is refused where a foreign key carries it on to labelled columns', () => {
    const relations = [archiveLive({ cascades: ['public\u0000customers'] })];
    const told = (text: string) => write(text, ['contractors'], { relations });
    const refused = /^42501 .*"archive", since it reaches "customers", which has labelled columns/;
    expect(told('delete from archive')).toMatch(refused);
    expect(told('update archive set id = 2')).toMatch(refused);
    expect(told('insert into archive values (1) on conflict (id) do update set id = 2')).toMatch(refused);
    expect(told('insert into archive values (1)')).toBe('insert into archive values (1)');
  });

  test('is refused where a foreign key carries it on to what runs something', () => {
    const orders = {
      ...live('public', 'orders', [
        ['id', 'integer'],
        ['customer_id', 'integer'],
      ]),
      onWrite: { ...archiveLive().onWrite, calls: ['the trigger audit'] },
    };
    const relations = [archiveLive({ cascades: ['public\u0000orders'] }), orders];
    expect(write('delete from archive', ['contractors'], { relations })).toMatch(/runs the trigger audit/);
  });

  test('goes on beside harmless defaults and checks', () => {
    const onWrite = {
      expressions: ["nextval('archive_id_seq'::regclass)", 'now()', '(id > 0)', 'lower(note), (id + 1)'],
      compared: [{ relation: 'public\u0000orders', column: 'id' }],
    };
    expect(
      write('insert into archive values (1)', ['contractors'], { relations: [archiveLive(onWrite)] }),
    ).toBe('insert into archive values (1)');
    expect(write("insert into archive values (nextval('archive_id_seq'))")).toMatch(/function nextval/);
  });
});
