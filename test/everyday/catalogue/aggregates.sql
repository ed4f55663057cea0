-- Aggregates: grouping, sets of groups, filters, ordered sets

select count(*), count(email), count(distinct city), min(born), max(credit), avg(credit), sum(credit) from customers;

select city, count(*) from customers group by city order by 2 desc, 1;

select city, active, count(*) as n from customers group by 1, 2 having count(*) > 1 order by n desc, city, active;

select status, sum(total), round(avg(total), 2) from orders group by status order by status;

select date_trunc('month', placed_at) as month, count(*), sum(total) from orders group by 1 order by 1;

select status, count(*) filter (where total > 500) as large, count(*) filter (where note is null) from orders group by status order by 1;

select city, string_agg(name, ', ' order by id) from customers group by city order by city;

select customer_id, array_agg(id order by id desc) from orders where customer_id < 5 group by customer_id order by 1;

select array_agg(distinct status order by status), bool_and(total > 0), bool_or(note is null), every(id > 0) from orders;

select json_agg(name order by id), jsonb_object_agg(id, name) from categories;

select bit_and(id), bit_or(id), bit_xor(id) from categories;

select stddev(credit), stddev_pop(credit), variance(credit), var_samp(credit) from customers;

select corr(id, credit), regr_slope(credit, id), regr_r2(credit, id), covar_pop(id, credit) from customers;

select percentile_cont(0.5) within group (order by credit), percentile_disc(array[0.25, 0.75]) within group (order by credit), mode() within group (order by city) from customers;

select rank(100) within group (order by credit), percent_rank(100) within group (order by credit) from customers;

select city, active, count(*) from customers group by rollup (city, active) order by 1, 2, 3;

select city, active, count(*), grouping(city, active) from customers group by cube (city, active) order by 4, 1, 2;

select city, status, count(*) from orders o join customers c on c.id = o.customer_id group by grouping sets ((city), (status), ()) order by 1, 2, 3;

select distinct on (customer_id) customer_id, max(total) from orders group by customer_id, status order by customer_id, 2 desc limit 5;

select count(*) from (select distinct city, active from customers) d;

select sum(quantity * price), sum(amount) from order_items;

select o.id, o.note, count(i.line) from orders o left join order_items i on i.order_id = o.id group by o.id order by o.id limit 5;

select width_bucket(total, 0, 1200, 4) as bucket, count(*) from orders group by bucket order by bucket;

select extract(dow from placed_at) as day, count(*) from orders group by extract(dow from placed_at) order by 1;

select case when total < 100 then 'small' else 'large' end as size, count(*) from orders group by size order by size;

select max(placed_at) - min(placed_at), min(shipped_on), max(status) from orders;

select sum(distinct price), avg(all price) from products;

select xmlagg(xmlelement(name c, name) order by id) from categories;

select range_agg(during order by id) from bookings;

select count(*) as "count", sum(id)::text from categories where false;
