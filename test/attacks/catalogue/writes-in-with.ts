/** Writes within WITH: what one statement returns another one reads, in one go and on one snapshot. */
import { attack, denied, type Family, fails, masked, simple } from '../attack.ts';

/** Nothing of it stays. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const acts = { bare: 'acts' } as const;
const see = 'select * from accounts order by id';
const seen = 'select id, handler, weight, place from deliveries order by id';

export const writesInWith: Family = {
  name: 'writes in WITH',
  about:
    'A write within WITH hands its rows to the statement around it, where nobody may remember what they were; several writes share one statement, its text and its snapshot.',
  attacks: [
    attack(
      'deleted-and-shown',
      'has the rows that it deletes shown by the query around',
      undone('with gone as (delete from accounts where id < 4 returning *) select * from gone order by id'),
      masked(),
    ),
    attack(
      'renamed',
      'gives what is returned another name',
      undone(
        'with up as (update accounts set id = id where id < 4 returning id, email as name) select name, length(name) from up order by id',
      ),
      masked(),
    ),
    attack(
      'renamed-columns',
      'names the columns of the expression by itself',
      undone(
        'with up (name, id) as (update accounts set id = id where id < 4 returning email, id) select name from up order by id',
      ),
      masked(),
    ),
    attack(
      'sorted',
      'sorts by what is returned',
      undone(
        'with up as (update accounts set id = id returning id, pin, email) select id from up order by email, pin, id limit 3',
      ),
      masked(),
    ),
    attack(
      'old-and-new',
      'has rows returned as they were',
      undone(
        "with up as (update accounts set email = 'mine' where id < 4 returning id, old.email as was, new.email as is) select * from up order by id",
      ),
      masked(),
      { since: 18 },
    ),
    attack(
      'whole-row',
      'has rows returned as one value',
      'with gone as (delete from accounts returning accounts) select * from gone',
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'chosen-by-hidden',
      'chooses by what it cannot see, and counts',
      undone(
        "with gone as (delete from accounts where pin = 'left pin 3' returning id) select count(*) from gone",
      ),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'guessed',
      'guesses a unique value, and counts what was inserted',
      undone(
        "with tried as (insert into accounts (id, pin) values (100, 'left pin 3') on conflict do nothing returning id) select count(*) from tried",
      ),
      denied('writes judged', 'an index compares "pin" of all rows'),
    ),
    attack(
      'moved-to-open',
      'moves what it cannot see to where everything is seen',
      undone(
        'with gone as (delete from accounts where id = 1 returning *) insert into diary (id, entry) select id + 2000, email from gone returning entry',
      ),
      denied('writes judged', 'could keep in "diary" masks of what it deletes from "accounts"'),
    ),
    attack(
      'copied-to-open',
      'copies what it cannot see to where everything is seen',
      undone(
        'with up as (update accounts set id = id where id = 1 returning id, email) insert into diary (id, entry) select id + 2000, email from up returning entry',
      ),
      masked(),
    ),
    attack(
      'mask-over-value',
      'puts masks in the places of values, to tell which row had which',
      undone(
        'with up as (update accounts set id = id where id = 1 returning email as e) update accounts set email = (select e from up) where id = 2',
      ),
      denied('writes judged', 'could write a mask over what "email" of "accounts" holds'),
      acts,
    ),
    attack(
      'same-table-beside',
      'reads the table beside the write, on the same snapshot',
      undone(
        'with up as (update accounts set id = id where id < 4 returning id) select a.id, a.email from accounts a join up using (id) order by 1',
      ),
      masked(),
    ),
    attack(
      'twice',
      'changes rows twice in one statement, so that the plan decides which change is made',
      undone(
        'with one as (update accounts set pin = null where id < 7), two as (delete from accounts where id > 5 returning id) select count(*) from two',
      ),
      denied('writes judged', 'writes rows of "accounts" in two places'),
      acts,
    ),
    attack(
      'kept-back-twice-by-plan',
      'deletes rows twice in one statement, in an order that rows which it cannot see decide',
      undone(
        'with one as (delete from deliveries returning id, weight) delete from deliveries d using one where d.id = one.id + 1 and d.weight > one.weight',
      ),
      denied('writes judged', 'writes rows of "deliveries" in two places'),
      acts,
    ),
    attack(
      'added-where-missing',
      'changes rows, and puts one in where there is none',
      undone(
        "with up as (update accounts set name = null where id = 77 returning id) insert into accounts (id, name) select 77, 'x' where not exists (select from up)",
        see,
      ),
      masked(),
    ),
    attack(
      'shadowed-target',
      'gives an expression the name of the table that it writes',
      undone(
        'with accounts as (delete from accounts where id = 1 returning id, email) select email from accounts',
        see,
      ),
      masked('names resolved'),
    ),
    attack(
      'within-subquery',
      'hides the write in a subquery, where the server takes none',
      undone('select * from (with gone as (delete from accounts returning email) select * from gone) x'),
      fails('0A000'),
      acts,
    ),
    attack(
      'without-reader',
      'writes where nobody reads what is returned',
      undone(
        "with up as (update accounts set pin = null returning 1 / (credit - 900001)) select 'done'",
        see,
      ),
      masked(),
    ),
    attack(
      'added-up',
      'adds up what is returned',
      undone(
        'with up as (update accounts set id = id returning id, credit, pin) select sum(credit), max(pin) from up',
      ),
      masked(),
    ),
    attack(
      'planned',
      'looks at the plan of the write, and runs it',
      'explain analyze with gone as (delete from accounts returning email) select * from gone',
      denied('known constructs', 'EXPLAIN ANALYZE of a SELECT only'),
    ),
    attack(
      'kept-back-deleted',
      'deletes rows that it cannot see, and fails at them',
      undone(
        'with gone as (delete from deliveries where 1 / weight >= 0 returning id, place) select * from gone order by id',
        seen,
      ),
      masked('rows kept back'),
    ),
    attack(
      'kept-back-only',
      'deletes from the table alone, in parentheses',
      undone(
        'with gone as (delete from only (deliveries) returning id, code) select count(*), max(code) from gone',
        seen,
      ),
      masked('rows kept back'),
    ),
    attack(
      'kept-back-two-tables',
      'changes in one expression and deletes in another, each with conditions of its own',
      undone(
        "with up as (update deliveries set place = 'x' where 1 / weight >= 0 returning id), gone as (delete from parcels where 1 / id >= 0 returning id) select (select count(*) from up), (select count(*) from gone)",
        seen,
      ),
      masked('rows kept back'),
    ),
    attack(
      'kept-back-read',
      'joins what it changes with rows that it cannot see',
      undone(
        "with up as (update deliveries set place = 'x' returning id) select d.id, 1 / d.weight from deliveries d left join up on up.id = d.id order by 1",
      ),
      masked('rows kept back'),
    ),
    attack(
      'moved-out',
      'puts a row where it could not see it',
      undone(
        "with up as (update deliveries set handler = 'owner' where id = 1 returning id) select * from up",
        seen,
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
  ],
};
