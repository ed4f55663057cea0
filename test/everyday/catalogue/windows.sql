-- Window functions

select id, row_number() over (order by credit desc, id), rank() over (order by city), dense_rank() over (order by city) from customers order by id;

select id, customer_id, sum(total) over (partition by customer_id order by id) as running from orders where customer_id < 4 order by id;

select id, lag(total) over (order by id), lead(total, 2, 0) over (order by id) from orders order by id limit 6;

select id, first_value(total) over w, last_value(total) over w, nth_value(total, 2) over w from orders
window w as (partition by status order by id rows between unbounded preceding and unbounded following) order by id limit 6;

select id, avg(total) over (order by id rows between 2 preceding and current row) from orders order by id limit 6;

select id, sum(total) over (order by placed_at range between interval '1 day' preceding and interval '1 day' following) from orders order by id limit 6;

select id, count(*) over (order by customer_id groups between 1 preceding and 1 following exclude ties) from orders order by id limit 6;

select id, ntile(4) over (order by id), percent_rank() over (order by id), cume_dist() over (order by id) from categories order by id;

select name, department, salary, salary - avg(salary) over (partition by department) as above from employees order by id;

select name, salary, max(salary) filter (where hired > '2015-01-01') over () from employees order by id;

select * from (select id, customer_id, row_number() over (partition by customer_id order by total desc, id) as n from orders) ranked where n = 1 order by id limit 5;

select city, count(*), sum(count(*)) over (order by city rows unbounded preceding) from customers group by city order by city;

select id, sum(total) over w1, count(*) over w2 from orders window w1 as (partition by status), w2 as (w1 order by id) order by id limit 5;

select distinct department, count(*) over (partition by department) from employees order by 1;

select id, total / sum(total) over () * 100 as share from orders order by share desc, id limit 3;

select sensor, at, value - lag(value) over (partition by sensor order by at) as step from measurements where sensor = 1 order by at limit 5;
