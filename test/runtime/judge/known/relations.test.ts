import { isHarmlessFunction } from '@dlpc/runtime/judge/known/functions';
import {
  hiddenColumnStandIn,
  hiddenSystemColumns,
  systemRelationRefusal,
} from '@dlpc/runtime/judge/known/relations';
import { hiddenColumns } from '@dlpc/runtime/judge/known/relations/hidden';
import { openRelations } from '@dlpc/runtime/judge/known/relations/open';
import { refusedRelations } from '@dlpc/runtime/judge/known/relations/refused';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { liveInventory, namesOf, recordedInventory } from './inventory.ts';
import { namesIn } from './names-in-statement.ts';
import { onEachServer } from './servers.ts';

const open = openRelations.flatMap(qualified);
const refused = refusedRelations.flatMap(qualified);

function qualified({ schema, names }: { readonly schema: string; readonly names: readonly string[] }) {
  return names.map((name) => (schema === 'pg_catalog' ? name : `${schema}.${name}`));
}

/** Schema and name of what {@link qualified} wrote. */
function split(name: string): readonly [schema: string, name: string] {
  const point = name.indexOf('.');
  return point < 0 ? ['pg_catalog', name] : [name.slice(0, point), name.slice(point + 1)];
}

/**
 * What open views read that is not open itself, each looked at: the view leaves the secret part out, or the column with it
 * is hidden. Names of roles come from pg_authid everywhere.
 */
const REVIEWED: Readonly<Record<string, readonly string[]>> = {
  pg_user: ['pg_shadow'],
  pg_seclabels: ['pg_largeobject_metadata'],
  pg_sequences: ['pg_sequence_last_value'],
  pg_settings: ['pg_show_all_settings'],
  pg_statio_all_tables: ['pg_stat_get_blocks_fetched', 'pg_stat_get_blocks_hit'],
  pg_user_mappings: ['pg_user_mapping'],
  'information_schema.foreign_data_wrappers': ['information_schema._pg_foreign_data_wrappers'],
  'information_schema.foreign_servers': ['information_schema._pg_foreign_servers'],
  'information_schema.foreign_tables': ['information_schema._pg_foreign_tables'],
  'information_schema.foreign_table_options': ['information_schema._pg_foreign_tables'],
  'information_schema.column_options': ['information_schema._pg_foreign_table_columns'],
  'information_schema.user_mappings': ['information_schema._pg_user_mappings'],
};

describe('the lists of relations', () => {
  const recorded = namesOf(recordedInventory(), 'relation');

  it('hold every relation of PostgreSQL 13 to 18 once, and no other', () => {
    expect([...open, ...refused].toSorted()).toEqual([...recorded].sort());
  });

  it('say of each refused relation why, as the end of a sentence', () => {
    for (const { reason } of refusedRelations) expect(reason).toMatch(/^[a-z][^.]*[^.]$/);
  });

  it('hide columns of open relations only', () => {
    expect(
      hiddenColumns.filter(({ relation }) => systemRelationRefusal('pg_catalog', relation) !== null),
    ).toEqual([]);
  });

  it.each([
    ...['pg_statistic', 'pg_stats', 'pg_stats_ext_exprs', 'pg_statistic_ext_data', 'pg_largeobject'],
    ...['pg_stat_activity', 'pg_stat_user_tables', 'pg_statio_user_indexes', 'pg_locks', 'pg_authid'],
    ...['pg_prepared_statements', 'pg_cursors', 'pg_user_mapping', 'pg_hba_file_rules', 'pg_config'],
    ...['no_such_relation', 'constructor'],
  ])('refuse pg_catalog.%s', (name) => {
    expect(systemRelationRefusal('pg_catalog', name)).toMatch(/^(it|the proxy) /);
  });

  it('take no relation of another schema for a system one', () => {
    expect(systemRelationRefusal('public', 'pg_class')).toBe('the proxy does not know what it holds');
    expect(hiddenSystemColumns('public', 'pg_class')).toEqual([]);
  });
});

onEachServer((server) => {
  it('every system relation stands in one of the lists', async () => {
    const live = namesOf(await liveInventory(server.database().query), 'relation');
    const known = new Set([...open, ...refused]);
    expect(live.length).toBeGreaterThan(180);
    expect(live.filter((name) => !known.has(name))).toEqual([]);
  });

  it('open views read open relations by harmless functions, but for those that were looked at', async () => {
    const views = await server.database().query(`
      select n.nspname as schema, c.relname as name, pg_get_viewdef(c.oid) as body
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('pg_catalog', 'information_schema') and c.relkind = 'v' and c.oid < 16384`);
    const found: Record<string, readonly string[]> = {};
    for (const { schema, name, body } of views) {
      if (systemRelationRefusal(String(schema), String(name)) !== null) continue;
      expect(body).not.toMatch(/\.(rolpassword|passwd)\b/);
      const strangers = (await strangersIn(String(body))).filter((stranger) => stranger !== 'pg_authid');
      if (strangers.length > 0)
        found[schema === 'pg_catalog' ? String(name) : `${schema}.${name}`] = strangers;
    }
    expect(found).toEqual(REVIEWED);
  });

  it('what stands in for a hidden column has its type, and an ordinary role can read the rest', async () => {
    const database = server.database();
    const columns = await database.query(`
      select c.relname as relation, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
        from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'pg_catalog'::regnamespace and a.attnum > 0 and not a.attisdropped
       order by c.relname, a.attnum`);
    const role = await database.createRole();
    const relations = new Set(hiddenColumns.map(({ relation }) => relation));
    for (const relation of relations) {
      const own = columns.filter((column) => column.relation === relation);
      const list = own.map(({ column }) => {
        const name = String(column);
        return `${hiddenColumnStandIn('pg_catalog', relation, name) ?? `"${name}"`} as "${name}"`;
      });
      const subquery = `select ${list.join(', ')} from pg_catalog.${relation}`;
      await database.query(`set role ${role.name}; select count(*) from (${subquery}) as relation`);
      const types = await database.query(
        `select ${own.map(({ column }) => `pg_typeof("${column}")::text as "${column}"`).join(', ')}
           from (select 1) as one left join (${subquery}) as relation on true limit 1`,
      );
      for (const row of types) {
        expect({ relation, ...row }).toEqual({
          relation,
          ...Object.fromEntries(own.map(({ column, type }) => [column, type])),
        });
      }
    }
  });

  it('a setting of the start-up packet shows in no list of settings', async () => {
    const secret = 'a-key-of-the-proxy';
    const client = new pg.Client({
      connectionString: server.database().superuserUrl,
      options: `-c dlp.mask_key=${secret}`,
    });
    await client.connect();
    const [row] = (
      await client.query(`
        select current_setting('dlp.mask_key') as by_name,
               (select count(*)::int from pg_settings
                 where name ~ '^dlp' or current_setting('dlp.mask_key') in (setting, reset_val, boot_val)) as listed`)
    ).rows;
    const all = (await client.query('show all')).rows;
    await client.end();
    expect(row).toEqual({ by_name: secret, listed: 0 });
    expect(all.filter((setting) => JSON.stringify(setting).includes(secret))).toEqual([]);
  });

  it('pg_settings shows what SHOW may show, and no more', async () => {
    const standIn = hiddenColumnStandIn('pg_catalog', 'pg_settings', 'setting');
    const rows = await server.database().query(`
      select name from (select name, ${standIn} as setting from pg_catalog.pg_settings) s
       where name in ('DateStyle', 'max_index_keys', 'config_file', 'archive_command') and setting is not null
       order by 1`);
    expect(rows).toEqual([{ name: 'DateStyle' }, { name: 'max_index_keys' }]);
  });
});

/** What a view's body reads and calls that a client could not. */
async function strangersIn(body: string): Promise<readonly string[]> {
  const names = await namesIn(body);
  const relations = [...names.relations].map((name) => name.replace(/^(pg_catalog)?\./, ''));
  const functions = [...names.functions].map((call) => call.split('/'));
  return [
    ...relations.filter((name) => systemRelationRefusal(...split(name)) !== null),
    ...functions.flatMap(([name, count]) => {
      const bare = (name ?? '').replace(/^(pg_catalog|information_schema)?\./, '');
      const isHelper = bare.startsWith('_pg_');
      return isHelper || isHarmlessFunction(bare, Number(count)) ? [] : [bare];
    }),
  ];
}
