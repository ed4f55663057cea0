-- A table with labels, for whom it shows everything: the same, with what the proxy adds to such statements in place

select * from patients order by id;

select id, name, ssn from patients where ssn like '%5' order by name;

select ward, count(*), min(ssn), string_agg(name, ', ' order by id) from patients group by ward order by ward;

select p.id, c.name, p.name from patients p join customers c on c.id = p.id order by p.id limit 3;

-- with: ["900-00-1003"]
select id, name from patients where ssn = $1;

select upper(name), length(notes), ssn || '!' from patients where id < 4 order by id;

select * from patients where id in (select id from patients where notes is not null) order by id limit 2;

insert into patients values (50, 'C', '2024-02-02', 'New', '900-00-0001', null);

insert into patients (id, ward, name) values (51, 'C', 'Other') returning *;

insert into patients (id, ward, name) values (1, 'A', 'again') on conflict (id) do update set name = excluded.name returning name;

update patients set ward = 'D' where id = 3;

update patients set name = upper(name), notes = 'seen' where ward = 'A' returning id, name, notes;

-- with: ["4", "900-99-9999"]
update patients set ssn = $2 where id = $1;

delete from patients where id = 5 returning ssn;

delete from patients where ward = 'B';

copy patients to stdout;

copy (select id, ssn from patients order by id) to stdout with (format csv, header);

copy patients (id, ward, name) from stdin;
60	E	Copied
61	E	\N
\.

select id from patients where id = 2 for update;

begin;
declare p cursor for select id, ssn from patients order by id;
fetch 3 from p;
close p;
commit;

select attname, atttypid::regtype from pg_attribute where attrelid = 'patients'::regclass and attnum > 0 order by attnum;
