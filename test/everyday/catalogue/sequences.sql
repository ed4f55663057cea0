-- Sequences of columns: for whoever may insert into their tables

select nextval('orders_id_seq');

select nextval('public.orders_id_seq'::regclass), currval('orders_id_seq'), lastval();

-- fails
select currval('products_id_seq');

-- fails
select lastval();

-- fails
select nextval('nothing_like_this');

insert into orders (id, customer_id, total) values (nextval('orders_id_seq'), 3, 10) returning id, total;

begin;
insert into orders (customer_id) values (4);
insert into order_items (order_id, line, product_id, quantity, price) values (currval('orders_id_seq'), 1, 2, 3, 4.5);
insert into order_items (order_id, line, product_id, quantity, price) values (lastval(), 2, 2, 3, 4.5) returning order_id, line;
rollback;

insert into customers (id, name) select nextval('customers_id_seq'), 'Copy of ' || name from customers where id < 3 returning name;

select nextval(pg_get_serial_sequence('orders', 'id')), currval(pg_get_serial_sequence('public.orders', 'id'));

select setval('products_id_seq', 100), setval('products_id_seq', 41, false);

SELECT setval(pg_get_serial_sequence('"products"', 'id'), coalesce(max("id"), 1), max("id") IS NOT null) FROM "products";

SELECT setval('orders_id_seq', (SELECT MAX(id) FROM orders) + 1);

select nextval('orders_id_seq') from generate_series(1, 3);

-- with: ["orders_id_seq"]
-- refused: cannot tell which sequence
-- why: at Parse a parameter could be any sequence; write its name as a literal
select nextval($1::regclass);

-- refused: belongs to no column
-- why: policies speak of tables: whoever may insert into one may use the sequence of its column; `ALTER SEQUENCE … OWNED BY` gives it one
insert into orders (id, customer_id) values (nextval('ticket_numbers'), 1);
