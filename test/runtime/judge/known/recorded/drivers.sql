-- Statements in the manner of those that drivers, object mappers and tools send by themselves: at the start of a session,
-- to learn about types, and to list what a database holds. Where a setting is changed, settings.test.ts has the values.

-- command: SQLAlchemy connects
select pg_catalog.version();
select current_schema();
show standard_conforming_strings;
show transaction isolation level;

-- command: SQLAlchemy reflects a table
select pg_catalog.pg_class.oid, pg_catalog.pg_class.relname from pg_catalog.pg_class
  join pg_catalog.pg_namespace on pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace
 where pg_catalog.pg_class.relkind = any (array['r', 'p', 'f', 'v', 'm'])
   and pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) and pg_catalog.pg_namespace.nspname != 'pg_catalog';
select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
       (select pg_catalog.pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d
         where d.adrelid = a.attrelid and d.adnum = a.attnum and a.atthasdef) as default, a.attnotnull,
       pg_catalog.col_description(a.attrelid, a.attnum),
       json_build_object('always', a.attidentity = 'a', 'start', s.seqstart, 'cycle', s.seqcycle)
  from pg_catalog.pg_attribute a left join pg_catalog.pg_sequence s
    on s.seqrelid = pg_catalog.pg_get_serial_sequence('customers', a.attname)::regclass::oid
 where a.attrelid = 'customers'::regclass and a.attnum > 0 and not a.attisdropped;
select i.relname, array_agg(coalesce(a.attname, pg_get_indexdef(x.indexrelid, k.ord::int, true)) order by k.ord)
  from pg_index x join pg_class i on i.oid = x.indexrelid
 cross join lateral unnest(x.indkey) with ordinality as k (attnum, ord)
  left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum group by i.relname;

-- command: psycopg learns a type
select typname as name, oid, typarray as array_oid, oid::regtype::text as regtype, typdelim as delimiter
  from pg_type t where t.oid = to_regtype('hstore') order by t.oid;

-- command: node-postgres and postgres.js
select 1;
select b.oid, b.typarray from pg_catalog.pg_type a left join pg_catalog.pg_type b on b.oid = a.typelem
 where a.typcategory = 'A' group by b.oid, b.typarray order by b.oid;

-- command: pgJDBC connects
show transaction_read_only;
show transaction isolation level;

-- command: pgJDBC lists tables and keys
select null as table_cat, n.nspname as table_schem, c.relname as table_name,
       case n.nspname ~ '^pg_' or n.nspname = 'information_schema' when true then 'SYSTEM TABLE' else 'TABLE' end,
       d.description as remarks
  from pg_catalog.pg_namespace n, pg_catalog.pg_class c
  left join pg_catalog.pg_description d
    on c.oid = d.objoid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
 where c.relnamespace = n.oid and c.relname like 'cust%';
select * from (
  select n.nspname, c.relname, a.attname, a.atttypid, a.attnotnull or (t.typtype = 'd' and t.typnotnull),
         a.atttypmod, a.attlen, t.typtypmod,
         row_number() over (partition by a.attrelid order by a.attnum) as attnum, nullif(a.attidentity, ''),
         pg_catalog.pg_get_expr(def.adbin, def.adrelid) as adsrc, dsc.description, t.typbasetype, t.typtype
    from pg_catalog.pg_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid
    join pg_catalog.pg_attribute a on a.attrelid = c.oid join pg_catalog.pg_type t on a.atttypid = t.oid
    left join pg_catalog.pg_attrdef def on a.attrelid = def.adrelid and a.attnum = def.adnum
    left join pg_catalog.pg_description dsc on c.oid = dsc.objoid and a.attnum = dsc.objsubid) c
 where true order by nspname, c.relname, attnum;
select result.table_name, result.column_name, result.key_seq, result.pk_name from (
  select ct.relname as table_name, a.attname as column_name,
         (information_schema._pg_expandarray(i.indkey)).n as key_seq, ci.relname as pk_name,
         information_schema._pg_expandarray(i.indkey) as keys, a.attnum as a_attnum
    from pg_catalog.pg_class ct join pg_catalog.pg_attribute a on ct.oid = a.attrelid
    join pg_catalog.pg_index i on a.attrelid = i.indrelid join pg_catalog.pg_class ci on ci.oid = i.indexrelid
   where i.indisprimary) result where result.a_attnum = (result.keys).x;
select setting from pg_catalog.pg_settings where name = 'max_index_keys';
select typinput = 'pg_catalog.array_in'::regproc as is_array, typtype, typname, pg_type.oid
  from pg_catalog.pg_type left join (select ns.oid as nspoid, ns.nspname, r.r from pg_namespace as ns
  join (select s.r, (current_schemas(false))[s.r] as nspname
          from generate_series(1, array_upper(current_schemas(false), 1)) as s (r)) as r using (nspname)) as sp
    on sp.nspoid = typnamespace order by sp.r, pg_type.oid desc;

-- command: Npgsql loads types
select ns.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.elemtypoid from (
  select typ.oid, typ.typnamespace, typ.typname, typ.typtype, typ.typrelid, typ.typnotnull, typ.relkind,
         elemtyp.oid as elemtypoid
    from (select typ.oid, typnamespace, typname, typrelid, typnotnull, relkind, typelem as elemoid,
                 case when proc.proname = 'array_recv' then 'a' else typ.typtype end as typtype
            from pg_type as typ left join pg_class as cls on (cls.oid = typ.typrelid)
            left join pg_proc as proc on proc.oid = typ.typreceive
            left join pg_range on (pg_range.rngtypid = typ.oid)) as typ
    left join pg_type as elemtyp on elemtyp.oid = elemoid) as t
  join pg_namespace as ns on (ns.oid = typnamespace) where typtype in ('b', 'r', 'm', 'e', 'd') order by t.oid;
select pg_type.oid, enumlabel from pg_enum join pg_type on pg_type.oid = enumtypid order by oid, enumsortorder;

-- command: DBeaver connects and lists
select current_schema(), session_user;
select string_agg(word, ',') from pg_catalog.pg_get_keywords() where word <> all ('{select,insert}'::text[]);
show search_path;
select db.oid, db.* from pg_catalog.pg_database db where datname = current_database();
select * from pg_catalog.pg_settings where name = 'standard_conforming_strings';
select n.oid, n.*, d.description from pg_catalog.pg_namespace n
  left outer join pg_catalog.pg_description d on d.objoid = n.oid and d.objsubid = 0 and d.classoid = 'pg_namespace'::regclass;
select c.oid, c.*, d.description, pg_catalog.pg_get_expr(c.relpartbound, c.oid) as partition_expr,
       pg_catalog.pg_get_partkeydef(c.oid) as partition_key
  from pg_catalog.pg_class c left outer join pg_catalog.pg_description d on d.objoid = c.oid and d.objsubid = 0;
select x.oid, x.*, p.pronamespace as ruleschema from pg_catalog.pg_trigger x left outer join pg_catalog.pg_proc p on p.oid = x.tgfoid;

-- command: DataGrip introspects
select round(extract(epoch from pg_postmaster_start_time() at time zone 'UTC')) as startup_time;
select case when pg_catalog.pg_is_in_recovery() then null
            else (pg_catalog.txid_current() % 4294967296)::varchar::bigint end as current_txid;
select n.oid::bigint as id, n.xmin as state_number, nspname as name, d.description,
       pg_catalog.pg_get_userbyid(n.nspowner) as owner, pg_catalog.age(n.xmin)
  from pg_catalog.pg_namespace n left join pg_catalog.pg_description d on n.oid = d.objoid;

-- command: Rails and Prisma
select c.relname from pg_class c left join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = any (current_schemas(false)) and c.relkind in ('r', 'p');
select t.oid, t.typname, t.typelem, t.typdelim, t.typinput, r.rngsubtype, t.typtype, t.typbasetype
  from pg_type as t left join pg_range as r on t.oid = r.rngtypid
 where t.typname in ('int2', 'int4') or t.typinput = 'array_in(cstring,oid,integer)'::regprocedure or t.typelem != 0;
select namespace.nspname, tbl.relname, column_info.attname, info.column_default, info.data_type
  from information_schema.columns info join pg_attribute column_info on column_info.attname = info.column_name
  join pg_class tbl on tbl.oid = column_info.attrelid join pg_namespace namespace on namespace.oid = tbl.relnamespace;
select exists (select 1 from pg_namespace where nspname = 'public'), version(), current_setting('server_version_num')::integer;

-- command: pools of Npgsql and asyncpg give a connection back
set session authorization default;
reset all;
close all;
unlisten *;
select pg_advisory_unlock_all();
discard sequences;
discard temp;
