/** Writes: what goes in, what comes along, and what an error or a count tells. */
import { attack, denied, type Family, fails, masked, simple } from '../attack.ts';

/** Nothing of it stays. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const acts = { bare: 'acts' } as const;

export const writes: Family = {
  name: 'writes',
  about:
    'A write copies values, tells by counts and errors what is stored, and runs what others attached to the table.',
  attacks: [
    attack(
      'copied',
      'copies protected values into an open table, and reads them there',
      undone(
        'delete from diary',
        'insert into diary select 1000 + id, id, email || id from people',
        'select * from diary order by id',
      ),
      masked(),
    ),
    attack(
      'copied-by-update',
      'copies protected values by an update that joins',
      undone(
        'update diary d set entry = p.email || d.id from people p where p.id = d.person',
        'select * from diary order by id',
      ),
      masked(),
    ),
    attack(
      'copied-by-conflict',
      'copies protected values where rows conflict',
      undone(
        "insert into diary (id, entry) values (1, 'x') on conflict (id) do update set entry = (select ssn from people where id = 3) returning entry",
      ),
      masked(),
    ),
    attack(
      'counted',
      'counts the rows that a condition lets through',
      undone(
        "update diary set entry = entry where (select email from people p where p.id = person) like 'left%'",
      ),
      masked(),
    ),
    attack(
      'deleted-by-condition',
      'deletes what a condition lets through',
      undone(
        'delete from diary using people p where p.id = person and p.score < 75000000 returning diary.id',
      ),
      masked(),
    ),
    attack(
      'unique-oracle',
      'learns by a unique index whether two values are equal',
      undone('insert into diary select 2000 + id, id, domain from people where id in (2, 4)'),
      fails('23505'),
    ),
    attack(
      'into-protected',
      'inserts into a protected table',
      "insert into archive.people values (100, 'x')",
      denied('policy', 'does not allow INSERT on "archive.people"'),
      acts,
    ),
    attack(
      'protected-by-mask',
      'writes the mask over the value',
      'update people set email = email',
      denied('policy', 'does not allow UPDATE on "people"'),
      acts,
    ),
    attack(
      'protected-conflict',
      'learns by a conflict whether an address is there',
      "insert into people (id, email) values (1, 'x') on conflict (id) do nothing",
      denied('policy', 'does not allow INSERT on "people"'),
      acts,
    ),
    attack(
      'delete-returning',
      'deletes protected rows, and has them shown',
      'delete from people returning *',
      denied('policy', 'does not allow DELETE on "people"'),
      acts,
    ),
    attack(
      'cascade',
      'deletes what protected rows hang on',
      undone('delete from baskets where id = 1', 'select basket from basket_items order by 1'),
      masked('writes judged'),
      acts,
    ),
    attack(
      'cascade-with-error',
      'changes a key, so that a check on protected rows fails and quotes one',
      'update baskets set id = id + 5000',
      denied('writes judged', 'since it reaches "basket_items": a check reads "owner"'),
    ),
    attack(
      'cascade-by-conflict',
      'changes a key where rows conflict',
      "insert into baskets values (1, 'x') on conflict (id) do update set id = 6000",
      denied('writes judged', 'since it reaches "basket_items": a check reads "owner"'),
    ),
    attack(
      'beside-a-cascade',
      'inserts where nothing is carried on',
      undone("insert into baskets values (7001, 'x')", 'select * from baskets where id > 7000'),
      masked('writes judged'),
      acts,
    ),
    attack(
      'trigger',
      'sets off a trigger that speaks',
      'insert into ledger values (3)',
      denied('writes judged', 'it runs the trigger announce'),
    ),
    attack(
      'of-acting-type',
      'writes a value of a domain that looks things up',
      "insert into orders values (9000, 1, 'x', 1, 'left.address1x@alpha.example')",
      denied('policy', 'does not allow INSERT on "orders"'),
      acts,
    ),
    attack(
      'through-a-view',
      'writes through a view',
      "update people_view set email = 'x'",
      denied('policy', 'does not allow UPDATE on "people_view"'),
      acts,
    ),
    attack(
      'multiple-assignment',
      'assigns a row of values',
      undone(
        'update diary set (person, entry) = (select id, email from people where id = diary.id) where id = 4 returning *',
      ),
      masked(),
    ),
    attack(
      'returning-subquery',
      'has values shown by RETURNING',
      undone(
        "insert into diary values (8000, 1, 'x') returning (select email from people where id = person)",
      ),
      masked(),
    ),
    attack(
      'returning-old',
      'asks for what was there before',
      undone(
        "update diary set entry = 'x' where id = 1 returning old.entry, new.entry, (select string_agg(ssn, ',' order by id) from people)",
      ),
      masked(),
      { since: 18 },
    ),
    attack(
      'delete-by-mask',
      'deletes what has a value, and counts',
      "delete from archive.notes where email like 'left%'",
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'delete-by-row',
      'deletes by a row as a whole',
      'delete from archive.notes n where length(n::text) > 20',
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'delete-by-place',
      'deletes by where rows lie',
      "delete from archive.notes where ctid < '(0,5)'",
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'delete-by-key',
      'deletes by open columns, and has open columns shown',
      undone(
        'delete from archive.notes where id in (2, 3) returning id, id * 2 as twice',
        'select * from archive.notes order by id',
      ),
      masked('writes judged'),
    ),
    attack(
      'delete-by-another',
      'deletes by what protected rows of another table hold',
      undone(
        "delete from archive.notes n using people p where p.id = n.id and p.phone like '+49%' returning n.id",
      ),
      masked(),
    ),
    attack(
      'delete-and-fail',
      'fails at a row that is about to be deleted',
      undone('delete from papers where 1 / (id - 3) > 0'),
      fails('22012'),
      acts,
    ),
    attack(
      'delete-from-parent',
      'deletes from a table and those below it',
      undone('delete from papers where id > 2 returning id', 'select id, body from papers order by id'),
      masked('writes judged'),
    ),
    attack(
      'default',
      'has a default computed',
      undone('insert into diary default values'),
      fails('23502', 'writes judged'),
      acts,
    ),
    attack(
      'lock-rows',
      'locks protected rows',
      'select email from people for update',
      denied('policy', 'does not allow UPDATE on "people"'),
      acts,
    ),
    attack(
      'lock-rows-by-subquery',
      'locks protected rows by the name of a subquery',
      'select d.entry from (select d.entry from diary d, people) d for update of d',
      denied('policy', 'does not allow UPDATE on "people"'),
      acts,
    ),
    attack(
      'lock-table',
      'keeps others from a table that it may not write',
      undone('lock table people in exclusive mode'),
      denied('policy', 'does not allow UPDATE on "people"'),
      acts,
    ),
    attack(
      'lock-open-rows',
      'locks rows while it reads protected ones',
      'select d.entry, p.email from diary d, people p for share of d',
      masked('writes judged'),
    ),
  ],
};
