-- Writes to tables without labels. Each block that changes something is undone

insert into categories values (7, 1, 'toys');

insert into categories (id, name) values (8, 'a'), (9, 'b') on conflict do nothing;

insert into categories (id, name, parent_id) values (8, 'a', null), (9, 'b', 1) returning *;

insert into customers (name, email) values ('New', 'new@example.org') returning id, active, tags, created_at;

-- fails
insert into customers default values;

insert into customers (name, credit, active) values ('X', default, default) returning id as number, credit * 2 as twice;

insert into customers (id, name) overriding system value values (500, 'five hundred') returning id;

insert into orders (customer_id, status, total) select id, 'paid', credit from customers where city = 'Oslo' order by id returning id, customer_id, total;

with chosen as (select id from customers where id < 3) insert into orders (customer_id) select id from chosen order by id returning id;

insert into settings (key, value) values ('theme', '{}') on conflict (key) do update set value = excluded.value, updated_at = '2024-06-01Z' returning *;

insert into settings as s (key, value) values ('theme', '{"x": 1}') on conflict (key) do update set value = s.value || excluded.value where s.key <> 'none' returning s.value;

insert into settings (key) values ('theme') on conflict on constraint settings_pkey do nothing;

insert into products (code, title, price) values ('ZZ-0001', 'thing', 1.5) returning id, code, attributes, released;

-- fails
insert into products (code, title, price) values ('wrong', 'thing', 1.5);

-- fails
insert into products (code, title, price) values ('ZZ-0002', 'thing', -1);

-- fails
insert into customers (name, email) values ('Again', 'c1@example.org');

-- fails
insert into orders (customer_id) values (4711);

insert into order_items (order_id, line, product_id, quantity, price) values (1, 9, 1, 2, 10) returning amount;

-- with: ["11", "toys", null]
insert into categories (id, name, parent_id) values ($1, $2, $3) returning id, name;

insert into documents (id, title, body, meta, sheet) values ('00000000-0000-4000-8000-000000000099', 'New', 'A fox.', '{"a": [1, 2]}', '<x/>') returning words;

insert into hosts values (3, '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:05', b'1111', b'1') returning address;

insert into bookings values (4, 'green', '[2024-04-01, 2024-04-02)', '[1,2)') returning during;

-- fails
insert into bookings values (5, 'red', '[2024-03-01 09:30, 2024-03-01 09:45)', null);

insert into measurements values (9, '2024-12-31 23:00Z', 1.5), (9, '2025-01-01 01:00Z', 2.5) returning tableoid::regclass, sensor;

-- fails
insert into measurements values (9, '2031-01-01', 1);

insert into "Mixed Case" ("Id", "Full Name") values (3, 'Third') returning "Id";

update customers set name = 'Renamed' where id = 3;

update customers set name = upper(name), credit = credit + 1, tags = tags || 'new'::text where id < 4 returning id, name, credit, tags;

update customers set (name, city) = ('Both', 'Rome') where id = 4 returning name, city;

update customers set (name, city) = (select name, 'Bern' from employees where id = 2) where id = 4 returning name, city;

update orders o set note = c.name from customers c where c.id = o.customer_id and o.id < 4 returning o.id, o.note;

update orders set status = 'shipped', shipped_on = '2024-05-01' where status = 'paid' and id < 20;

update orders set total = (select coalesce(sum(amount), 0) from order_items i where i.order_id = orders.id) where id < 5 returning id, total;

update only measurements set value = 0 where sensor = 1;

update measurements set at = at + interval '100 days' where sensor = 2 and at > '2024-12-15' and at < '2024-12-31' returning tableoid::regclass;

update products set attributes = jsonb_set(attributes, '{color}', '"black"') where attributes ->> 'color' = 'red' returning id, attributes ->> 'color';

update products set attributes['color'] = '"white"' where id = 1 returning attributes;

-- fails
update products set price = default where id = 1;

update products set stock = stock - 1 where id = 3 and stock > 0;

-- with: ["5", "Five"]
update customers set name = $2 where id = $1 returning name;

update customers set active = not active;

with moved as (select id from orders where status = 'new' order by id limit 3) update orders set status = 'paid' where id in (select id from moved) returning id;

delete from order_items where order_id = 1;

delete from orders where id = 2 returning *;

delete from orders o using customers c where c.id = o.customer_id and c.city = 'Oslo' returning o.id;

delete from order_items where (order_id, line) in ((1, 1), (1, 2)) returning order_id, line;

-- fails
delete from customers where id = 1;

delete from settings;

with old as (select id from orders order by placed_at limit 2) delete from orders where id in (select id from old) returning id;

delete from measurements where at < '2024-11-10';

-- fails
insert into categories (id, name) values (20, 'x'), (20, 'y');

-- fails
update nothing set x = 1;

-- fails
insert into customers (nme) values ('typo');

-- fails
update categories set parent_id = 99 where id = 2;

merge into settings s using (values ('theme', '{"m": 1}'::jsonb), ('new', '2')) as v (key, value) on s.key = v.key
  when matched then update set value = v.value when not matched then insert (key, value) values (v.key, v.value);

with gone as (delete from order_items where order_id = 1 returning *) select count(*) from gone;

with moved as (delete from settings returning *) insert into categories (id, name) select 100 + row_number() over (order by key), key from moved returning id, name;

with up as (update settings set value = '{"a": 1}' where key = 'none' returning key) insert into settings (key, value) select 'none', '{"a": 1}' where not exists (select from up) returning key, value;

with new_order as (insert into orders (customer_id, status, total) values (1, 'new', 12.5) returning id, total), line as (insert into order_items (order_id, line, product_id, quantity, price) select id, 1, 1, 1, total from new_order returning amount)
select o.total, l.amount from new_order o, line l;

with up as (update customers set credit = credit + 1 where id < 4 returning id, credit) select id, credit from up order by id;

with gone as (delete from order_items where order_id = 1), renamed as (update customers set name = 'Renamed' where id = 3 returning name) select * from renamed;

-- fails
select * from (with gone as (delete from settings returning *) select * from gone) x;

truncate settings;

truncate table only settings restart identity;

-- fails
truncate customers;

truncate order_items, settings cascade;
select count(*) from order_items;

declare c cursor for select id, name from customers where id < 4;
fetch 2 from c;
update customers set name = upper(name) where current of c returning id, name;
fetch c;
close c;

declare c cursor for select id from customers order by id for update;
move 3 in c;
update customers set credit = 0 where current of c returning id;

-- fails
delete from settings where current of nobody;
