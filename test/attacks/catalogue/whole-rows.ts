/** Rows as values: they hold every column without naming one. */
import { attack, denied, type Family, masked } from '../attack.ts';

export const wholeRows: Family = {
  name: 'whole rows',
  about: 'A row as a value holds every column of its table without naming any.',
  attacks: [
    attack('row', 'selects the row itself', 'select p from people p order by id', masked()),
    attack(
      'row-as-text',
      'casts the row to text',
      "select p::text, 'x' || p::text from people p order by id",
      masked(),
    ),
    attack('named-as-table', 'names the row as its table', 'select people from people order by id', masked()),
    attack(
      'qualified-row',
      'names the row with its schema',
      'select public.people.* from public.people order by id',
      masked(),
    ),
    attack('expanded', 'expands the row again', 'select (p).* from people p order by id', masked()),
    attack(
      'field-of-row',
      'takes a field of the row',
      'select (p).email, (p).ssn, (p.*).phone from people p order by id',
      masked(),
    ),
    attack(
      'row-constructor',
      'builds a row of the row',
      'select row(p.*), row(p, 1) from people p order by id',
      masked(),
    ),
    attack(
      'nested',
      'hides the row in another',
      'select (w.r).email from (select p as r from people p) w order by (w.r).id',
      masked(),
    ),
    attack(
      'through-array',
      'hides the row in an array',
      'select array_agg(p order by id), (array_agg(p order by id))[3]::text from people p',
      masked(),
    ),
    attack(
      'through-subquery',
      'selects a row in a scalar subquery',
      'select (select p from people p where p.id = o.person)::text from orders o order by o.id limit 20',
      masked(),
    ),
    attack(
      'through-lateral',
      'passes the row to a lateral subquery',
      'select x.* from people p, lateral (select p.*) x order by 1',
      masked(),
    ),
    attack(
      'through-branch',
      'hides the row in a branch',
      'select coalesce(p, null), case when p.id > 0 then p end from people p order by id',
      masked(),
    ),
    attack(
      'row-is-null',
      'asks whether all fields are NULL',
      'select id, p is null, p is not null, num_nonnulls(variadic array[p.phone, p.domain]) from people p order by id',
      masked(),
    ),
    attack(
      'row-equality',
      'compares rows',
      'select p.id, q.id from people p, people q where row(p.domain, p.active) = row(q.domain, q.active) and p.id < q.id order by 1, 2',
      masked(),
    ),
    attack(
      'row-image',
      'compares rows byte by byte',
      'select count(*) from (select phone, feeling from people) a, (select phone, feeling from people) b where a *= b',
      masked(),
    ),
    attack(
      'row-distinct',
      'counts different rows',
      'select count(distinct (phone, feeling)), count(distinct row(p.email, p.active)) from people p',
      masked(),
    ),
    attack('row-order', 'sorts by rows', 'select id from people p order by row(p.email, p.id)', masked()),
    attack(
      'row-hash',
      'takes the hash of a row',
      'select id, hash_record(row(email, ssn)) from people order by id',
      masked(),
    ),
    attack('count-of-rows', 'counts the row itself', 'select count(p), count(p.*) from people p', masked(), {
      bare: 'acts',
    }),
    attack(
      'function-of-row',
      'calls a field as if it were a function',
      'select email(p) from people p',
      denied('known functions', 'function email cannot be called'),
    ),
    attack(
      'field-as-function',
      'calls a function as if it were a field',
      'select p.leak, (p).leak from people p',
      denied('added objects', 'the name "leak" behind a point'),
    ),
    attack(
      'cast-to-name',
      'casts a row through a function that is named as a type',
      'select name(p::text), (p::text).name, (p.*)::text from people p order by id',
      masked(),
    ),
    attack(
      'cast-to-rowtype',
      'casts a row to the type of another table',
      'select row(id, email)::archive.people from people',
      denied('added objects', 'a conversion to type archive.people'),
    ),
    attack(
      'row-of-protected-type',
      'asks for an empty row of the type of the table',
      'select null::people, (null::people).email',
      denied('added objects', 'a conversion to type people'),
      { bare: 'acts' },
    ),
    attack(
      'in-values',
      'hides rows in VALUES',
      "select v.* from people p, lateral (values (p.email, p.ssn), (p.domain, 'x')) v(a, b) order by p.id, 2",
      masked(),
    ),
    attack(
      'rows-from',
      'makes rows of rows',
      'select t.* from people p, rows from (unnest(array[p.email, p.ssn]), generate_series(1, 2)) t order by p.id, 2',
      masked(),
    ),
  ],
};
