-- EXPLAIN of what is open

explain select * from orders where id = 5;

explain (costs off) select c.name, count(*) from customers c join orders o on o.customer_id = c.id group by c.name order by 2;

explain (verbose, costs off, format json) select id from customers where email = 'c1@example.org';

explain (analyze, timing off, summary off, buffers off) select count(*) from orders where total > 100;

explain (format xml, costs off) select 1;

explain (format yaml, settings off) select * from products where category_id = 2 order by price desc;

explain (costs off) with recursive n (i) as (select 1 union all select i + 1 from n where i < 3) select * from n;

explain (costs off) select * from measurements where at > '2025-02-01';

-- refused: EXPLAIN of anything but a SELECT
-- why: a plan of a write shows more than one of a query; explain the query in it
explain update orders set note = 'x' where id = 1;
