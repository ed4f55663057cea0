/** A statement of each kind that PostgreSQL knows besides those that read and write rows. */

/** Before the bar, what it is called. */
const STATEMENTS = `
  alter aggregate| a (int) rename to b
  alter collation| c refresh version
  alter conversion| c owner to x
  alter database| d set x = 1
  alter database| d refresh collation version
  alter default privileges| grant select on tables to x
  alter domain| d set not null
  alter domain| d rename constraint a to b
  alter event trigger| e disable
  alter extension| e update
  alter extension| e add table t
  alter foreign data wrapper| w options (a 'b')
  alter foreign data wrapper| w owner to x
  alter foreign table| v owner to x
  alter function| f() stable
  alter function| f() depends on extension e
  alter index| i rename to j
  alter index| all in tablespace a set tablespace b
  alter language| l owner to x
  alter large object| 5 owner to x
  alter materialized view| v owner to x
  alter operator| + (int, int) owner to x
  alter operator| + (int, int) set (restrict = x)
  alter operator class| c using btree rename to d
  alter operator family| f using btree add function 1 f(a)
  alter policy| p on t to x
  alter procedure| p() rename to q
  alter publication| p add table t
  alter role| r set x = 1
  alter role| r superuser
  alter routine| p() set schema s
  alter schema| s rename to t
  alter sequence| s restart
  alter server| s options (a 'b')
  alter server| s rename to t
  alter statistics| s set statistics 5
  alter statistics| s rename to t
  alter subscription| s disable
  alter system| set a = 1
  alter table| t add column a int
  alter table| t rename to u
  alter table| t rename column a to b
  alter table| t rename constraint a to b
  alter table| t set schema x
  alter tablespace| t set (a = 1)
  alter text search configuration| c add mapping for a with b
  alter text search dictionary| d (a)
  alter trigger| a on b rename to c
  alter type| t add attribute a int
  alter type| t rename attribute a to b
  alter type| t add value 'b'
  alter type| t set (receive = f)
  alter user mapping| for u server s options (a 'b')
  alter view| v rename to w
  analyze| t
  call| p()
  checkpoint|
  cluster| t
  comment| on table t is 'x'
  create access method| a type index handler h
  create aggregate| a (int) (sfunc = x, stype = int)
  create cast| (a as b) without function
  create collation| c (locale = 'x')
  create conversion| c for 'a' to 'b' from f
  create database| d
  create domain| d as text
  create event trigger| e on ddl_command_end execute function f()
  create extension| e
  create foreign data wrapper| w
  create foreign table| t (a int) server s
  create function| f() returns int language sql as ''
  create index| on t (a)
  create language| l handler h
  create materialized view| m as select 1
  create operator| + (leftarg = int, function = f)
  create operator class| c for type t using btree as storage x
  create operator family| f using btree
  create policy| p on t
  create procedure| p() language sql as ''
  create publication| p for table t
  create role| r
  create rule| r as on select to t do instead select 1
  create schema| s
  create sequence| s
  create server| s foreign data wrapper w
  create statistics| s on a, b from t
  create subscription| s connection 'x' publication p
  create table| t (a int)
  create tablespace| x location 'y'
  create text search configuration| c (parser = x)
  create transform| for a language b (from sql with function f(internal))
  create trigger| t after insert on x execute function f()
  create type| t as (a int)
  create type| t as enum ('a')
  create type| t as range (subtype = int)
  create user mapping| for u server s
  create view| v as select 1
  do| 'x'
  drop access method| a
  drop cast| (a as b)
  drop database| d
  drop foreign data wrapper| w
  drop materialized view| m
  drop operator class| c using btree
  drop operator family| c using btree
  drop owned| by x
  drop policy| a on b
  drop role| r
  drop server| s
  drop statistics| s
  drop subscription| s
  drop table| t
  drop tablespace| x
  drop text search parser| p
  drop transform| for a language b
  drop trigger| a on b
  drop user mapping| for a server b
  grant| a to b
  grant| select on t to b
  import foreign schema| a from server b into c
  listen| a
  load| 'x'
  notify| a
  reassign owned| by a to b
  refresh materialized view| m
  reindex| table t
  revoke| a from b
  revoke| select on t from b
  security label| on table t is 'x'
  set constraints| all deferred
  truncate| t
  vacuum| t`;

/** What it is called, and the rest of it. */
export const NAMED_STATEMENTS: readonly (readonly [name: string, rest: string])[] = STATEMENTS.trim()
  .split('\n')
  .map((line) => {
    const [name = '', rest = ''] = line.trim().split('|');
    return [name, rest] as const;
  });

/** Of these, the policy decides. */
const JUDGED: ReadonlySet<string> = new Set(['set constraints', 'truncate']);

export const REFUSED_STATEMENTS = NAMED_STATEMENTS.filter(([name]) => !JUDGED.has(name));
