/** A small project for the tests of features. */

export const CRM_SCHEMA = `-- create table decoy (email text);
create table customers (
  id integer primary key,
  email text not null,
  ssn text,
  region text
);
create table orders (id integer primary key, customer_id integer, "Total" numeric(10, 2));
create view mails as select email from customers;
comment on column customers.ssn is 'Social security number';
`;

export const CRM_POLICY = `database crm from "crm.sql"
/// About people.
label pii { contact national_id }
classify pii.contact crm.customers.email
classify pii.national_id crm.customers.ssn
group support = "support" in caller.groups
policy desk for support {
  on crm {
    allow select on customers
    reveal pii.contact
    mask pii.national_id with keep_last(4)
  }
}
`;
