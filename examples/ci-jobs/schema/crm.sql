create table customers (
  id   integer,
  name text,
  ssn  text
);

create table orders (
  id          integer,
  customer_id integer
);
