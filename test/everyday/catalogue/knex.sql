-- Knex 3, as a server logged it.

select version();

-- with: ["orders"]
select * from information_schema.columns where table_name = $1 and table_catalog = current_database() and table_schema = current_schema();

-- with: ["orders"]
select * from information_schema.tables where table_name = $1 and table_schema = current_schema();

-- with: ["orders", "id"]
select * from information_schema.columns where table_name = $1 and column_name = $2 and table_schema = current_schema();

-- with: ["2"]
select "status", count("id") as "n" from "orders" group by "status" having count(id) > $1 order by "status" asc;

-- with: ["5"]
with "a" as (select * from "orders" where "total" > $1) select count(*) from "a";
