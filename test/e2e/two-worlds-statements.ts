/**
 * What the contractor asks in both worlds. One line each, by family; where the answer must come for the test to mean
 * anything, it says so. A statement that is denied must be denied alike, and so must one that fails.
 */

export interface Asked {
  readonly sql: string;
  /** `answered`: without an error in both worlds. `alike`: with whatever comes, as long as it is the same. */
  readonly outcome: 'answered' | 'alike';
}

const answered = (...statements: string[]): Asked[] =>
  statements.map((sql) => ({ sql, outcome: 'answered' }));
const alike = (...statements: string[]): Asked[] => statements.map((sql) => ({ sql, outcome: 'alike' }));

export const READS: readonly Asked[] = [
  // From here on both are told what is masked, in the same bytes
  ...answered('set dlp.notices = on', 'show dlp.notices'),

  // Columns as they are, and everything computed from them
  ...answered(
    'select * from customers',
    'select id, email, phone, ssn, date_of_birth, last_login_from from customers order by id',
    "select id, upper(full_name), lower(email), length(ssn), full_name || ' <' || email || '>' from customers order by id",
    "select id, substr(ssn, 1, 3), replace(email, '@', ' at '), md5(email), left(phone, 4) from customers order by id",
    'select id, phone is null as unknown, coalesce(phone, email) from customers order by id',
    "select id, case when ssn like '9%' then 'ninety' when email ~ '^a' then 'a' else 'else' end from customers order by id",
    'select id, date_of_birth + 1, extract(year from date_of_birth) from customers order by id',
    'select id, ssn::char(3), email::varchar(5), id::text || ssn from customers order by id',
    'select id, host(last_login_from), family(last_login_from) from customers order by id',
    'select id, encode(convert_to(email, $$UTF8$$), $$hex$$) from customers order by id limit 50',
    'select id, nullif(email, phone), greatest(email, full_name) from customers order by id limit 100',
  ),

  // Filters, order, groups
  ...answered(
    "select id from customers where email like '%@example.com'",
    "select id from customers where date_of_birth < '1970-01-01' order by id",
    "select count(*) from customers where ssn between '900' and '950'",
    'select id from customers where phone is null',
    "select id from customers where last_login_from <<= inet '192.0.2.0/24'",
    'select id from customers order by ssn, id limit 20',
    'select id from customers order by email desc nulls first, id limit 20',
    'select email, count(*) from customers group by email order by 2 desc, 1 limit 5',
    'select upper(ssn), count(*) from customers group by 1',
    'select left(postal_code, 2), country, count(*) from customers group by 1, 2 order by 1, 2',
    'select country, count(distinct email), count(phone), min(ssn), max(date_of_birth) from customers group by country order by country',
    'select country from customers group by country having min(email) < max(email) order by 1',
    'select distinct ssn from customers',
    'select distinct on (email) id, email from customers order by email, id',
    'select string_agg(email, $$,$$ order by id) from customers where id < 50',
    'select country, array_agg(ssn order by id) from customers group by country order by country',
    'select country, email, count(*) from customers group by rollup (country, email) order by 1, 2',
  ),

  // Whole rows
  ...answered(
    'select c from customers c order by id limit 20',
    'select count(c) from customers c',
    'select row_to_json(c) from customers c order by id limit 20',
    'select to_jsonb(c) - $$id$$ from customers c order by id limit 20',
    'select json_agg(c order by id) from customers c where id < 10',
    'select (c).email, (c).ssn from customers c order by id limit 20',
    'select c.* from customers as c order by c.id limit 5',
    'select id from customers c where c.email = (c).email order by id limit 5',
    'select c = c, c::text from customers c order by id limit 5',
  ),
  ...alike('select email(c) from customers c limit 5'),

  // Around more than one relation
  ...answered(
    'select c.id, t.id from customers c join support_tickets t on t.contact_email = c.email where c.id < 5 and t.id < 50 order by 1, 2',
    'select o.id, c.email from orders o join customers c on c.id = o.customer_id order by o.id limit 100',
    'select c.id, c.ssn, o.total from customers c left join orders o on o.customer_id = c.id and c.ssn < o.currency order by 1, 3 limit 50',
    'select a.id, b.id from customers a join customers b using (ssn) where a.id < 4 and b.id < 4 order by 1, 2',
    'select id from customers where email in (select contact_email from support_tickets) order by id limit 10',
    'select id from customers c where exists (select from support_tickets t where t.contact_email = c.email and t.id < 20) order by id limit 10',
    'select c.id, x.subject from customers c, lateral (select subject from support_tickets t where t.customer_id = c.id order by t.id limit 1) x order by c.id limit 50',
    'select (select email from customers c where c.id = o.customer_id) from orders o order by o.id limit 30',
    'select email from customers union select contact_email from support_tickets order by 1',
    'select email from customers intersect select contact_email from support_tickets',
    'select contact_email from support_tickets except select email from customers',
    'with c as (select id, email e from customers), d as (select e, count(*) n from c group by e) select * from d order by n desc limit 5',
    'with recursive r(n, s) as (select 1, min(ssn) from customers union all select n + 1, s from r where n < 5) select * from r',
    "with customers as (select 'mine' as email) select email from customers",
    'select id, rank() over (order by ssn), lag(email) over (order by id), count(*) over (partition by email) from customers order by id limit 50',
    'select * from (values (1, $$x$$)) v(id, email) join customers using (id)',
    'select priority, subject, body from support_tickets order by id',
    "select id from support_tickets where body like '%card%' order by id",
  ),

  // Errors must not tell either
  ...alike(
    'select 1 / (length(ssn) - 11) from customers',
    'select 1 / (length(email) - 10) from customers',
    'select ssn::integer from customers',
    'select id, 1 / (id - 7), ssn from customers order by id',
    'select date_of_birth::text::integer from customers',
    "select (email || ' not json')::jsonb from customers",
    'select ssn::inet from customers where id = 3',
    'select * from customers where id = email',
    'select nothing from customers',
    'select email.x from customers',
    'select substr(email, 1, -1) from customers',
    'select repeat(ssn, 1000000000) from customers',
    "select set_config('application_name', email, false) from customers limit 1",
  ),

  // What stands around the data
  ...alike(
    'select ctid from customers order by id limit 5',
    'select ctid, xmin, tableoid from support_tickets limit 5',
    'select pg_column_size(email) from customers limit 5',
    "select pg_relation_size('customers')",
    "select relpages, reltuples from pg_class where relname = 'customers'",
    "select most_common_vals, histogram_bounds from pg_stats where tablename = 'customers'",
    "select stavalues1 from pg_statistic where starelid = 'customers'::regclass",
    'explain select * from customers where email = $$a$$',
    'explain (analyze, costs off, timing off, summary off, buffers off) select * from customers where phone is null',
    'select * from customers tablesample system (10) repeatable (1)',
    'select id, email, ssn from customers tablesample bernoulli (100) order by id',
    'select id, email from customers where id = 3 for update',
    'merge into enriched_customers e using customers c on c.id = e.customer_id when matched then delete',
    "select query_to_xml('select email from customers', true, false, '')",
    "select table_to_xml('customers', true, false, '')",
    "select database_to_xml(true, false, '')",
    'select currval(pg_get_serial_sequence($$customers$$, $$id$$))',
    'select card_number from payments',
    'select * from enriched_customers',
    'table customers',
    'select from customers limit 3',
  ),
];

/** Statements that are no read, or no plain one. Their effects must be alike, and so must their refusals. */
export const OTHERS: readonly Asked[] = alike(
  'drop table customers',
  'update customers set email = email',
  'delete from customers where ssn like $$9%$$ returning id',
  'insert into enriched_customers select id, email, right(ssn, 4), 0, 0, 0, now() from customers',
  'create temporary table mine as select email from customers',
  'select email into mine from customers',
  'copy customers to stdout',
  'copy customers (email) to stdout',
  'copy (select email, ssn from customers order by id) to stdout',
  'copy (select * from customers order by id) to stdout with (format csv, header)',
  "copy (select email from customers) to program 'cat'",
  "do $$ begin raise notice '%', (select email from customers limit 1); end $$",
  'declare c cursor with hold for select email from customers',
  'begin; declare c scroll cursor for select email, ssn from customers order by id; fetch 2 from c; move last in c; fetch backward 3 from c; rollback',
  'prepare p as select email from customers where id = $1',
  'execute p(1)',
  'create view mine as select * from customers',
  'create function f() returns text language sql as $$ select email from customers limit 1 $$',
  'listen customers',
  'lock table customers',
  'set role postgres',
  "select lo_from_bytea(0, 'x')",
  'analyze verbose customers',
  'select 1; select email from customers order by id limit 2; select 2',
  'begin; select ssn from customers order by id limit 1; rollback',
  'show all',
  'discard all',
);
