-- Django 5.2 with psycopg 3: inspectdb, introspection, the queries of its object mapper, as a server logged it.

SELECT
                c.relname,
                CASE
                    WHEN c.relispartition THEN 'p'
                    WHEN c.relkind IN ('m', 'v') THEN 'v'
                    ELSE 't'
                END,
                obj_description(c.oid, 'pg_class')
            FROM pg_catalog.pg_class c
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v')
                AND n.nspname NOT IN ('pg_catalog', 'pg_toast')
                AND pg_catalog.pg_table_is_visible(c.oid);

SELECT a1.attname, c2.relname, a2.attname
            FROM pg_constraint con
            LEFT JOIN pg_class c1 ON con.conrelid = c1.oid
            LEFT JOIN pg_class c2 ON con.confrelid = c2.oid
            LEFT JOIN
                pg_attribute a1 ON c1.oid = a1.attrelid AND a1.attnum = con.conkey[1]
            LEFT JOIN
                pg_attribute a2 ON c2.oid = a2.attrelid AND a2.attnum = con.confkey[1]
            WHERE
                c1.relname = 'orders' AND
                con.contype = 'f' AND
                c1.relnamespace = c2.relnamespace AND
                pg_catalog.pg_table_is_visible(c1.oid);

SELECT
                c.conname,
                array(
                    SELECT attname
                    FROM unnest(c.conkey) WITH ORDINALITY cols(colid, arridx)
                    JOIN pg_attribute AS ca ON cols.colid = ca.attnum
                    WHERE ca.attrelid = c.conrelid
                    ORDER BY cols.arridx
                ),
                c.contype,
                (SELECT fkc.relname || '.' || fka.attname
                FROM pg_attribute AS fka
                JOIN pg_class AS fkc ON fka.attrelid = fkc.oid
                WHERE fka.attrelid = c.confrelid AND fka.attnum = c.confkey[1]),
                cl.reloptions
            FROM pg_constraint AS c
            JOIN pg_class AS cl ON c.conrelid = cl.oid
            WHERE cl.relname = 'orders' AND pg_catalog.pg_table_is_visible(cl.oid);

SELECT
                indexname,
                array_agg(attname ORDER BY arridx),
                indisunique,
                indisprimary,
                array_agg(ordering ORDER BY arridx),
                amname,
                exprdef,
                s2.attoptions
            FROM (
                SELECT
                    c2.relname as indexname, idx.*, attr.attname, am.amname,
                    CASE
                        WHEN idx.indexprs IS NOT NULL THEN
                            pg_get_indexdef(idx.indexrelid)
                    END AS exprdef,
                    CASE am.amname
                        WHEN 'btree' THEN
                            CASE (option & 1)
                                WHEN 1 THEN 'DESC' ELSE 'ASC'
                            END
                    END as ordering,
                    c2.reloptions as attoptions
                FROM (
                    SELECT *
                    FROM
                        pg_index i,
                        unnest(i.indkey, i.indoption)
                            WITH ORDINALITY koi(key, option, arridx)
                ) idx
                LEFT JOIN pg_class c ON idx.indrelid = c.oid
                LEFT JOIN pg_class c2 ON idx.indexrelid = c2.oid
                LEFT JOIN pg_am am ON c2.relam = am.oid
                LEFT JOIN
                    pg_attribute attr ON attr.attrelid = c.oid AND attr.attnum = idx.key
                WHERE c.relname = 'orders' AND pg_catalog.pg_table_is_visible(c.oid)
            ) s2
            GROUP BY indexname, indisunique, indisprimary, amname, exprdef, attoptions;

SELECT
                a.attname AS column_name,
                NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)) AS is_nullable,
                pg_get_expr(ad.adbin, ad.adrelid) AS column_default,
                CASE WHEN collname = 'default' THEN NULL ELSE collname END AS collation,
                a.attidentity != '' AS is_autofield,
                col_description(a.attrelid, a.attnum) AS column_comment
            FROM pg_attribute a
            LEFT JOIN pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
            LEFT JOIN pg_collation co ON a.attcollation = co.oid
            JOIN pg_type t ON a.atttypid = t.oid
            JOIN pg_class c ON a.attrelid = c.oid
            JOIN pg_namespace n ON c.relnamespace = n.oid
            WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v')
                AND c.relname = 'orders'
                AND n.nspname NOT IN ('pg_catalog', 'pg_toast')
                AND pg_catalog.pg_table_is_visible(c.oid);

SELECT * FROM "Mixed Case" LIMIT 1;

SELECT * FROM "bookings" LIMIT 1;

SELECT * FROM "categories" LIMIT 1;

SELECT * FROM "customers" LIMIT 1;

SELECT * FROM "documents" LIMIT 1;

SELECT * FROM "employees" LIMIT 1;

SELECT * FROM "hosts" LIMIT 1;

SELECT * FROM "measurements" LIMIT 1;

SELECT * FROM "order_items" LIMIT 1;

SELECT * FROM "orders" LIMIT 1;

SELECT * FROM "patients" LIMIT 1;

SELECT * FROM "products" LIMIT 1;

SELECT * FROM "settings" LIMIT 1;

SELECT * FROM "shapes" LIMIT 1;

SELECT
                s.relname AS sequence_name,
                a.attname AS colname
            FROM
                pg_class s
                JOIN pg_depend d ON d.objid = s.oid
                    AND d.classid = 'pg_class'::regclass
                    AND d.refclassid = 'pg_class'::regclass
                JOIN pg_attribute a ON d.refobjid = a.attrelid
                    AND d.refobjsubid = a.attnum
                JOIN pg_class tbl ON tbl.oid = d.refobjid
                    AND tbl.relname = 'orders'
                    AND pg_catalog.pg_table_is_visible(tbl.oid)
            WHERE
                s.relkind = 'S';

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE (UPPER("customers"."name"::text) LIKE UPPER('%omer 1%') AND NOT ("customers"."city" IS NULL)) ORDER BY "customers"."id" DESC LIMIT 5;

SELECT "orders"."id", "orders"."customer_id", "orders"."status", "orders"."total", "orders"."placed_at", "orders"."note", "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "orders" INNER JOIN "customers" ON ("orders"."customer_id" = "customers"."id") WHERE ("customers"."active" AND "orders"."total" >= 10) ORDER BY "orders"."id" ASC LIMIT 3;

SELECT "customers"."id" AS "id", COUNT("orders"."id") AS "n", SUM("orders"."total") AS "s" FROM "customers" LEFT OUTER JOIN "orders" ON ("customers"."id" = "orders"."customer_id") GROUP BY 1, "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" HAVING COUNT("orders"."id") > 2 ORDER BY 1 ASC;

SELECT DATE_TRUNC('month', "orders"."placed_at" AT TIME ZONE 'America/Chicago') AS "m", COUNT("orders"."id") AS "n" FROM "orders" GROUP BY 1 ORDER BY 1 ASC;

SELECT "customers"."id" AS "id" FROM "customers" WHERE EXISTS(SELECT 1 AS "a" FROM "orders" U0 WHERE (U0."customer_id" = ("customers"."id") AND U0."note" IS NOT NULL) LIMIT 1) ORDER BY 1 ASC;

SELECT COUNT(*) AS "__count" FROM "customers" WHERE ("customers"."city" = 'Oslo' OR "customers"."city"::text LIKE 'S%');

SELECT 1 AS "a" FROM "customers" LIMIT 1;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE UPPER("customers"."email"::text) = UPPER('C1@example.org') ORDER BY "customers"."id" ASC LIMIT 1;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE (("customers"."created_at" AT TIME ZONE 'America/Chicago')::date >= '2024-01-02'::date AND EXTRACT(MONTH FROM "customers"."created_at" AT TIME ZONE 'America/Chicago') = 1 AND "customers"."created_at" BETWEEN '2024-01-01 00:00:00-06:00'::timestamptz AND '2024-12-31 23:59:59.999999-06:00'::timestamptz) ORDER BY "customers"."id" ASC;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE "customers"."name"::text ~ '^Customer [0-9]$' ORDER BY LOWER("customers"."name") ASC;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE "customers"."id" IN (1, 2, 3);

SELECT "orders"."id", "orders"."customer_id", "orders"."status", "orders"."total", "orders"."placed_at", "orders"."note" FROM "orders" WHERE "orders"."customer_id" IN (1, 2, 3);

SELECT SUM("orders"."total") AS "a", COUNT(DISTINCT "orders"."id") AS "b", SUM("orders"."total") FILTER (WHERE "orders"."status" = 'paid') AS "c" FROM "orders";

INSERT INTO "customers" ("name", "email", "city", "active", "credit", "created_at") VALUES ('dj', NULL, NULL, true, 1, '2024-01-01 00:00:00+00:00'::timestamptz) RETURNING "customers"."id";

UPDATE "customers" SET "credit" = ("customers"."credit" + 1) WHERE "customers"."id" = 34;

INSERT INTO "customers" ("name", "email", "city", "active", "credit", "created_at") SELECT * FROM UNNEST(('{b1,b2}')::text[], ('{NULL,NULL}')::text[], ('{NULL,NULL}')::text[], ('{t,t}'::bool[])::boolean[], ('{0,0}'::numeric[])::numeric[], ('{"2024-01-01 00:00:00+00:00","2024-01-01 00:00:00+00:00"}'::timestamptz[])::timestamp with time zone[]) RETURNING "customers"."id";

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE "customers"."id" = 34 LIMIT 21 FOR UPDATE;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE "customers"."id" = 34 FOR UPDATE SKIP LOCKED;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE "customers"."name" = 'b1' LIMIT 21;

SELECT "customers"."id", "customers"."name", "customers"."email", "customers"."city", "customers"."active", "customers"."credit", "customers"."created_at" FROM "customers" WHERE "customers"."name" = 'b2' LIMIT 21 FOR UPDATE;

UPDATE "customers" SET "credit" = 3, "created_at" = '2024-01-01 00:00:00+00:00'::timestamptz WHERE "customers"."id" = 36;

UPDATE "customers" SET "name" = (CASE WHEN ("customers"."id" = 34) THEN 'dj' ELSE NULL END)::text WHERE "customers"."id" IN (34);
