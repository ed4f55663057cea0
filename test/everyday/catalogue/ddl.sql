-- What changes the schema: a policy is compiled against it, so a change is made past the proxy and rolled out with its policy

-- refused: CREATE TABLE
create table notes (id int);

-- refused: CREATE TABLE
create temp table scratch (id int);

-- refused: CREATE TABLE AS
create temporary table scratch as select * from orders;

-- refused: INTO
select * into temp scratch from orders;

-- refused: CREATE VIEW
create or replace view v as select 1;

-- refused: CREATE INDEX
create index on orders (note);

-- refused: ALTER TABLE
alter table orders add column x int;

-- refused: DROP TABLE
drop table if exists scratch;

-- refused: CREATE FUNCTION
create function f() returns int language sql as 'select 1';

-- refused: COMMENT
comment on table orders is 'x';

-- refused: GRANT
grant select on orders to public;

-- refused: ANALYZE
analyze orders;

-- refused: VACUUM
vacuum orders;

-- refused: REFRESH
refresh materialized view m;

-- refused: CALL
call nothing();

-- refused: ALTER ROLE
alter role current_user set work_mem = '1MB';
