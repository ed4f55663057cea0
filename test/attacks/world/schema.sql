-- What the attacks of test/attacks are made on: protected columns of every family of types, and around them what tempts.
-- Each statement stands alone, and nothing here depends on the server's major version.

create type mood as enum ('calm', 'glad', 'cross');

-- A check that looks something up: whoever can have it run for a text of their own learns whether that is somebody's address.
create function is_known(text) returns boolean language plpgsql stable security definer as $$
begin
  return $1 is null or exists (select from public.people where email = $1);
end $$;
create domain known_address as text check (is_known(value));

create table people (
  id        integer primary key,
  name      text not null,
  -- Open, long and compressible: how it is stored depends on how long the rest of its row is.
  note      text not null,
  email     text not null,
  phone     varchar(24),
  ssn       char(11) not null,
  born      date not null,
  salary    numeric(12,2) not null,
  score     integer not null,
  ratio     double precision not null,
  seen_at   timestamptz not null,
  network   inet,
  profile   jsonb not null,
  letter    xml,
  photo     bytea not null,
  tags      text[] not null,
  token     uuid not null,
  active    boolean not null,
  feeling   mood not null,
  span      int4range not null,
  place     point not null,
  words     tsvector not null,
  -- Labelled as what it is made of.
  domain    text generated always as (split_part(email, '@', 2)) stored
);

create index people_email on people (email);
create index people_rich on people (id) where salary > 5000000;
create statistics people_together (dependencies, mcv) on score, active from people;

-- Made of a protected column, and labelled by nobody: the label flows to it.
create table echoes (
  id     integer primary key,
  email  text not null,
  echo   text generated always as (upper(email)) stored
);

-- Open.
create table orders (
  id         integer primary key,
  person     integer not null references people (id),
  region     text,
  amount     numeric(10,2) not null,
  contact    known_address
);

-- Open, and may be written.
create table diary (
  id      integer primary key,
  person  integer references people (id),
  entry   text,
  check (id < 1000000)
);
create unique index diary_entry on diary (entry);

-- May be written, but what hangs on it is protected, or says aloud what it sees.
create table baskets (
  id    integer primary key,
  note  text
);
create table basket_items (
  basket  integer references baskets (id) on update cascade on delete cascade,
  owner   text not null,
  check (basket < 1000 or length(owner) > 100)
);
create table ledger (
  id    integer primary key,
  note  text
);
create function announce() returns trigger language plpgsql security definer as $$
begin
  raise notice '%', (select email from public.people where id = new.id);
  return new;
end $$;
create trigger announce before insert on ledger for each row execute function announce();

-- Protected, and may be written. What is masked in them is unique, checked, referred to, computed with, and chooses partitions.
create table accounts (
  id      integer primary key,
  name    text,
  tier    integer default 1,
  credit  integer default 1,
  email   text,
  pin     text unique,
  share   integer generated always as (tier / credit) stored,
  check (tier < 10 or credit > 50000)
);
create index accounts_by_both on accounts (name, email);
create table handles (
  handle  text primary key
);
create table mentions (
  id      integer primary key,
  handle  text references handles (handle)
);
create table grants (
  id      integer,
  level   integer,
  note    text
) partition by range (id, level);
create table grants_low partition of grants for values from (0, 0) to (5, 3);
create table grants_high partition of grants for values from (5, 3) to (100, 3);

-- Denied altogether.
create table payments (
  id      integer primary key,
  person  integer not null references people (id),
  card    text not null
);

-- Rows come by the parent's name as well.
create table visits (
  id       integer not null,
  day      date not null,
  visitor  text not null
) partition by range (day);
create table visits_early partition of visits for values from ('2020-01-01') to ('2024-01-01');
create table visits_late partition of visits for values from ('2024-01-01') to ('2030-01-01');

create table papers (
  id    integer not null,
  body  text not null
);
create table letters (
  sender  text not null
) inherits (papers);

-- Names that must be quoted, that fold, that fill all 63 bytes, that are keywords or functions.
create schema "Odd ""Names""";
create table "Odd ""Names"""."Людей.таблица" (
  "select"      integer primary key,
  "Geheim/ß"    text not null,
  "open ""col"  text not null
);
create table "People" (
  id     integer primary key,
  email  text not null
);
create table upper (
  id     integer primary key,
  email  text not null
);
create table a_name_that_is_exactly_sixty_bytes_long_so_that_a_cut_counts (
  id     integer primary key,
  email  text not null
);

-- The same name twice: the search path decides.
create schema archive;
create table archive.people (
  id     integer primary key,
  email  text not null
);
create table archive.notes (
  id     integer primary key,
  email  text not null
);

-- May be looked up by what is protected in it.
create table registry (
  id      integer primary key,
  mail    text not null,
  number  bigint not null
);
create index registry_mail on registry (mail);
create unique index registry_number on registry (number);

-- One number of its rows is protected, the other is not; each has a sequence.
create sequence tally_numbers;
create table tallies (
  id      serial primary key,
  secret  integer default nextval('tally_numbers'),
  note    text
);

-- Rows that only their handler may see, and what refers to them.
create table depots (
  id  integer primary key
);
create table deliveries (
  id       integer primary key,
  handler  text not null,
  weight   bigint not null,
  place    text not null,
  code     text not null,
  depot    integer references depots (id)
);
create table express_deliveries () inherits (deliveries);
create table parcels (
  id        integer primary key,
  delivery  integer not null references deliveries (id)
);

-- Open but for what is found in texts and what a path leads to.
create table tickets (
  id     integer primary key,
  body   text not null,
  lines  text[] not null,
  code   varchar(30) not null,
  meta   jsonb not null,
  raw    json not null
);

-- Open but for what is found in documents, wherever it stands.
create table receipts (
  id     integer primary key,
  log    jsonb not null,
  trace  json not null
);

-- Of which the proxy's role sees rows by what is protected in another table.
create table memos (
  id    integer primary key,
  note  text not null
);
alter table memos enable row level security;
create policy memos_of_the_active on memos using (exists (select from people p where p.id = memos.id and p.active));

-- Ways around, which somebody else left in the database.
create view people_view as select id, email, salary from people;
create view people_barrier with (security_barrier) as select id, email from people where active;
create view people_statistics as select tablename, most_common_vals::text as common from pg_catalog.pg_stats;
create materialized view people_copy as select id, email from people with no data;
create materialized view people_counts as select left(email, 13) as first, count(*) as people, max(ssn) as ssn from people group by left(email, 13) with no data;
create materialized view people_well_paid as select id from people where salary > 4002000 with no data;
create materialized view people_ranks as select id, rank() over by_salary as place from people window by_salary as (order by salary desc) with no data;
create materialized view people_orders as select o.id, p.name, p.token, o.region from orders o join people p on p.id = o.person with no data;
create materialized view delivery_copy as select id, place from deliveries with no data;
create view delivery_shares as select id, place, 100 / weight as share from deliveries;
create view delivery_sums as select handler, sum(100 / weight) as shares, max(code::integer) as code from deliveries group by handler;
create function leak() returns text language sql stable security definer as $$ select email from public.people where id = 1 $$;
create function leak(people) returns text language sql stable as $$ select $1.email $$;
create function leaks() returns setof people language sql stable security definer as $$ select * from public.people $$;
create function archive.upper(text) returns text language sql stable security definer as $$ select email from public.people where id = 1 $$;
create function same_address(text, text) returns boolean language sql stable security definer
  as $$ select exists (select from public.people where email = $1 || $2) $$;
create view people_overheard as select id, archive.upper(email) as email from people;
create operator === (leftarg = text, rightarg = text, function = same_address);
create aggregate glue (text) (sfunc = textcat, stype = text, initcond = '');
create sequence people_serial;
