-- Plain queries: columns, conditions, order, limits, sets, subqueries

select 1;

select 1 as one, 'two' as two, null as nothing, true as yes;

select;

values (1, 'a'), (2, 'b');

table categories;

select * from customers order by id;

select * from only measurements order by 1;

select id, name from customers where id = 7;

select c.* from customers c where c.city = 'Oslo' order by c.id;

select customers.id, customers.name as "full name" from customers order by 2 desc limit 5;

select distinct city from customers order by city nulls first;

select distinct on (city) city, id, name from customers order by city, id desc;

select id from customers order by created_at desc, id offset 5 rows fetch first 3 rows only;

select id, credit from customers order by credit desc fetch first 2 rows with ties;

select id from customers where id in (1, 2, 3) or name = 'Customer 9' order by id;

select id from customers where id between 5 and 8 and not active is false order by id;

select id from customers where id not between symmetric 20 and 3 order by id;

select id from customers where city is null order by id;

select id from customers where city is not distinct from null and email is distinct from 'c3@example.org' order by id;

select id from customers where (city, active) = ('Oslo', true) order by id;

select id from customers where row(id, name) > row(25, 'A') order by id;

select id from customers where name like 'Customer 1_' order by id;

select id from customers where name ilike '%MER 2%' and name not like '%9' order by id;

select id from customers where name similar to 'Customer (1|2)[0-9]' order by id;

select id from customers where name ~* '^customer\s\d$' order by id;

select 'abc' like 'a\' escape '';

select id from customers where email like '%\_x' escape '\' order by id;

-- with: ["3", "Oslo"]
select id, name from customers where id > $1::int and city = $2 order by id;

-- with: ["{1,2,3}"]
select id, name from customers where id = any ($1::int[]) order by id;

-- with: [null]
select id from customers where $1::text is null order by id limit 2;

select id, case when credit > 200 then 'rich' when credit > 100 then 'fair' else 'poor' end from customers order by id;

select id, case city when 'Oslo' then 1 else 0 end as local, coalesce(city, 'nowhere'), nullif(city, 'Oslo') from customers order by id;

select greatest(1, 2, null), least('b', 'a'), 7 / 2, 7 % 3, 7.0 / 2, 2 ^ 10, |/ 16, @ -5, 6 & 3, 6 | 1, 6 # 3, ~1, 1 << 4, 5 >> 1;

select 'x' || 1 || null is null, 'a' < 'b', 1 <> 2, 1 != 2, not true, true and null, null or true;

select exists (select 1 from orders where customer_id = 3), exists (select from orders where customer_id = 99);

select id, (select count(*) from orders o where o.customer_id = c.id) as orders from customers c order by id;

select id from customers where id = (select max(id) from customers);

select id from customers where id in (select customer_id from orders where status = 'paid') order by id;

select id from customers where id not in (select customer_id from orders where note is not null) order by id;

select id from products where price > all (select price from products where category_id = 1) order by id;

select id from products where price = some (array[3.5, 7.0, 99]) order by id;

select * from (select id, name from customers where active) as busy (number, label) order by number limit 4;

select * from (values (1, 'one'), (2, 'two')) as t (n, word) where n > 1;

select id from customers where active union select id from employees order by 1;

select city from customers where active union all select department from employees order by 1 nulls last;

select id from customers intersect select customer_id::int from orders order by 1;

select id from customers except select customer_id::int from orders where status = 'new' order by 1 limit 5;

(select id from customers order by id limit 2) union all (select id from customers order by id desc limit 2);

select id::text, id::numeric(10, 2), '2024-02-29'::date, cast('12' as integer), float8 '1.5', int '7', interval '1 day', timestamp '2024-01-01 10:00' from products where id = 1;

select "Id", "Full Name", "order" from "Mixed Case" order by "order" desc;

select p.id, p as whole from products p where p.id < 3 order by p.id;

select (s.price_range).least, (s.price_range).most, (s.price_range).* from shapes s order by id;

select row(1, 'a', null), (1, 2) = (1, 2), row(1, 2) is null;

select 0x1f, 0b101, 0o17, 1_000_000, 1e3, .5, 'it''s', E'tab\there', U&'d\0061t\+000061', $$dollar$$, $tag$a$b$tag$, b'1010', x'ff';

select id, name /* a comment */ from customers -- and another
 where id < 3 order by id;

select current_date = now()::date, current_user = session_user, current_catalog = current_database(), localtimestamp is not null;

select ctid is not null, tableoid::regclass, xmin is not null from categories order by id limit 1;

select id from orders order by random() limit 0;

select pg_typeof(id), pg_typeof(status), pg_typeof(total) from orders limit 1;

select count(*) from customers tablesample bernoulli (100);

select id from customers where id = 1 for update;

select o.id from orders o join customers c on c.id = o.customer_id where o.id < 4 order by o.id for share of o skip locked;

-- by itself
select 1; select 2;

-- by itself
select 1 as a, 2 as a; values (3), (4);

;

/* only a comment */
