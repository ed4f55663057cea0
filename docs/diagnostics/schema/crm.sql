-- The schema that the examples of these pages are checked against.

create table customers (
  id     bigint primary key,
  name   text not null,
  email  text not null,
  ssn    varchar(11) not null,
  region text
);

create table orders (
  id           bigint not null,
  customer_id  bigint not null references customers (id),
  placed_at    date not null,
  total        numeric(10,2) not null,
  note         text,
  region       text
) partition by range (placed_at);

create table orders_2026 partition of orders for values from ('2026-01-01') to ('2027-01-01');

create view customer_names as select id, name from customers;

create materialized view customer_regions as select id, name from customers;

create server network foreign data wrapper postgres_fdw;

create foreign table card_network (id bigint, card_number text) server network;
