-- The schema of the CRM, as the migrations left it. Policies are checked against this file;
-- `pg_dump --schema-only` of the live database would serve as well.

create type customer_segment as enum ('consumer', 'small_business', 'enterprise');
create type order_status as enum ('pending', 'paid', 'shipped', 'delivered', 'returned', 'cancelled');
create type payment_method as enum ('card', 'invoice', 'transfer');
create type ticket_status as enum ('open', 'waiting', 'closed');

create table customers (
  id              bigint generated always as identity primary key,
  public_id       uuid not null unique,
  full_name       text not null,
  email           text not null unique,
  phone           varchar(24),
  ssn             varchar(11) not null,
  date_of_birth   date not null,
  street          text not null,
  city            text not null,
  postal_code     varchar(12) not null,
  country         char(2) not null,
  segment         customer_segment not null default 'consumer',
  credit_limit    numeric(10,2) not null default 0,
  newsletter      boolean not null default false,
  preferences     jsonb not null default '{}',
  last_login_from inet,
  created_at      timestamptz not null default now()
);

comment on table customers is 'One row for each person who ever ordered.';
comment on column customers.ssn is 'Only for the credit check. Never leaves the company.';

create index customers_country_idx on customers (country, segment);

create table orders (
  id           bigint generated always as identity primary key,
  customer_id  bigint not null references customers (id),
  status       order_status not null default 'pending',
  items        integer not null check (items > 0),
  total        numeric(10,2) not null check (total >= 0),
  currency     char(3) not null,
  placed_at    timestamptz not null default now()
);

create index orders_customer_idx on orders (customer_id, placed_at);

create table payments (
  id           bigint generated always as identity primary key,
  order_id     bigint not null references orders (id),
  method       payment_method not null,
  card_holder  text,
  card_number  varchar(19),
  amount       numeric(10,2) not null,
  authorised   boolean not null,
  paid_at      timestamptz not null
);

create index payments_order_idx on payments (order_id);

comment on column payments.card_number is 'As the old shop stored it: in the clear.';

create table support_tickets (
  id             bigint generated always as identity primary key,
  customer_id    bigint references customers (id),
  contact_email  text not null,
  status         ticket_status not null default 'open',
  priority       smallint not null check (priority between 1 and 4),
  subject        text not null,
  body           text not null,
  opened_at      timestamptz not null default now()
);

comment on column support_tickets.body is 'What the customer wrote. Quotes phone and card numbers at times.';

-- What the nightly pipeline makes of the tables above, for the analysts.
create table enriched_customers (
  customer_id     bigint primary key references customers (id),
  contact_key     text not null,
  ssn_last4       varchar(4),
  orders          integer not null,
  lifetime_value  numeric(12,2) not null,
  open_tickets    integer not null,
  enriched_at     timestamptz not null default now()
);
