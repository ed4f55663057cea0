-- Transactions, savepoints, locks, cursors, prepared statements

begin;
select 1;
commit;

-- fails
begin isolation level repeatable read read only deferrable;
select count(*) from orders;
insert into settings (key) values ('never');
rollback;

start transaction isolation level serializable, read write;
show transaction isolation level;
end;

-- fails
begin;
insert into settings (key) values ('a');
savepoint one;
insert into settings (key) values ('theme');
rollback to savepoint one;
select count(*) from settings;
release savepoint one;
abort;

-- fails
begin;
select 1 / 0;
select 1;
rollback;
select 2;

-- fails
begin work;
set transaction read only;
update settings set value = '1';
rollback work;

begin;
set transaction isolation level serializable;
select current_setting('transaction_isolation');
commit and chain;
select 1;
rollback and no chain;

set session characteristics as transaction isolation level read committed;

commit;

rollback;

begin;
begin;
commit;

begin;
lock table settings in share row exclusive mode;
lock orders, customers in access share mode nowait;
rollback;

begin;
set local statement_timeout = '5s';
show statement_timeout;
rollback;
show statement_timeout;

begin;
select id from orders where id < 3 order by id for update nowait;
select id from orders where id = 3 for no key update skip locked;
select id from customers where id = 3 for key share;
commit;

begin;
set constraints all deferred;
commit;

begin;
declare c cursor for select id, total from orders order by id;
fetch c;
fetch next from c;
fetch 3 in c;
move 2 from c;
fetch forward 2 from c;
fetch all from c;
close c;
commit;

begin;
declare c scroll cursor for select id from categories order by id;
fetch last from c;
fetch prior from c;
fetch first from c;
fetch absolute 3 from c;
fetch relative -1 from c;
fetch backward all from c;
move forward all in c;
close all;
rollback;

begin;
declare b binary no scroll cursor for select id, total, placed_at from orders where id < 4 order by id;
fetch all b;
commit;

-- fails
begin;
declare u cursor for select id from settings, generate_series(1, 2) id order by 1;
fetch 1 from u;
close missing;
rollback;

-- fails
fetch 1 from nowhere;

prepare p (int) as select id, name from customers where id = $1;
execute p (3);
execute p (4);
deallocate p;

prepare ins (text) as insert into settings (key) values ($1) returning key;
begin;
execute ins ('prepared');
rollback;
deallocate all;

prepare u as update orders set note = 'x' where id = $1;
begin;
execute u (7);
rollback;
deallocate prepare u;

prepare sums (int, numeric) as select $1 + 1 as next, $2 * 2 as double;
execute sums (2 + 3, round(1.26, 1));
execute sums (length('abc'), null);
deallocate all;

-- fails
prepare once as select 1;
prepare once as select 2;
deallocate all;

-- fails
prepare wrong as select nothing;
deallocate all;

-- fails
prepare p (int) as select $1;
execute p;
deallocate p;

-- fails
prepare p (int) as select $1;
execute p ('x');
deallocate p;

-- fails
execute nothing;

-- fails
deallocate nothing;

declare h cursor with hold for select id, total from orders order by id;
fetch 2 from h;
begin;
fetch backward 1 from h;
move forward 3 in h;
commit;
fetch relative 2 from h;
close h;

declare h scroll cursor with hold for select id, name from categories order by id;
fetch last from h;
move absolute 0 in h;
fetch all from h;
fetch backward 2 in h;
close all;

begin;
declare h no scroll cursor with hold for select id from orders order by id limit 5;
fetch 2 from h;
commit;
fetch forward all from h;
close h;

-- fails
begin;
declare h cursor with hold for select id from orders;
rollback;
fetch h;

begin;
declare c scroll cursor for select id, name from categories order by id;
fetch 0 from c;
fetch first from c;
fetch 0 from c;
fetch forward from c;
fetch absolute 2 from c;
fetch absolute -1 from c;
fetch absolute 0 from c;
fetch relative 1 from c;
fetch relative 0 from c;
fetch relative -1 from c;
fetch backward from c;
fetch backward 2 from c;
fetch last from c;
fetch next from c;
fetch backward all from c;
fetch 2 c;
move first in c;
move last from c;
move prior c;
move backward 1 in c;
move backward all in c;
move absolute 2 in c;
move relative -1 in c;
move 0 in c;
move all in c;
fetch -2 from c;
fetch backward -1 from c;
fetch -1 in c;
rollback;

-- fails
begin;
declare c no scroll cursor for select id from categories order by id;
fetch 1 from c;
fetch prior from c;
rollback;

begin;
declare c insensitive cursor for select id from categories order by id;
fetch c;
declare d asensitive no scroll cursor without hold for select id from categories order by id;
fetch d;
close c;
move d;
commit;

-- refused: two-phase commit
-- why: a prepared transaction outlives its session
prepare transaction 'x';

-- refused: LISTEN
-- why: what others notify may hold anything
listen changes;

-- refused: NOTIFY
-- why: it would carry values to sessions that may see less
notify changes, 'payload';

unlisten *;

discard all;

discard plans;

discard temp;

close all;

-- refused: DO
-- why: what a block runs is not known before it runs
do $$ begin perform 1; end $$;

begin;
select pg_advisory_xact_lock(1);
select pg_advisory_xact_lock_shared(hashtext('migrations'), 7);
commit;

select pg_try_advisory_lock(2), pg_advisory_unlock(2), pg_advisory_unlock(3);

-- with: ["72707369"]
select pg_try_advisory_lock($1::bigint) as locked;

select id from orders where id < 4 and pg_try_advisory_xact_lock(id) order by id;

select pg_sleep(0), pg_sleep_for('0.001 s') is null;

select txid_current() > 0, pg_current_xact_id_if_assigned() is null;

-- refused: pg_export_snapshot
-- why: it hands the session's view of the data to other sessions
select pg_export_snapshot();
