import {
  functionClass,
  functionRefusal,
  isHarmlessFunction,
  isReachableByAttribute,
} from '@dlpc/runtime/judge/known/functions';
import { harmlessFamilies } from '@dlpc/runtime/judge/known/functions/harmless-families';
import { refusedFamilies } from '@dlpc/runtime/judge/known/functions/refused-families';
import { describe, expect, it } from 'vitest';
import { liveInventory, namesOf, recordedInventory } from './inventory.ts';
import { onEachServer } from './servers.ts';

const harmless = harmlessFamilies.flatMap((family) => family.names);
const refused = refusedFamilies.flatMap((family) => family.names);
const inert = new Set(refusedFamilies.filter((family) => !family.acts).flatMap((family) => family.names));

/**
 * Harmless functions that the server calls volatile, each looked at: clocks, chance, and what reads the state of the
 * server outside of a snapshot. None writes.
 */
const VOLATILE = `
  array_sample array_shuffle clock_timestamp gen_random_uuid pg_advisory_unlock_all pg_collation_actual_version
  pg_database_collation_actual_version pg_get_wait_events pg_is_in_recovery pg_jit_available
  pg_partition_ancestors pg_partition_tree random random_normal setseed timeofday timezone uuidv4 uuidv7`
  .trim()
  .split(/\s+/);

function duplicates(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

describe('the lists of functions', () => {
  const recorded = recordedInventory().filter((item) => item.kind === 'function');
  const names = namesOf(recorded, 'function');

  it('hold each name once', () => {
    expect(duplicates([...harmless, ...refused])).toEqual([]);
  });

  it('hold every function of PostgreSQL 13 to 18, and no other', () => {
    expect([...harmless, ...refused].toSorted()).toEqual([...names].sort());
  });

  it('call nothing harmless that takes or gives structures of the server', () => {
    const internal = recorded.filter((item) => item.isInternal).map((item) => item.name);
    expect(internal.filter((name) => functionClass(name) !== null)).toEqual([]);
  });

  it('keep those that act out of attribute notation', () => {
    const acting = refused.filter((name) => !inert.has(name));
    expect(acting.filter((name) => !isReachableByAttribute(name))).toEqual([]);
    expect(harmless.filter(isReachableByAttribute)).toEqual([]);
  });

  it('say of each refused function why, as the end of a sentence', () => {
    for (const { reason } of refusedFamilies) expect(reason).toMatch(/^[a-z][^.]*[^.]$/);
    expect(functionRefusal('pg_read_file')).toBe('it reads files or directories of the server');
    expect(functionRefusal('no_such_function')).toBe('the proxy knows no such function');
  });

  it('tell the two forms of ts_rewrite apart', () => {
    expect(isHarmlessFunction('ts_rewrite', 3)).toBe(true);
    expect(isHarmlessFunction('ts_rewrite', 2)).toBe(false);
  });

  it.each([
    ...['query_to_xml', 'table_to_xml', 'database_to_xml', 'cursor_to_xml', 'ts_stat', 'pg_read_file'],
    ...['pg_ls_dir', 'lo_get', 'lo_import', 'nextval', 'currval', 'pg_relation_size', 'pg_database_size'],
    ...['pg_stat_get_live_tuples', 'pg_stat_get_activity', 'pg_mcv_list_items', 'set_config', 'pg_sleep'],
    ...['current_setting', 'pg_show_all_settings', 'pg_advisory_lock', 'pg_notify', 'pg_terminate_backend'],
    ...['pg_current_wal_lsn', 'pg_logical_slot_get_changes', 'pg_export_snapshot', 'current_query'],
    ...['pg_input_is_valid', 'currtid2', 'pg_get_sequence_data', 'binary_upgrade_set_missing_value'],
    ...['constructor', 'toString', '__proto__', ''],
  ])('refuse %s', (name) => {
    for (const count of [0, 1, 2, 3, 4]) expect(isHarmlessFunction(name, count)).toBe(false);
  });

  it.each([
    ['upper', 'compute'],
    ['count', 'compute'],
    ['row_number', 'compute'],
    ['percentile_cont', 'compute'],
    ['generate_series', 'compute'],
    ['pg_get_viewdef', 'catalog'],
    ['pg_table_is_visible', 'catalog'],
    ['version', 'session'],
    ['current_schema', 'session'],
  ])('let anybody call %s', (name, expected) => {
    expect(isHarmlessFunction(name, 1)).toBe(true);
    expect(functionClass(name)).toBe(expected);
  });
});

onEachServer((server) => {
  it('every function of pg_catalog stands in one of the lists', async () => {
    const live = namesOf(await liveInventory(server.database().query), 'function');
    const known = new Set([...harmless, ...refused]);
    expect(live.length).toBeGreaterThan(2_500);
    expect(live.filter((name) => !known.has(name))).toEqual([]);
  });

  it('no harmless function has a body that is opaque, or changes more than chance', async () => {
    const rows = await server.database().query(`
      select distinct proname as name, lanname as language, provolatile = 'v' as volatile
        from pg_proc join pg_language l on l.oid = prolang
       where pronamespace = 'pg_catalog'::regnamespace and pg_proc.oid < 16384`);
    const suspicious = rows.filter(
      ({ name, language, volatile }) =>
        functionClass(String(name)) !== null &&
        (!['internal', 'sql'].includes(String(language)) ||
          (volatile === true && !VOLATILE.includes(String(name)))),
    );
    expect(suspicious).toEqual([]);
  });

  it('only ts_rewrite that computes has three arguments', async () => {
    const rows = await server.database().query(`
      select pronargs as count, pg_get_function_identity_arguments(oid) as arguments
        from pg_proc where proname = 'ts_rewrite' order by 1`);
    expect(rows).toEqual([
      { count: 2, arguments: 'tsquery, text' },
      { count: 3, arguments: 'tsquery, tsquery, tsquery' },
    ]);
  });

  it('attribute notation calls a function of one argument, on a scalar too', async () => {
    const { query } = server.database();
    const [row] = await query(`
      select ('postgresql.auto.conf').pg_read_file is not null as reads_file,
             (c.oid).pg_stat_get_live_tuples is not null as reads_statistics,
             c.pg_column_size > 0 as of_a_row
        from pg_class c where relname = 'pg_proc'`);
    expect(row).toEqual({ reads_file: true, reads_statistics: true, of_a_row: true });
    expect(['pg_read_file', 'pg_stat_get_live_tuples'].every(isReachableByAttribute)).toBe(true);
  });

  it('refused functions that do not act give back what they are given by attribute notation, or fail', async () => {
    const { query } = server.database();
    const live = await liveInventory(query);
    const names = live.filter((item) => item.takesOne && inert.has(item.name)).map((item) => item.name);
    // Where they succeed, on such small values, what they give is small too. None ends the session.
    const outcomes = await query(`
      do $$
      declare name text; given text;
      begin
        create temp table outcome (name text, given text);
        foreach name in array '{${names.join(',')}}'::text[] loop
          foreach given in array array['(null)', '(''{1}'')', '(1)', '(oid ''1259'')'] loop
            begin
              execute format('insert into outcome select %L, (%s.%I)::text', name, given, name);
            exception when others then
              insert into outcome values (name, null);
            end;
          end loop;
        end loop;
      end $$;
      select count(distinct name)::int as names, max(length(given)) < 60 as short from outcome`);
    expect(outcomes).toEqual([{ names: names.length, short: true }]);
  });
});
