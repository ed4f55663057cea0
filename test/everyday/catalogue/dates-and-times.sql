-- Dates, times, intervals, zones

select date '2024-02-29' + 1, date '2024-03-01' - date '2024-02-01', date '2024-01-31' + interval '1 month', timestamp '2024-01-01' - timestamp '2023-06-15 12:00';

select extract(year from placed_at), extract(epoch from placed_at), date_part('hour', placed_at), extract(isodow from placed_at), extract(week from placed_at), extract(quarter from placed_at) from orders order by id limit 3;

select date_trunc('week', placed_at), date_trunc('hour', created_at, 'Europe/Oslo') from orders o join customers c on c.id = o.customer_id order by o.id limit 3;

select date_bin('15 minutes', placed_at, '2024-01-01') from orders order by id limit 3;

select age(timestamp '2024-03-01', timestamp '2000-02-29'), justify_days(interval '65 days'), justify_hours(interval '49 hours'), justify_interval(interval '1 mon -1 hour');

select to_char(placed_at, 'YYYY-MM-DD HH24:MI:SS'), to_char(placed_at, 'FMDay, DD FMMonth YYYY'), to_char(total, '999G990D00'), to_char(id, 'FM0000') from orders order by id limit 3;

select to_date('05 Dec 2000', 'DD Mon YYYY'), to_timestamp('2024-02-01 10:11', 'YYYY-MM-DD HH24:MI'), to_timestamp(1700000000), to_number('1,234.5', '9G999D9');

select make_date(2024, 2, 29), make_time(10, 5, 3.5), make_timestamp(2024, 1, 2, 3, 4, 5), make_interval(days => 3, hours => 2), make_timestamptz(2024, 1, 2, 3, 4, 5, 'UTC');

select created_at at time zone 'America/New_York', created_at at time zone interval '02:00', timezone('Asia/Tokyo', created_at) from customers order by id limit 3;

select id from customers where created_at >= '2024-01-05' and created_at < timestamptz '2024-01-05' + interval '3 days' order by id;

select id from orders where shipped_on is null and placed_at > date '2024-02-20' order by id limit 5;

select id from customers where extract(month from born) = 2 order by id;

select (timestamp '2024-01-01', timestamp '2024-02-01') overlaps (date '2024-01-15', interval '2 days'), isfinite(date 'infinity'), 'epoch'::timestamp;

select now() = transaction_timestamp(), statement_timestamp() >= transaction_timestamp(), clock_timestamp() >= now(), timeofday() is not null;

select interval '1 year 2 months 3 days 04:05:06', interval '1-2' year to month, interval 'P1DT2H', '90 minutes'::interval, interval '1 day' * 2.5, extract(day from interval '40 days');

select time '10:00' + interval '90 minutes', time with time zone '10:00+02', timetz '11:00-05' at time zone 'UTC';

select d::date, to_char(d, 'Dy') from generate_series(timestamp '2024-02-26', '2024-03-02', interval '1 day') as d;

select count(*) from measurements where at >= '2024-12-01' and at < '2025-02-01';

select sensor, date_trunc('month', at) as month, round(avg(value)::numeric, 3) from measurements group by 1, 2 order by 1, 2;

-- with: ["2024-02-01", "7 days"]
select count(*) from orders where placed_at between $1::timestamp and $1::timestamp + $2::interval;

select date '2024-01-01' <= current_date, current_time is null, localtime is null;

select upper(during) - lower(during), during @> timestamp '2024-03-01 09:30', isempty(seats), seats * '[3,5)', seats && '[8,20)', lower_inc(seats) from bookings order by id;

select int4range(1, 10) - int4range(5, 20), '[1,5]'::int8range, daterange('2024-01-01', null), tstzrange('2024-01-01Z', '2024-02-01Z', '[]'), int4multirange(int4range(1, 3), int4range(8, 9));
