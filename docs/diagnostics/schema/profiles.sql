-- People with documents of JSON, for the examples that need some.

create table people (
  id       bigint primary key,
  note     text,
  born     date,
  profile  jsonb
);
