/** Reads the snapshot. Every query sees one moment: a read-only transaction at repeatable read. */
import { createHash } from 'node:crypto';
import { relationKey } from '../abi.ts';
import type { CatalogConnection } from '../pgwire/gate.ts';
import {
  type AddedObject,
  type AddedType,
  type Catalog,
  type LiveColumn,
  type LiveRelation,
  originKey,
} from './catalog.ts';
import { toWriteEffects, WRITE_EFFECTS } from './read-write-effects.ts';
import { isTrustedExtension } from './trusted-extensions.ts';

/** Object identifiers from here on were assigned after initdb (access/transam.h, FirstNormalObjectId). */
const FIRST_NORMAL_OID = 16384;

/** The columns that the generated column `a` depends on. Up to PostgreSQL 14 the column does so itself, later its expression. */
const GENERATED_FROM = `array(
           select distinct s.attname
             from pg_catalog.pg_depend d
             join pg_catalog.pg_attribute s on s.attrelid = d.refobjid and s.attnum = d.refobjsubid
             left join pg_catalog.pg_attrdef g on g.adrelid = a.attrelid and g.adnum = a.attnum
            where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = a.attrelid
              and s.attnum <> a.attnum
              and ((d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and d.objid = g.oid)
                or (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = a.attrelid
                    and d.objsubid = a.attnum))
            order by 1)`;

const RELATIONS = `
  select n.nspname, c.relname, c.relkind::text, (c.oid < ${FIRST_NORMAL_OID})::text,
         (select coalesce(json_agg(json_build_array(pn.nspname, pc.relname) order by i.inhseqno), '[]')::text
            from pg_catalog.pg_inherits i
            join pg_catalog.pg_class pc on pc.oid = i.inhparent
            join pg_catalog.pg_namespace pn on pn.oid = pc.relnamespace
           where i.inhrelid = c.oid),
         (select coalesce(json_agg(json_build_array(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), tn.nspname, t.typname,
                                                   case when a.attgenerated <> '' then ${GENERATED_FROM} end,
                                                   not coalesce(k.collisdeterministic, true))
                                   order by a.attnum), '[]')::text
            from pg_catalog.pg_attribute a
            left join pg_catalog.pg_type t on t.oid = a.atttypid and t.oid >= ${FIRST_NORMAL_OID}
            left join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
            left join pg_catalog.pg_collation k on k.oid = a.attcollation
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
         case when c.relkind in ('v', 'm') and c.oid >= ${FIRST_NORMAL_OID} then pg_catalog.pg_get_viewdef(c.oid) end,
         coalesce('security_barrier=true' = any (c.reloptions), false)::text,
         case when c.oid >= ${FIRST_NORMAL_OID} and c.relkind in ('r', 'p') then ${WRITE_EFFECTS} end
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
     and n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
   order by 1, 2`;

const ORIGINS = `
  select c.oid::text, a.attnum::text, n.nspname, c.relname, a.attname
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.oid >= ${FIRST_NORMAL_OID} and c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped
     and n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
   order by c.oid, a.attnum`;

/** Columns that own a sequence, as serial and identity columns do, and those whose default names one. */
const SEQUENCES = `
  select distinct sn.nspname, s.relname, n.nspname, c.relname, a.attname
    from pg_catalog.pg_depend d
    left join pg_catalog.pg_attrdef g on d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and g.oid = d.objid
    join pg_catalog.pg_class s on s.relkind = 'S' and s.oid = case when g.oid is null then d.objid else d.refobjid end
    join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = coalesce(g.adrelid, d.refobjid) and a.attnum = coalesce(g.adnum, d.refobjsubid)
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and a.attnum > 0 and not a.attisdropped
     and (g.oid is not null or d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype in ('a', 'i'))
     and sn.nspname !~ '^pg_(toast|temp_|toast_temp_)' and n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
   order by 1, 2, 3, 4, 5`;

/** Added objects of one system catalog, with the extension that each belongs to. */
function added(catalog: string, name: string, namespace: string, extra: string): string {
  return `
  select o.${name}, n.nspname, e.extname${extra}
    from pg_catalog.${catalog} o
    join pg_catalog.pg_namespace n on n.oid = o.${namespace}
    left join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = o.oid and d.deptype = 'e'
    left join pg_catalog.pg_extension e on e.oid = d.refobjid
   where o.oid >= ${FIRST_NORMAL_OID}
   order by 1, 2, 3`;
}

/** The extension of an object of `catalog`, as a subquery. */
function extensionOf(catalog: string, oid: string): string {
  return `(select e.extname from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
            where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = ${oid} and d.deptype = 'e')`;
}

/** The multirange of the row `r` of pg_range. Through JSON, since PostgreSQL 13 has no such column. */
const MULTIRANGE_OF = "(pg_catalog.to_jsonb(r) ->> 'rngmultitypid')::pg_catalog.oid";

/** The extensions, or null, of what was added that runs wherever values of the range or multirange `t` meet. */
const RANGE_CALLS = `(
         select coalesce(json_agg(used.extension), '[]')::text
           from pg_catalog.pg_range r
          cross join lateral (
                 select ${extensionOf('pg_opclass', 'r.rngsubopc')} as extension where r.rngsubopc >= ${FIRST_NORMAL_OID}
                 union all
                 select ${extensionOf('pg_proc', 'f.oid')}
                   from pg_catalog.pg_proc f
                  where f.oid in (r.rngcanonical, r.rngsubdiff) and f.oid >= ${FIRST_NORMAL_OID}) used
          where t.oid in (r.rngtypid, ${MULTIRANGE_OF}))`;

/** Types that were added. */
const TYPES = `
  select t.typname, n.nspname, e.extname, t.typtype::text, t.oid::text,
         (select coalesce(json_agg(json_build_array(pn.nspname, p.typname) order by pn.nspname, p.typname), '[]')::text
            from (select t.typbasetype as part
                  union all
                  select t.typelem where t.typlen = -1
                  union all
                  select a.atttypid from pg_catalog.pg_attribute a
                   where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
                  union all
                  select r.rngsubtype from pg_catalog.pg_range r
                   where t.oid in (r.rngtypid, ${MULTIRANGE_OF})) parts
            join pg_catalog.pg_type p on p.oid = parts.part and p.oid >= ${FIRST_NORMAL_OID}
            join pg_catalog.pg_namespace pn on pn.oid = p.typnamespace),
         case when t.typtype = 'd' then pg_catalog.format_type(t.typbasetype, t.typtypmod) end,
         (select coalesce(json_agg(pg_catalog.pg_get_expr(k.conbin, 0) order by k.conname), '[]')::text
            from pg_catalog.pg_constraint k where k.contypid = t.oid and k.conbin is not null),
         ${RANGE_CALLS}
    from pg_catalog.pg_type t
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    left join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid and d.deptype = 'e'
    left join pg_catalog.pg_extension e on e.oid = d.refobjid
   where t.oid >= ${FIRST_NORMAL_OID}
   order by 1, 2`;

/**
 * The cast `c` to a multirange that a range brings with it: explicit, and made of the server's own code, which nobody but a superuser can put another
 * in the place of. It runs where its target is named.
 */
const COMES_WITH_RANGE = `c.castcontext = 'e'
    and exists (select from pg_catalog.pg_range r
                 where r.rngtypid = c.castsource and ${MULTIRANGE_OF} = c.casttarget)
    and exists (select from pg_catalog.pg_proc f join pg_catalog.pg_language l on l.oid = f.prolang
                 where f.oid = c.castfunc and l.lanname = 'internal' and f.prosrc = 'multirange_constructor1')`;

const SILENT_CALLS = `
  select 'the cast (' || pg_catalog.format_type(castsource, null) || ' AS '
                      || pg_catalog.format_type(casttarget, null) || ')',
         ${extensionOf('pg_cast', 'c.oid')}
    from pg_catalog.pg_cast c
   where c.oid >= ${FIRST_NORMAL_OID} and c.castfunc <> 0 and not (${COMES_WITH_RANGE})
   union all
  select 'the operator class ' || o.opcname || ' of type ' || pg_catalog.format_type(o.opcintype, null),
         ${extensionOf('pg_opclass', 'o.oid')}
    from pg_catalog.pg_opclass o join pg_catalog.pg_am m on m.oid = o.opcmethod
    join pg_catalog.pg_type y on y.oid = o.opcintype
   where o.oid >= ${FIRST_NORMAL_OID} and o.opcdefault and (y.oid < ${FIRST_NORMAL_OID} or y.typtype <> 'b')
     and m.amname in ('btree', 'hash')
   order by 1`;

/**
 * Reads what the judge needs to know of the live server.
 *
 * Rejects when the server does; the caller then keeps no snapshot and passes nothing.
 */
export async function readCatalog(connection: CatalogConnection): Promise<Catalog> {
  await connection.query('begin isolation level repeatable read read only');
  try {
    const [settings] = await connection.query(
      `select pg_catalog.current_setting('server_version_num'),
              pg_catalog.array_to_json(pg_catalog.current_schemas(true))::text,
              pg_catalog.getdatabaseencoding(), current_user::text, pg_catalog.current_setting('search_path')`,
    );
    const serverVersion = Number(settings?.[0]);
    const searchPath = JSON.parse(settings?.[1] ?? '[]') as string[];
    const encoding = settings?.[2] ?? '';
    const ground = { role: settings?.[3] ?? '', searchPath: settings?.[4] ?? '' };
    // format_type leaves out the schema of a type that the search path shows.
    await connection.query("set local search_path = ''");
    const relationRows = await connection.query(RELATIONS);
    const originRows = await connection.query(ORIGINS);
    const sequenceRows = await connection.query(SEQUENCES);
    const functionRows = await connection.query(added('pg_proc', 'proname', 'pronamespace', ''));
    const operatorRows = await connection.query(added('pg_operator', 'oprname', 'oprnamespace', ''));
    const typeRows = await connection.query(TYPES);
    const silentRows = await connection.query(SILENT_CALLS);
    return {
      version: fingerprint([
        serverVersion,
        searchPath,
        encoding,
        ground,
        relationRows,
        originRows,
        sequenceRows,
        functionRows,
        operatorRows,
        typeRows,
        silentRows,
      ]),
      serverVersion,
      searchPath,
      encoding,
      ground,
      relations: new Map(relationRows.map(toRelation).map((r) => [relationKey(r.schema, r.name), r])),
      origins: new Map(
        originRows.map(([relation, column, schema, table, name]) => [
          originKey(Number(relation), Number(column)),
          { relation: relationKey(schema ?? '', table ?? ''), column: name ?? '' },
        ]),
      ),
      sequences: bySequence(sequenceRows),
      addedFunctions: byName(functionRows, toAdded),
      addedOperators: byName(operatorRows, toAdded),
      types: new Map(typeRows.map(toAddedType)),
      silentCalls: silentRows.flatMap(([what, extension]) =>
        isTrustedExtension(extension ?? null) ? [] : [what ?? ''],
      ),
    };
  } finally {
    await connection.query('rollback');
  }
}

type Row = readonly (string | null)[];
type LiveColumnRow = readonly [
  name: string,
  type: string,
  schema: string | null,
  typname: string | null,
  generatedFrom: readonly string[] | null,
  nondeterministic: boolean,
];

function toColumn([name, type, schema, typname, generatedFrom, nondeterministic]: LiveColumnRow): LiveColumn {
  const addedType = schema === null || typname === null ? null : relationKey(schema, typname);
  return { name, type, addedType, nondeterministic, generatedFrom: generatedFrom ?? [] };
}

function toRelation(row: Row): LiveRelation {
  const [schema, name, relkind, builtIn, parents, columns, definition, securityBarrier, onWrite] = row;
  return {
    schema: schema ?? '',
    name: name ?? '',
    relkind: relkind ?? '',
    builtIn: builtIn === 'true',
    definition: definition ?? null,
    securityBarrier: securityBarrier === 'true',
    onWrite: toWriteEffects(onWrite ?? null),
    parents: (JSON.parse(parents ?? '[]') as [string, string][]).map(([s, n]) => relationKey(s, n)),
    columns: (JSON.parse(columns ?? '[]') as LiveColumnRow[]).map(toColumn),
  };
}

function bySequence(rows: readonly Row[]): Catalog['sequences'] {
  const fed = rows.map(([schema, name, ofSchema, table, column]) => ({
    sequence: relationKey(schema ?? '', name ?? ''),
    origin: { relation: relationKey(ofSchema ?? '', table ?? ''), column: column ?? '' },
  }));
  const groups = Map.groupBy(fed, ({ sequence }) => sequence);
  return new Map([...groups].map(([sequence, columns]) => [sequence, columns.map(({ origin }) => origin)]));
}

function toAdded(row: Row): AddedObject {
  return { schema: row[1] ?? '', extension: row[2] ?? null };
}

function toAddedType(row: Row): readonly [string, AddedType] {
  const [name, schema, , typtype, oid, parts, base, checks, rangeCalls] = row;
  return [
    relationKey(schema ?? '', name ?? ''),
    {
      ...toAdded(row),
      typtype: typtype ?? '',
      oid: Number(oid),
      parts: (JSON.parse(parts ?? '[]') as [string, string][]).map(([s, n]) => relationKey(s, n)),
      base: base ?? null,
      checks: JSON.parse(checks ?? '[]') as string[],
      rangeCalls: (JSON.parse(rangeCalls ?? '[]') as (string | null)[]).some((e) => !isTrustedExtension(e)),
      conduct: 'acts',
    },
  ];
}

function byName<T>(rows: readonly Row[], convert: (row: Row) => T): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const row of rows) {
    const name = row[0] ?? '';
    const list = map.get(name);
    if (list === undefined) map.set(name, [convert(row)]);
    else list.push(convert(row));
  }
  return map;
}

function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
