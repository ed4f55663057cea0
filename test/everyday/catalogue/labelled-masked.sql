-- as: clerk
-- A table with labels, for whom it shows masks: statements about the columns that are seen, and writes of those that are not

select id, ward, admitted from patients order by id;

select ward, count(*) from patients group by ward order by ward;

select p.id, c.name from patients p join customers c on c.id = p.id where p.ward = 'A' order by 1;

-- with: ["A", "3"]
select id from patients where ward = $1 and id > $2::int order by id;

select id, admitted + 7, to_char(admitted, 'DD.MM.') from patients order by admitted desc limit 3;

select max(admitted), count(distinct ward) from patients;

insert into patients (id, ward, admitted) values (70, 'Z', '2024-09-09') returning id, ward;

insert into patients (id, ward, name, ssn) values (71, 'Z', 'Somebody', '900-00-0002');

-- with: ["72", "Z", "Nobody"]
insert into patients (id, ward, name) values ($1, $2, $3);

update patients set ward = 'Y' where id = 2 returning id, ward;

update patients set name = 'Written Over' where id = 2;

-- with: ["new note", "3"]
update patients set notes = $1 where id = $2;

delete from patients where id = 6;

delete from patients where ward = 'B' returning id;

copy (select id, ward from patients order by id) to stdout;

copy patients (id, ward, name) from stdin with (format csv);
80,E,Copied
81,E,
\.

begin;
declare p no scroll cursor for select id, ward from patients order by id;
fetch forward 2 from p;
move 1 in p;
fetch all from p;
commit;

-- fails
select id from patients where nothing = 1;

select * from orders where id = 5;

update orders set note = 'by a clerk' where id = 5 returning note;

-- The job queue: nothing masked is named
begin;
select id, ward from patients where ward = 'A' order by id limit 1 for update skip locked;
update patients set ward = 'taken' where id = (select id from patients where ward = 'B' order by id limit 1 for update skip locked) returning id, ward;
select p.id, o.note from patients p join orders o on o.id = p.id where p.ward = 'A' order by p.id limit 2 for no key update of p nowait;
rollback;

-- refused: cannot be locked by this statement
-- why: which rows are locked would be chosen by masks before they are counted off; choose by columns that are seen as they are
select id from patients where ssn > '9' order by id limit 1 for update skip locked;
