create table invoices (
  id     bigint primary key,
  total  numeric(10,2) not null
);

do $$
begin
  execute 'alter table invoices add column iban text';
end
$$;
