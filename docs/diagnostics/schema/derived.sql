-- A view, for the pages on labels that flow.

create table customers (
  id     bigint primary key,
  email  text not null,
  ssn    varchar(11) not null
);

create view customer_contacts as select id, lower(email) as email from customers;
