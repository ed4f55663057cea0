-- WITH: plain, recursive, materialized, nested

with busy as (select customer_id, count(*) as n from orders group by 1) select c.name, b.n from customers c join busy b on b.customer_id = c.id order by n desc, c.id limit 5;

with a as (select id from categories), b (number) as (select id from a where id > 2) select * from b order by 1;

with recursive n (i) as (select 1 union all select i + 1 from n where i < 10) select sum(i), max(i) from n;

with recursive tree as (
  select id, parent_id, name, 0 as depth, name::text as path from categories where parent_id is null
  union all
  select c.id, c.parent_id, c.name, t.depth + 1, t.path || ' > ' || c.name from categories c join tree t on c.parent_id = t.id
) select * from tree order by path;

with recursive chain as (select id, manager_id, name from employees where id = 7 union select e.id, e.manager_id, e.name from employees e join chain on e.id = chain.manager_id) select name from chain order by id;

with recursive t (id, parent_id) as (select id, parent_id from categories where id = 1 union all select c.id, c.parent_id from categories c join t on c.parent_id = t.id)
  search depth first by id set ordering select id from t order by ordering;

with recursive g (a, b) as (values (1, 2), (2, 3), (3, 1)), w as (select a, b from g where a = 1 union all select g.a, g.b from g join w on g.a = w.b)
  cycle a set looped using way select a, b, looped from w order by way;

with m as materialized (select * from products where price > 50) select count(*) from m;

with m as not materialized (select * from products) select id from m where id = 3;

with t as (select 1 as x) select (with u as (select 2 as y) select x + y from t, u);

with totals as (select customer_id, sum(total) as s from orders group by 1), ranks as (select *, ntile(3) over (order by s) as third from totals)
select third, count(*), min(s), max(s) from ranks group by third order by third;

with orders as (select 1 as id) select id from orders;

select * from (with x as (select id from customers where id < 4) select id, id * 2 as twice from x) y order by id;

with v (a, b) as (values (1, 'x'), (2, 'y')) select a, b from v where a = 2;

with months as (select generate_series('2024-02-01'::timestamp, '2024-04-01', '1 month') as m)
select m::date, count(o.id), coalesce(sum(o.total), 0) from months left join orders o on date_trunc('month', o.placed_at) = m group by m order by m;
