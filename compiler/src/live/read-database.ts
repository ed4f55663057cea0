/**
 * Reads a {@link LiveDatabase} from the catalog of PostgreSQL 13 to 18. Left out is what the server and its extensions
 * bring, as pg_dump leaves it out. Needs an empty search_path, so that names are printed with their schema.
 */
import type { Query } from './connect.ts';
import type { LiveDatabase, LiveExtension, LiveRelation, LiveSchema, LiveType } from './live-database.ts';

const own = (schema: string, catalog: string, object: string) => `
  ${schema}.nspname !~ '^pg_' and ${schema}.nspname <> 'information_schema' and not exists (
    select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${object}.oid and e.deptype = 'e')`;

const SCHEMAS = `
  select n.nspname as name, obj_description(n.oid, 'pg_namespace') as comment
  from pg_namespace n where ${own('n', 'pg_namespace', 'n')}`;

const EXTENSIONS = `
  select e.extname as name, n.nspname as schema
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`;

const TYPES = `
  select 't' || t.oid as id, n.nspname as schema, t.typname as name, t.typtype::text as kind,
    obj_description(t.oid, 'pg_type') as comment, t.typnotnull as "notNull",
    (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = t.oid) as values,
    case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod)
      when t.typtype = 'r' then format_type(r.rngsubtype, null) end as base,
    (select coalesce(json_agg(json_build_object('name', c.conname, 'definition', pg_get_constraintdef(c.oid))
       order by c.conname), '[]')
     from pg_constraint c where c.contypid = t.oid and c.contype = 'c') as constraints,
    (select json_build_array(mn.nspname, m.typname) from pg_type m join pg_namespace mn on mn.oid = m.typnamespace
     -- Multiranges exist from version 14 on; through JSON a column may be missing.
     where m.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid) as multirange
  from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_range r on r.rngtypid = t.oid
  where t.typtype in ('b', 'd', 'e', 'r') and ${own('n', 'pg_type', 't')}
    and not exists (select from pg_type element where element.typarray = t.oid)`;

const RELATIONS = `
  select 'c' || c.oid as id, n.nspname as schema, c.relname as name, c.relkind::text as kind,
    coalesce(obj_description(c.oid, 'pg_class'), obj_description(c.reltype, 'pg_type')) as comment,
    (select coalesce(json_agg(json_build_object(
       'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
       'identity', a.attidentity, 'generated', a.attgenerated, 'comment', col_description(c.oid, a.attnum),
       -- NOT NULL has a constraint of its own from version 18 on.
       'noInherit', exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'n'
         and k.conkey = array[a.attnum] and k.connoinherit),
       'expression', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end) order by a.attnum), '[]')
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid))
     from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') as "primaryKey",
    (select coalesce(json_agg(json_build_array(pn.nspname, pc.relname) order by i.inhseqno), '[]')
     from pg_inherits i join pg_class pc on pc.oid = i.inhparent join pg_namespace pn on pn.oid = pc.relnamespace
     where i.inhrelid = c.oid) as parents,
    case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
    pg_get_expr(c.relpartbound, c.oid) as "partitionBound",
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
    case when c.relkind = 'v' then coalesce(array_to_json(c.reloptions), '[]') else '[]' end as options,
    (select s.srvname from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver
     where f.ftrelid = c.oid) as server
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and ${own('n', 'pg_class', 'c')}`;

/** What a type stands on: the element of an array, the range of a multirange, the relation of a row type. */
const TYPE_ORIGINS = `
  select 't' || t.oid as id, case
      when t.typrelid <> 0 then 'c' || t.typrelid
      when element.oid is not null then 't' || element.oid
      else (select 't' || r.rngtypid from pg_range r where (to_jsonb(r) ->> 'rngmultitypid')::oid = t.oid) end as origin
  from pg_type t left join pg_type element on element.typarray = t.oid
  where t.oid >= 16384 and t.typtype in ('b', 'c', 'm')`;

/** A view's dependencies are those of the rule that it is. */
const NEEDS = `
  select distinct coalesce('c' || r.ev_class, case d.classid when 'pg_type'::regclass then 't' else 'c' end || d.objid) as id,
    case d.refclassid when 'pg_type'::regclass then 't' else 'c' end || d.refobjid as needs
  from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  where d.refclassid in ('pg_class'::regclass, 'pg_type'::regclass) and d.deptype in ('n', 'a')
    and (d.classid in ('pg_class'::regclass, 'pg_type'::regclass) or r.ev_type = '1')`;

/** Reads all of it. */
export async function readDatabase(query: Query): Promise<LiveDatabase> {
  // The shapes of the rows are those that the statements above build.
  const rows = async <T>(sql: string) => (await query(sql)) as unknown as readonly T[];
  const [version] = await rows<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  );
  const origins = await rows<{ id: string; origin: string | null }>(TYPE_ORIGINS);
  const needs = await rows<{ id: string; needs: string }>(NEEDS);
  const originOf = originFinder(new Map(origins.map(({ id, origin }) => [id, origin])));
  return {
    serverVersion: printVersion(Number(version?.version)),
    schemas: await rows<LiveSchema>(SCHEMAS),
    extensions: await rows<LiveExtension>(EXTENSIONS),
    types: await rows<LiveType>(TYPES),
    relations: await rows<LiveRelation>(RELATIONS),
    needs: needs.map((need) => [originOf(need.id), originOf(need.needs)]),
  };
}

/** Leads the id of an array, multirange or row type to what is defined by a statement of its own. */
function originFinder(origins: ReadonlyMap<string, string | null>): (id: string) => string {
  return (id) => {
    let found = id;
    for (let next = origins.get(found); next != null; next = origins.get(found)) found = next;
    return found;
  };
}

/** `180004` is `18.4`. */
function printVersion(number: number): string {
  return `${Math.floor(number / 10_000)}.${number % 10_000}`;
}
