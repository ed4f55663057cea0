/**
 * What a PostgreSQL server has in pg_catalog and information_schema, by name: read from a live server, and as recorded
 * from all versions that the proxy speaks to. The lists of the judge are compared with both.
 */
import { readFileSync } from 'node:fs';

export type InventoryKind = 'function' | 'relation' | 'type' | 'operator';

export interface InventoryItem {
  readonly kind: InventoryKind;
  /** Bare for what lies in pg_catalog; `information_schema.name` for a relation of that schema. */
  readonly name: string;
  /** Of a function: one of the name can be called with exactly one argument. */
  readonly takesOne: boolean;
  /** Of a function: one of the name takes or gives something that no value of a statement can be. */
  readonly isInternal: boolean;
}

export type RunQuery = (sql: string) => Promise<Record<string, unknown>[]>;

/** Rows of `kind`, `name`, `takesOne` and `isInternal`. Arrays and row types of relations follow from their elements. */
const INVENTORY = `
  select 'function' as kind, proname::text as name,
         bool_or(pronargs - pronargdefaults <= 1 and pronargs >= 1) as "takesOne",
         bool_or(prorettype in (select oid from pg_catalog.pg_type where typname = any (INTERNAL))
                 or exists (select from pg_catalog.unnest(proargtypes) as argument
                             where argument in (select oid from pg_catalog.pg_type
                                                 where typname = any (INTERNAL)))) as "isInternal"
    from pg_catalog.pg_proc
   where pronamespace = 'pg_catalog'::pg_catalog.regnamespace and oid < 16384
   group by proname
  union all
  select 'relation', case nspname when 'pg_catalog' then '' else nspname || '.' end || relname, false, false
    from pg_catalog.pg_class join pg_catalog.pg_namespace n on n.oid = relnamespace
   where nspname in ('pg_catalog', 'information_schema') and relkind in ('r', 'v', 'm', 'p', 'f')
     and pg_class.oid < 16384
  union all
  select 'type', typname::text, false, false
    from pg_catalog.pg_type
   where typnamespace = 'pg_catalog'::pg_catalog.regnamespace and typtype <> 'c' and typname !~ '^_'
     and oid < 16384
  union all
  select distinct 'operator', oprname::text, false, false
    from pg_catalog.pg_operator
   where oprnamespace = 'pg_catalog'::pg_catalog.regnamespace and oid < 16384
   order by 1, 2`.replaceAll(
  'INTERNAL',
  `'{internal,cstring,trigger,event_trigger,fdw_handler,index_am_handler,language_handler,table_am_handler,tsm_handler,pg_ddl_command}'`,
);

/** What the server behind `query` has. */
export async function liveInventory(query: RunQuery): Promise<readonly InventoryItem[]> {
  return (await query(INVENTORY)) as unknown as InventoryItem[];
}

export interface RecordedItem extends InventoryItem {
  /** First and last major version that has it. */
  readonly first: number;
  readonly last: number;
}

export const RECORDED_FILE = new URL('./recorded/postgresql-13-to-18.txt', import.meta.url);

/** What versions 13 to 18 have. One line each: kind, name, versions, then `one` and `internal` where they hold. */
export function recordedInventory(): readonly RecordedItem[] {
  const lines = readFileSync(RECORDED_FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [kind, name, versions, ...flags] = line.split(' ');
    const [first, last] = (versions ?? '').split('-').map(Number);
    return {
      kind: kind as InventoryKind,
      name: name ?? '',
      first: first ?? 0,
      last: last ?? 0,
      takesOne: flags.includes('one'),
      isInternal: flags.includes('internal'),
    };
  });
}

/** The names of one kind. */
export function namesOf(items: readonly InventoryItem[], kind: InventoryKind): readonly string[] {
  return items.filter((item) => item.kind === kind).map((item) => item.name);
}
