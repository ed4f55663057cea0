-- Joins, of every kind and with every way to name what they meet on

select o.id, c.name from orders o join customers c on c.id = o.customer_id where o.id < 6 order by o.id;

select o.id, c.name from orders o, customers c where c.id = o.customer_id and o.total > 1000 order by o.id;

select c.id, o.id from customers c left join orders o on o.customer_id = c.id and o.status = 'returned' order by 1, 2 limit 12;

select c.id, o.id from orders o right join customers c on o.customer_id = c.id and o.total > 900 order by 1, 2 limit 12;

select e.name, m.name from employees e full join employees m on e.manager_id = m.id order by e.id, m.id;

select count(*) from categories cross join employees;

select a.id, b.id from categories a inner join categories b on a.parent_id = b.id order by 1;

select * from order_items natural join (select id as order_id, status from orders) o where order_id < 4 order by order_id, line;

select order_id, line, status from order_items join (select id as order_id, status from orders) o using (order_id) where order_id < 4 order by 1, 2;

select x.order_id from order_items join (select id as order_id from orders) o using (order_id) as x where x.order_id < 3 order by 1;

select c.name, p.title, sum(i.quantity) as sold
  from customers c
  join orders o on o.customer_id = c.id
  join order_items i on i.order_id = o.id
  join products p on p.id = i.product_id
  left join categories k on k.id = p.category_id
 where k.name <> 'maps' group by c.name, p.title having sum(i.quantity) > 4 order by sold desc, 1, 2 limit 10;

select c.id, last.id, last.total from customers c
 cross join lateral (select o.id, o.total from orders o where o.customer_id = c.id order by o.placed_at desc limit 1) last order by c.id;

select c.id, t.tag from customers c, unnest(c.tags) as t (tag) where c.id < 5 order by 1, 2;

select c.id, t.tag, t.n from customers c left join lateral unnest(c.tags) with ordinality as t (tag, n) on true where c.id < 5 order by 1, 3;

select o.id from orders o where exists (select from order_items i where i.order_id = o.id and i.quantity = 5) order by 1 limit 9;

select o.id from orders o where not exists (select 1 from order_items i where i.order_id = o.id) order by 1;

select t.id, t.total, t.lines from order_totals t where t.customer_id = 4 order by t.id;

select a.name, t.total from active_customers a join order_totals t on t.customer_id = a.id where t.total > 300 order by t.total desc, t.id;

select s.a, s.b from generate_series(1, 3) as g (a) join (values (1, 'x'), (3, 'z')) as s (a, b) on s.a = g.a order by 1;

select * from rows from (generate_series(1, 3), unnest(array['a', 'b'])) as r (n, letter);

select g, d::date from generate_series(1, 3) g, generate_series('2024-01-01'::date, '2024-01-03', '1 day') d order by 1, 2;

select coalesce(a.id, b.id) from (values (1), (2)) a (id) full outer join (values (2), (3)) b (id) on a.id = b.id order by 1;
