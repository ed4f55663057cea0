create table customers (
  id     bigint primary key,
  name   text not null,
  email  text not null,
  phone  varchar(24),
  ssn    char(11),
  region text not null
);

create table orders (
  id          bigint primary key,
  customer_id bigint not null references customers,
  region      text not null,
  amount      numeric(12, 2) not null
);

create table enriched_customers (
  id    bigint primary key,
  score integer not null
);
