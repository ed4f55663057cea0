-- Some work of a shop, for pgbench.
\set customer random(1, 30)
\set product random(1, 40)
begin;
select id, name, credit from customers where id = :customer;
select p.title, p.price, c.name from products p left join categories c on c.id = p.category_id where p.id = :product;
update products set stock = stock + 1 where id = :product;
insert into measurements (sensor, at, value) values (:customer + :client_id * 1000, timestamptz '2025-01-01' + random() * interval '300 days', :product) on conflict do nothing;
select count(*) from patients where ward = 'A';
end;
