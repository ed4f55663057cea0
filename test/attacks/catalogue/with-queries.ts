/** Common table expressions, and names that they shadow. */
import { attack, denied, type Family, fails, masked } from '../attack.ts';

export const withQueries: Family = {
  name: 'WITH and shadowing',
  about:
    'A common table expression can take the name of a table, so that a reader may take the one for the other.',
  attacks: [
    attack(
      'renamed',
      'passes rows on under another name',
      'with c as (select id, email as e from people) select * from c order by id',
      masked(),
    ),
    attack(
      'same-name',
      'gives an expression the name of the table that it reads',
      'with people as (select * from people) select * from people order by id',
      masked(),
    ),
    attack(
      'gone-again',
      'reads the table where the expression of its name can no longer be seen',
      'select * from (with people as (select 1 as email) select email from people) a, people b order by b.id',
      masked(),
    ),
    attack(
      'not-there-yet',
      'reads the table before the expression of its name',
      'with a as (select email from people), people as (select 1) select * from a order by 1',
      masked(),
    ),
    attack(
      'in-another-branch',
      'reads the table beside a query that shadows it',
      "(with people as (select 'x' as email) select email from people) union all select email from people order by 1",
      masked(),
    ),
    attack(
      'qualified',
      'reads the table by its schema, under the eyes of its shadow',
      "with people as (select 'x' as email) select p.email from public.people p order by id",
      masked(),
    ),
    attack(
      'quoted-shadow',
      'shadows one of two names that differ in case',
      `with "People" as (select 1) select email from people order by id`,
      masked(),
    ),
    attack(
      'folded-shadow',
      'relies on another folding of names',
      `with "PEOPLE" as (select 'x' as email) select email from PEOPLE order by id`,
      masked(),
    ),
    attack(
      'recursive-self',
      'recurses under the name of the table',
      'with recursive people(id, email) as (select id, email from public.people where id = 1 union all select p.id, p.email from public.people p join people q on p.id = q.id + 1) select * from people order by id',
      masked(),
    ),
    attack(
      'recursive-forward',
      'recurses over an expression that comes later',
      'with recursive a as (select * from b), b as (select email from people) select * from a order by 1',
      masked(),
    ),
    attack(
      'recursive-character',
      'reads a text letter by letter in a recursion',
      'with recursive r(n, c) as (select 1, substr(email, 1, 1) from people where id = 1 union all select n + 1, (select substr(email, n + 1, 1) from people where id = 1) from r where n < 9) select * from r order by n',
      masked(),
    ),
    attack(
      'search-and-cycle',
      'has rows sorted by their way',
      'with recursive r(id, email) as (select id, email from people where id = 1 union all select p.id, p.email from people p, r where p.id = r.id + 1 and p.id < 6) search depth first by email set way cycle email set round using path select * from r order by id',
      masked(),
    ),
    attack(
      'materialized',
      'has an expression kept',
      'with c as materialized (select email from people), d as not materialized (select ssn from people) select count(distinct email), min(ssn) from c, d',
      masked(),
    ),
    attack(
      'nested-scopes',
      'shadows in several scopes at once',
      "with a as (with people as (select ssn as email from people) select email from people) select * from a, lateral (with a as (select 'y' as z) select z from a) b order by 1",
      masked(),
    ),
    attack(
      'in-lateral',
      'reads an outer row in an expression',
      'select x.* from people p, lateral (with q as (select p.email, p.ssn) select * from q) x order by p.id',
      masked(),
    ),
    attack(
      'deleting',
      'deletes in an expression, and has it shown',
      'with gone as (delete from people returning *) select * from gone',
      denied('policy', 'does not allow DELETE on "people"'),
      { bare: 'acts' },
    ),
    attack(
      'updating',
      'changes rows in an expression',
      'with changed as (update people set email = email returning email) select * from changed',
      denied('policy', 'does not allow UPDATE on "people"'),
      { bare: 'acts' },
    ),
    attack(
      'inserting',
      'copies rows in an expression',
      'with copied as (insert into diary select 1000 + id, id, email from people returning *) select * from copied',
      fails('23505'),
    ),
  ],
};
