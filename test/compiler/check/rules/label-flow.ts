/** Labels that flow: a schema with generated columns, views over views, and a copy that nobody can follow. */

export const schema = `
create table customers (id bigint, ssn text, email text, domain text generated always as (split_part(email, '@', 2)) stored,
  age int generated always as (length(ssn)) stored);
create view people as select id, ssn || email as pair, upper(ssn) as number, id + 1 as next from customers;
create view few as select pair, number from people;
create function spy(bigint) returns text language sql as 'select ssn from customers';
create table spied as select id, cast(spy(id) as text) as x, cast(spy(1) as text) as y from customers;
`;
export const prelude = `
database crm from "crm.sql"
label pii { contact national_id }
classify pii.contact crm.customers.email
classify pii.national_id crm.customers.ssn
`;
