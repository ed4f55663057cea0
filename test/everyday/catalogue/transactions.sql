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

-- by itself
prepare p (int) as select id, name from customers where id = $1;
execute p (3);
execute p (4);
deallocate p;

-- by itself
prepare ins (text) as insert into settings (key) values ($1) returning key;
begin;
execute ins ('prepared');
rollback;
deallocate all;

-- by itself
prepare u as update orders set note = 'x' where id = $1;
begin;
execute u (7);
rollback;
deallocate prepare u;

-- fails
-- by itself
execute nothing;

-- fails
deallocate nothing;

-- refused: WITH HOLD
-- why: its rows would outlive the transaction, and with it the policy; declare it in a transaction
declare h cursor with hold for select 1;

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
