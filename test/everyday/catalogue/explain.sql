-- EXPLAIN of what is open

explain select * from orders where id = 5;

explain (costs off) select c.name, count(*) from customers c join orders o on o.customer_id = c.id group by c.name order by 2;

explain (verbose, costs off, format json) select id from customers where email = 'c1@example.org';

explain (analyze, timing off, summary off, buffers off) select count(*) from orders where total > 100;

explain (format xml, costs off) select 1;

explain (format yaml, settings off) select * from products where category_id = 2 order by price desc;

explain (costs off) with recursive n (i) as (select 1 union all select i + 1 from n where i < 3) select * from n;

explain (costs off) select * from measurements where at > '2025-02-01';

explain update orders set note = 'x' where id = 1;

explain (costs off, verbose) insert into settings (key) select name from categories on conflict (key) do update set value = null returning key;

explain (format json, costs off) delete from order_items using orders where orders.id = order_items.order_id and orders.status = 'returned';

explain (format yaml, costs off) merge into settings s using categories c on s.key = c.name when matched then delete when not matched then insert (key) values (c.name);

explain (analyze off, settings, summary off) update products set stock = stock - 1 where id = 3;

explain (generic_plan, costs off) select * from orders where id = $1;

prepare p (int) as select id, name from customers where id = $1;
explain (costs off) execute p (3);
explain (format xml) execute p (4);
deallocate p;

prepare u as update orders set note = 'x' where id = $1;
explain (costs off) execute u (7);
deallocate u;

-- refused: EXPLAIN ANALYZE of a SELECT only
-- why: it runs what it explains, and a plan with what happened shows more than the write would; leave ANALYZE out
explain analyze update orders set note = 'x' where id = 1;

explain (costs off) declare c cursor for select id from categories;
