create table customers (
  id     bigint primary key,
  name   text not null,
  email  text not null,
  phone  varchar(24),
  ssn    char(11),
  region varchar(12) not null
);

create table orders (
  id          bigint primary key,
  customer_id bigint not null references customers,
  region      varchar(12) not null,
  amount      numeric(12, 2) not null
);

create table enriched_customers (
  id    bigint primary key,
  score integer not null
);

create table payments (
  id          bigint primary key,
  order_id    bigint not null references orders,
  card_number varchar(19) not null,
  amount      numeric(12, 2) not null
);
