CREATE TABLE customers (
  id     bigint PRIMARY KEY,
  name   text NOT NULL,
  region text NOT NULL,
  email  text NOT NULL,
  ssn    text NOT NULL
);

CREATE TABLE cards (
  customer_id bigint NOT NULL REFERENCES customers (id),
  number      text NOT NULL
);

CREATE TABLE orders (
  id          bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  cents       bigint NOT NULL
);

CREATE TABLE nightly_reports (
  made_at   timestamptz NOT NULL DEFAULT now(),
  customers bigint NOT NULL,
  matched   bigint NOT NULL
);
