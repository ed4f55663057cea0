-- fails
-- Mistakes: the server's own words come through, with their places

select nothing from customers;

select * from nowhere;

selec 1;

select 1 +;

select 'unfinished;

select count(* from orders;

select id from customers where name = 5;

select 1 / 0;

select id, count(*) from orders;

select 'x'::int;

-- refused: the proxy knows no such function
-- why: the proxy has no list of the functions that do not exist; without it the server says `42883`
select nosuch(1);

select upper();

select * from customers c where d.id = 1;

select id from customers, orders;

select (select id from customers);

select date '2024-02-30';

select 2147483647 + 1;

select '{1,'::int[];

select '{"a": }'::jsonb;

select sum(id) over (order by nope) from orders;

select id from orders union select id, total from orders;

select * from orders order by 99;

select 1 limit -1;

with x as (select 1) select * from y;

select cast('yes' as order_status);

select 'ZZ-1'::sku;

-- with: ["not a number"]
select $1::int;

select 1; select nothing; select 3;

update customers set id = 1 where id = 2; select 1;
