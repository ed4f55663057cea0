-- The schema that the examples of docs/language.md are checked against.

create table customers (
  id      bigint primary key,
  name    text not null,
  email   text not null,
  phone   varchar(24),
  ssn     varchar(11) not null,
  region  text not null
);

create table orders (
  id           bigint primary key,
  customer_id  bigint not null references customers (id),
  total        numeric(10,2) not null
);

create table payments (
  id           bigint primary key,
  order_id     bigint not null references orders (id),
  card_number  varchar(19) not null
);

create table tickets (
  id       bigint primary key,
  subject  text not null,
  body     text not null,
  meta     jsonb
);
