-- In the manner of what further drivers, object mappers and tools send to connect and to learn what there is

-- Active Record: connecting, types, tables, columns, keys, indexes
set client_min_messages to 'warning';
set standard_conforming_strings = on;
set intervalstyle = iso_8601;
set session timezone to 'UTC';

SELECT t.oid, t.typname, t.typelem, t.typdelim, t.typinput, r.rngsubtype, t.typtype, t.typbasetype
FROM pg_type as t LEFT JOIN pg_range as r ON oid = rngtypid
WHERE t.typname IN ('int2', 'int4', 'int8', 'oid', 'float4', 'float8', 'numeric', 'bool', 'timestamptz', 'date', 'time');

SELECT t.oid, t.typname, t.typelem, t.typdelim, t.typinput, r.rngsubtype, t.typtype, t.typbasetype
FROM pg_type as t LEFT JOIN pg_range as r ON oid = rngtypid
WHERE t.typtype IN ('r', 'e', 'd') OR t.typinput = 'array_in(cstring,oid,integer)'::regprocedure OR t.typelem != 0;

SHOW max_identifier_length;

SELECT c.relname FROM pg_class c LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (current_schemas(false)) AND c.relname = 'orders' AND c.relkind IN ('r', 'v', 'm', 'p', 'f');

SELECT a.attname, format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid), a.attnotnull, a.atttypid, a.atttypmod,
  c.collname, col_description(a.attrelid, a.attnum) AS comment, attidentity AS identity, attgenerated as attgenerated
FROM pg_attribute a LEFT JOIN pg_attrdef d ON a.attrelid = d.adrelid AND a.attnum = d.adnum
LEFT JOIN pg_type t ON a.atttypid = t.oid
LEFT JOIN pg_collation c ON a.attcollation = c.oid AND a.attcollation <> t.typcollation
WHERE a.attrelid = '"order_items"'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum;

SELECT a.attname FROM (
  SELECT indrelid, indkey, generate_subscripts(indkey, 1) idx FROM pg_index WHERE indrelid = '"order_items"'::regclass AND indisprimary
) i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[i.idx] ORDER BY i.idx;

SELECT distinct i.relname, d.indisunique, d.indkey, pg_get_indexdef(d.indexrelid), pg_catalog.obj_description(i.oid, 'pg_class') AS comment, d.indisvalid
FROM pg_class t INNER JOIN pg_index d ON t.oid = d.indrelid INNER JOIN pg_class i ON d.indexrelid = i.oid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE i.relkind IN ('i', 'I') AND d.indisprimary = 'f' AND t.relname = 'products' AND n.nspname = ANY (current_schemas(false)) ORDER BY i.relname;

SELECT t2.oid::regclass::text AS to_table, a1.attname AS column, a2.attname AS primary_key, c.conname AS name, c.confupdtype AS on_update,
  c.confdeltype AS on_delete, c.convalidated AS valid, c.condeferrable AS deferrable, c.condeferred AS deferred
FROM pg_constraint c JOIN pg_class t1 ON c.conrelid = t1.oid JOIN pg_class t2 ON c.confrelid = t2.oid
JOIN pg_attribute a1 ON a1.attnum = c.conkey[1] AND a1.attrelid = t1.oid JOIN pg_attribute a2 ON a2.attnum = c.confkey[1] AND a2.attrelid = t2.oid
JOIN pg_namespace t3 ON c.connamespace = t3.oid
WHERE c.contype = 'f' AND t1.relname = 'orders' AND t3.nspname = ANY (current_schemas(false)) ORDER BY c.conname;

SELECT type.typname AS name, type.OID AS oid, n.nspname AS schema, string_agg(enum.enumlabel, ',' ORDER BY enum.enumsortorder) AS value
FROM pg_enum AS enum JOIN pg_type AS type ON (type.oid = enum.enumtypid) JOIN pg_namespace n ON type.typnamespace = n.oid
WHERE n.nspname = ANY (current_schemas(false)) GROUP BY type.OID, n.nspname, type.typname ORDER BY type.typname;

SELECT extname FROM pg_extension;

SELECT name FROM pg_available_extensions WHERE installed_version IS NULL ORDER BY name LIMIT 3;

SELECT pg_get_serial_sequence('orders', 'id'), pg_get_serial_sequence('customers', 'id');

-- refused: orders_id_seq
-- why: what it holds tells how often others drew from it; `nextval` passes
SELECT max(last_value) FROM orders_id_seq;

SELECT "orders".* FROM "orders" WHERE "orders"."status" = 'paid' ORDER BY "orders"."id" ASC LIMIT 1;

-- with: ["3", "1"]
SELECT 1 AS one FROM "orders" WHERE "orders"."customer_id" = $1 LIMIT $2;

-- Prisma: introspection
SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'public'), version(), current_setting('server_version_num')::integer as numeric_version;

SELECT tbl.relname AS table_name, namespace.nspname as namespace, (tbl.relhassubclass and tbl.relkind = 'p') as is_partition,
  (tbl.relhassubclass and tbl.relkind = 'r') as has_subclass, tbl.relrowsecurity as has_row_level_security, reloptions, obj_description(tbl.oid, 'pg_class') as description
FROM pg_class AS tbl INNER JOIN pg_namespace AS namespace ON namespace.oid = tbl.relnamespace
WHERE ((tbl.relkind = 'r' AND tbl.relispartition = 't') OR (tbl.relkind = 'r' AND tbl.relispartition = 'f') OR tbl.relkind = 'p')
  AND namespace.nspname = ANY (ARRAY['public']) ORDER BY namespace, table_name;

SELECT oid.namespace, info.table_name, info.column_name, format_type(att.atttypid, att.atttypmod) as formatted_type, info.numeric_precision, info.numeric_scale,
  info.numeric_precision_radix, info.datetime_precision, info.data_type, info.udt_schema as type_schema_name, info.udt_name as full_data_type,
  pg_get_expr(attdef.adbin, attdef.adrelid) AS column_default, info.is_nullable, info.is_identity, info.character_maximum_length, col_description(att.attrelid, ordinal_position) AS description
FROM information_schema.columns info JOIN pg_attribute att ON att.attname = info.column_name
JOIN (SELECT pg_class.oid, relname, pg_namespace.nspname as namespace FROM pg_class JOIN pg_namespace on pg_namespace.oid = pg_class.relnamespace
  AND pg_namespace.nspname = ANY (ARRAY['public']) WHERE reltype > 0) as oid on oid.oid = att.attrelid AND relname = info.table_name AND namespace = info.table_schema
LEFT OUTER JOIN pg_attrdef attdef ON attdef.adrelid = att.attrelid AND attdef.adnum = att.attnum AND table_schema = namespace
WHERE table_schema = ANY (ARRAY['public']) ORDER BY namespace, table_name, ordinal_position;

WITH rawindex AS (
  SELECT indrelid, indexrelid, indisunique, indisprimary, unnest(indkey) AS indkeyid, generate_subscripts(indkey, 1) AS indkeyidx, unnest(indclass) AS indclass, unnest(indoption) AS indoption
  FROM pg_index WHERE indpred IS NULL AND NOT indisexclusion
)
SELECT schemainfo.nspname AS namespace, indexinfo.relname AS index_name, tableinfo.relname AS table_name, columninfo.attname AS column_name, rawindex.indisunique AS is_unique,
  rawindex.indisprimary AS is_primary_key, rawindex.indkeyidx AS column_index, opclass.opcname AS opclass, opclass.opcdefault AS opcdefault, indexaccess.amname AS index_algo,
  CASE rawindex.indoption & 1 WHEN 1 THEN 'DESC' ELSE 'ASC' END AS column_order, pc.condeferrable AS condeferrable
FROM rawindex
INNER JOIN pg_class AS tableinfo ON tableinfo.oid = rawindex.indrelid INNER JOIN pg_class AS indexinfo ON indexinfo.oid = rawindex.indexrelid
INNER JOIN pg_namespace AS schemainfo ON schemainfo.oid = tableinfo.relnamespace
LEFT JOIN pg_attribute AS columninfo ON columninfo.attrelid = tableinfo.oid AND columninfo.attnum = rawindex.indkeyid
INNER JOIN pg_am AS indexaccess ON indexaccess.oid = indexinfo.relam LEFT JOIN pg_opclass AS opclass ON opclass.oid = rawindex.indclass
LEFT JOIN pg_constraint pc ON rawindex.indexrelid = pc.conindid AND pc.contype <> 'f'
WHERE schemainfo.nspname = ANY (ARRAY['public']) ORDER BY namespace, table_name, index_name, column_index;

SELECT p.proname as name, n.nspname as namespace, CASE WHEN l.lanname = 'internal' THEN p.prosrc ELSE pg_get_functiondef(p.oid) END as definition
FROM pg_proc p LEFT JOIN pg_namespace n ON p.pronamespace = n.oid LEFT JOIN pg_language l ON p.prolang = l.oid
WHERE n.nspname = ANY (ARRAY['public']) AND p.prokind NOT IN ('a', 'w');

SELECT views.viewname AS view_name, views.definition AS view_sql, views.schemaname as namespace, obj_description(class.oid, 'pg_class') AS description
FROM pg_catalog.pg_views views INNER JOIN pg_catalog.pg_namespace ns ON views.schemaname = ns.nspname
INNER JOIN pg_catalog.pg_class class ON class.relnamespace = ns.oid AND class.relname = views.viewname WHERE schemaname = ANY (ARRAY['public']) ORDER BY 1;

SELECT sequence_name, sequence_schema AS namespace, start_value::INT8, minimum_value::INT8 AS min_value, maximum_value::INT8 AS max_value, increment::INT8 AS increment_by,
  (CASE cycle_option WHEN 'yes' THEN TRUE ELSE FALSE END) AS cycle FROM information_schema.sequences WHERE sequence_schema = ANY (ARRAY['public']) ORDER BY sequence_name;

-- Hibernate: sequences, and a row to see which dialect
select * from information_schema.sequences order by sequence_name;

select current_schema();

select o1_0.id, o1_0.customer_id, o1_0.status, o1_0.total from orders o1_0 where o1_0.customer_id = 3 order by o1_0.id fetch first 3 rows only;

select nextval('orders_id_seq');

-- refused: belongs to no column
-- why: policies speak of tables: whoever may insert into one may use the sequence of its column; `ALTER SEQUENCE … OWNED BY` gives it one
select nextval('ticket_numbers');

-- Metabase: privileges, keys, fields, a question by month, a sample
with table_privileges as (
  select NULL as role, t.schemaname as schema, t.objectname as table,
    pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"' || '.' || '"' || t.objectname || '"', 'update') as update,
    pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"' || '.' || '"' || t.objectname || '"', 'select') as select
  from (select schemaname, tablename as objectname from pg_catalog.pg_tables union select schemaname, viewname as objectname from pg_catalog.pg_views
        union select schemaname, matviewname as objectname from pg_catalog.pg_matviews) t
  where t.schemaname !~ '^pg_' and t.schemaname <> 'information_schema' and pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage')
)
select t.* from table_privileges t where t.select or t.update order by 2, 3;

SELECT "n"."nspname" AS "schema", "c"."relname" AS "name", CASE "c"."relkind" WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'v' THEN 'VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
  WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE NULL END AS "type", "d"."description" AS "description"
FROM "pg_catalog"."pg_class" AS "c" INNER JOIN "pg_catalog"."pg_namespace" AS "n" ON "c"."relnamespace" = "n"."oid"
LEFT JOIN "pg_catalog"."pg_description" AS "d" ON ("c"."oid" = "d"."objoid") AND ("d"."objsubid" = 0) AND ("d"."classoid" = 'pg_class'::regclass)
WHERE ("c"."relnamespace" = "n"."oid") AND ("n"."nspname" !~ '^pg_') AND ("n"."nspname" <> 'information_schema') AND c.relkind in ('r', 'p', 'v', 'f', 'm') ORDER BY "type" ASC, "schema" ASC, "name" ASC;

SELECT DATE_TRUNC('month', "public"."orders"."placed_at") AS "placed_at", COUNT(*) AS "count" FROM "public"."orders"
GROUP BY DATE_TRUNC('month', "public"."orders"."placed_at") ORDER BY DATE_TRUNC('month', "public"."orders"."placed_at") ASC;

SELECT "public"."orders"."id" AS "id", SUBSTRING("public"."orders"."note", 1, 1234) AS "substring1" FROM "public"."orders" ORDER BY 1 LIMIT 10;

-- Metabase counts rows by the statistics of the server
-- differs
SELECT n.nspname, c.relname, c.reltuples::bigint AS estimated_row_count FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 2;

-- DBeaver: what the navigator opens
SET application_name = 'DBeaver 24 - Main';

SELECT t.oid, t.*, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) as base_type_name, d.description
FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_type et ON et.oid = t.typelem LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c') AND (et.typcategory IS NULL OR et.typcategory <> 'C') ORDER BY t.oid LIMIT 50;

-- differs
SELECT c.relname, a.*, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) as def_value, dsc.description, dep.objid
FROM pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON (a.attrelid = c.oid) LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON (a.attrelid = ad.adrelid AND a.attnum = ad.adnum)
LEFT OUTER JOIN pg_catalog.pg_description dsc ON (c.oid = dsc.objoid AND a.attnum = dsc.objsubid)
LEFT OUTER JOIN pg_depend dep on dep.refobjid = a.attrelid AND dep.deptype = 'i' and dep.refobjsubid = a.attnum and dep.classid = dep.refclassid
WHERE NOT a.attisdropped AND a.attnum > 0 AND c.oid = 'orders'::regclass ORDER BY a.attnum;

SELECT c.oid, c.*, t.relname as tabrelname, rt.relnamespace as refnamespace, d.description,
  case when c.contype = 'c' then substring(pg_get_constraintdef(c.oid), 7) else null end consrc_copy
FROM pg_catalog.pg_constraint c INNER JOIN pg_catalog.pg_class t ON t.oid = c.conrelid LEFT OUTER JOIN pg_catalog.pg_class rt ON rt.oid = c.confrelid
LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_constraint'::regclass WHERE c.conrelid = 'orders'::regclass ORDER BY c.oid;

SELECT i.*, i.indkey as keys, c.relname, c.relnamespace, c.relam, c.reltablespace, tc.relname as tabrelname, dsc.description, pg_catalog.pg_get_expr(i.indpred, i.indrelid) as pred_expr,
  pg_catalog.pg_get_expr(i.indexprs, i.indrelid, true) as expr
FROM pg_catalog.pg_index i INNER JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid INNER JOIN pg_catalog.pg_class tc ON tc.oid = i.indrelid
LEFT OUTER JOIN pg_catalog.pg_description dsc ON i.indexrelid = dsc.objoid WHERE i.indrelid = 'orders'::regclass ORDER BY tabrelname, c.relname;

SELECT DISTINCT dep.deptype, dep.classid, dep.objid, cl.relkind, attr.attname, pg_get_expr(ad.adbin, ad.adrelid) adefval, CASE WHEN cl.relkind IS NOT NULL THEN cl.relkind::text || COALESCE(dep.objsubid::text, '')
  WHEN tg.oid IS NOT NULL THEN 'T'::text WHEN ty.oid IS NOT NULL THEN 'y'::text WHEN ns.oid IS NOT NULL THEN 'n'::text WHEN pr.oid IS NOT NULL THEN 'p'::text ELSE '' END AS type
FROM pg_depend dep LEFT JOIN pg_class cl ON dep.objid = cl.oid LEFT JOIN pg_attribute attr ON dep.objid = attr.attrelid AND dep.objsubid = attr.attnum LEFT JOIN pg_proc pr ON dep.objid = pr.oid
LEFT JOIN pg_namespace ns ON dep.objid = ns.oid LEFT JOIN pg_trigger tg ON dep.objid = tg.oid LEFT JOIN pg_type ty ON dep.objid = ty.oid LEFT JOIN pg_attrdef ad ON ad.oid = dep.objid
WHERE dep.refobjid = 'customers'::regclass ORDER BY 1, 2, 3, 5;

-- refused: pg_stat_activity
-- why: it shows what other sessions ask
SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database();

-- refused: pg_total_relation_size
-- why: sizes tell how much is stored, and how long values are
SELECT c.oid, pg_catalog.pg_total_relation_size(c.oid) AS total_rel_size FROM pg_class c WHERE c.relname = 'orders';

-- refused: pg_database_size
-- why: sizes tell how much is stored, and how long values are
SELECT pg_database_size(current_database());

SELECT rolname, rolsuper, rolcanlogin FROM pg_catalog.pg_roles ORDER BY rolname LIMIT 3;

-- dbt: caching what there is, columns of a relation
select distinct nspname from pg_namespace order by 1;

select count(*) from pg_namespace where nspname = 'public';

select 'shop' as database, tablename as name, schemaname as schema, 'table' as type from pg_tables where schemaname ilike 'public'
union all select 'shop' as database, viewname as name, schemaname as schema, 'view' as type from pg_views where schemaname ilike 'public'
union all select 'shop' as database, matviewname as name, schemaname as schema, 'materialized_view' as type from pg_matviews where schemaname ilike 'public' order by 4, 2;

select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale from information_schema.columns
where table_name = 'orders' and table_schema = 'public' order by ordinal_position;

with relation as (
  select pg_rewrite.ev_class as class, pg_rewrite.oid as id from pg_rewrite
), class as (select oid as id, relname as name, relnamespace as schema, relkind as kind from pg_class),
dependency as (select distinct pg_depend.objid as id, pg_depend.refobjid as ref from pg_depend),
schema as (select pg_namespace.oid as id, pg_namespace.nspname as name from pg_namespace where nspname != 'information_schema' and nspname not like 'pg\_%'),
referenced as (select relation.id as id, referenced_class.name, referenced_class.schema, referenced_class.kind from relation join class as referenced_class on relation.class = referenced_class.id where referenced_class.kind in ('r', 'v', 'm'))
select distinct referenced.name as referenced_name, dependent.name as dependent_name from referenced join dependency on referenced.id = dependency.id join class as dependent on dependency.ref = dependent.id
join schema as dependent_schema on dependent.schema = dependent_schema.id where referenced.name <> dependent.name and dependent.kind in ('r', 'v', 'm') order by 1, 2;

-- Superset, Tableau, Power BI, Grafana, Looker
SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY nspname;

SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind in ('r', 'p') ORDER BY 1;

SELECT DATE_TRUNC('day', placed_at) AS placed_at, SUM(total) AS "SUM(total)" FROM public.orders WHERE placed_at >= TO_TIMESTAMP('2024-02-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
GROUP BY DATE_TRUNC('day', placed_at) ORDER BY "SUM(total)" DESC LIMIT 10;

SELECT "orders"."status" AS "status", SUM("orders"."total") AS "sum:total:ok" FROM "public"."orders" "orders" GROUP BY 1 ORDER BY 1;

select CHARACTER_SET_NAME from INFORMATION_SCHEMA.CHARACTER_SETS;

select TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE from INFORMATION_SCHEMA.tables where TABLE_SCHEMA not in ('information_schema', 'pg_catalog') order by TABLE_SCHEMA, TABLE_NAME;

select i.CONSTRAINT_SCHEMA || '_' || i.CONSTRAINT_NAME as INDEX_NAME, ii.COLUMN_NAME, ii.ORDINAL_POSITION, case when i.CONSTRAINT_TYPE = 'PRIMARY KEY' then 'Y' else 'N' end as PRIMARY_KEY
from INFORMATION_SCHEMA.table_constraints i inner join INFORMATION_SCHEMA.key_column_usage ii on i.CONSTRAINT_SCHEMA = ii.CONSTRAINT_SCHEMA and i.CONSTRAINT_NAME = ii.CONSTRAINT_NAME and i.TABLE_SCHEMA = ii.TABLE_SCHEMA and i.TABLE_NAME = ii.TABLE_NAME
where i.TABLE_SCHEMA = 'public' and i.TABLE_NAME = 'order_items' and i.CONSTRAINT_TYPE in ('PRIMARY KEY', 'UNIQUE') order by 1, 3;

SELECT floor(extract(epoch from placed_at) / 86400) * 86400 AS "time", count(*) AS value FROM orders WHERE placed_at BETWEEN '2024-02-01T00:00:00Z' AND '2024-02-20T00:00:00Z' GROUP BY 1 ORDER BY 1;

SELECT current_setting('server_version_num')::int / 100 as version;

SELECT CASE WHEN quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END
  FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1), array_upper(string_to_array(current_setting('search_path'), ','), 1)) as i, string_to_array(current_setting('search_path'), ',') s)
  THEN quote_ident(table_name) ELSE quote_ident(table_schema) || '.' || quote_ident(table_name) END AS "table"
FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache') ORDER BY 1;

-- pgAdmin: connecting, the tree
SELECT usesuper, usecreatedb FROM pg_catalog.pg_user WHERE usename = current_user;

SELECT db.oid as did, db.datname as name, pg_catalog.pg_encoding_to_char(db.encoding) AS serverencoding, datallowconn, pg_catalog.has_database_privilege(db.oid, 'CREATE') as cancreate, datistemplate
FROM pg_catalog.pg_database db WHERE db.datname = current_database();

SELECT roles.oid as id, roles.rolname as name, roles.rolsuper as is_superuser, CASE WHEN roles.rolsuper THEN true ELSE roles.rolcreaterole END as can_create_role,
  CASE WHEN 'pg_signal_backend' = ANY (ARRAY(WITH RECURSIVE cte AS (SELECT pg_roles.oid, pg_roles.rolname FROM pg_roles WHERE pg_roles.oid = roles.oid
    UNION ALL SELECT m.roleid, pgr.rolname FROM cte cte_1 JOIN pg_auth_members m ON m.member = cte_1.oid JOIN pg_roles pgr ON pgr.oid = m.roleid) SELECT rolname FROM cte)) THEN True ELSE False END as can_signal_backend
FROM pg_catalog.pg_roles as roles WHERE rolname = current_user;

SELECT nsp.oid, nsp.nspname as name, pg_catalog.has_schema_privilege(nsp.oid, 'CREATE') as can_create, pg_catalog.has_schema_privilege(nsp.oid, 'USAGE') as has_usage, des.description
FROM pg_catalog.pg_namespace nsp LEFT OUTER JOIN pg_catalog.pg_description des ON (des.objoid = nsp.oid AND des.classoid = 'pg_namespace'::regclass)
WHERE nspname NOT LIKE E'pg\\_%' AND NOT ((nsp.nspname = 'information_schema' AND EXISTS (SELECT 1 FROM pg_class WHERE relname = 'tables' AND relnamespace = nsp.oid LIMIT 1))) ORDER BY nspname;

-- refused: pg_stat_gssapi
-- why: all sessions of the proxy share a role, so that it shows others too
SELECT gss_authenticated, encrypted FROM pg_catalog.pg_stat_gssapi WHERE pid = pg_backend_pid();

-- Npgsql, asyncpg, pgx, sqlx, rust-postgres, Ecto, GORM, libpqxx
SELECT t.oid, t.typname, t.typtype, t.typelem, t.typarray, r.rngsubtype, t.typbasetype, n.nspname, t.typrelid FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
INNER JOIN pg_catalog.pg_namespace n ON t.typnamespace = n.oid WHERE t.oid = 'order_status'::regtype;

SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = 'order_status'::regtype ORDER BY enumsortorder;

SELECT attname, atttypid FROM pg_catalog.pg_attribute WHERE attrelid = (SELECT typrelid FROM pg_type WHERE oid = 'money_range'::regtype) AND NOT attisdropped AND attnum > 0 ORDER BY attnum;

WITH RECURSIVE typeinfo_tree (oid, ns, name, kind, basetype, elemtype, elemdelim, range_subtype, attrtypoids, attrnames, depth) AS (
  SELECT t.oid, ns.nspname, t.typname, t.typtype, t.typbasetype, t.typelem, t.typdelim, NULL::oid, (CASE WHEN t.typtype = 'c' THEN (SELECT array_agg(ia.atttypid ORDER BY ia.attnum) FROM pg_attribute ia INNER JOIN pg_class c ON (ia.attrelid = c.oid)
    WHERE ia.attnum > 0 AND NOT ia.attisdropped AND c.reltype = t.oid) ELSE NULL END), NULL::name[], 0
  FROM pg_catalog.pg_type AS t JOIN pg_namespace ns ON ns.oid = t.typnamespace WHERE t.oid = any ('{money_range}'::regtype[]::oid[])
  UNION ALL
  SELECT t.oid, 'x'::name, t.typname, t.typtype, t.typbasetype, t.typelem, t.typdelim, NULL, NULL, NULL, tt.depth + 1 FROM pg_type t JOIN typeinfo_tree tt ON t.oid = any (tt.attrtypoids) AND tt.depth < 3
) SELECT DISTINCT name, kind, basetype, elemtype, depth FROM typeinfo_tree ORDER BY depth DESC, name;

SELECT pg_advisory_unlock_all();
CLOSE ALL;
UNLISTEN *;
RESET ALL;

SELECT count(*) FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA() AND table_name = 'orders' AND table_type = 'BASE TABLE';

SELECT CURRENT_DATABASE();

SELECT c.column_name, c.is_nullable = 'YES', c.udt_name, c.character_maximum_length, c.numeric_precision, c.numeric_precision_radix, c.numeric_scale, c.datetime_precision, 8 * typlen, c.column_default, pd.description, c.identity_increment
FROM information_schema.columns AS c JOIN pg_type AS pgt ON c.udt_name = pgt.typname LEFT JOIN pg_catalog.pg_description as pd ON pd.objsubid = c.ordinal_position AND pd.objoid = (SELECT oid FROM pg_catalog.pg_class
WHERE relname = c.table_name AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = c.table_schema)) where table_catalog = CURRENT_DATABASE() AND table_schema = CURRENT_SCHEMA() AND table_name = 'customers' ORDER BY c.ordinal_position;

SELECT pg_is_in_recovery(), pg_backend_pid() > 0;

SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'schema_migrations';

SELECT pid FROM (SELECT pg_backend_pid() AS pid) p WHERE pid > 0 AND false;

-- Flyway, Liquibase, migration tools that only look
SELECT rolname FROM pg_roles WHERE rolname = current_user AND false;

SELECT COUNT(*) FROM pg_namespace WHERE nspname = 'public';

SELECT t.typname, t.typcategory FROM pg_catalog.pg_type t WHERE t.typrelid = 0 AND t.typnamespace = 'public'::regnamespace ORDER BY 1;

SELECT proname, pg_get_function_identity_arguments(pg_proc.oid) AS args FROM pg_proc INNER JOIN pg_namespace ns ON (pg_proc.pronamespace = ns.oid) LEFT JOIN pg_depend dep ON dep.objid = pg_proc.oid AND dep.deptype = 'e' WHERE ns.nspname = 'public' AND dep.objid IS NULL ORDER BY 1;

SELECT relname FROM pg_catalog.pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_depend dep ON dep.objid = c.oid AND dep.deptype = 'e' WHERE c.relkind = 'v' AND n.nspname = 'public' AND dep.objid IS NULL ORDER BY 1;
