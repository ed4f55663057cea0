/** Writes to tables in which something is masked: what constraints, computations and the writer's own values could tell of it. */
import { attack, denied, type Family, fails, masked, simple } from '../attack.ts';

/** Nothing of it stays. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const acts = { bare: 'acts' } as const;
const see = 'select * from accounts order by id';

export const labelledWrites: Family = {
  name: 'labelled writes',
  about:
    'Whoever may write a table may try values: each error, count and returned row of a write could tell what other rows, or the rest of the same row, hold.',
  attacks: [
    attack(
      'guess-unique',
      'guesses a unique value',
      undone("insert into accounts (id, pin) values (100, 'left pin 3')"),
      denied('writes judged', 'an index compares "pin" of all rows'),
    ),
    attack(
      'guess-unique-by-update',
      'guesses a unique value by an update',
      undone("update accounts set pin = 'left pin 3' where id = 1"),
      denied('writes judged', 'an index compares "pin" of all rows'),
    ),
    attack(
      'guess-by-conflict',
      'guesses a unique value, and counts what was inserted',
      undone("insert into accounts (id, pin) values (100, 'left pin 3') on conflict do nothing returning id"),
      denied('writes judged', 'an index compares "pin" of all rows'),
    ),
    attack(
      'guess-by-multiple-rows',
      'hides a guess behind a NULL',
      undone("insert into accounts (id, pin) values (100, null), (101, 'left pin 3')"),
      denied('writes judged', 'an index compares "pin" of all rows'),
    ),
    attack(
      'guess-by-copy',
      'guesses a unique value by COPY',
      'copy accounts (id, pin) from stdin',
      denied('writes judged', 'an index compares "pin" of all rows'),
      acts,
    ),
    attack(
      'left-out',
      'inserts beside what is unique, which is left out',
      undone("insert into accounts (id, name, email) values (100, 'x', 'y') returning id, name", see),
      masked('writes judged'),
      acts,
    ),
    attack(
      'erased',
      'erases what it cannot see',
      undone('update accounts set pin = null, email = null where id < 5', see),
      masked('writes judged'),
    ),
    attack(
      'overwritten',
      'overwrites what it cannot see, and looks',
      undone("update accounts set email = 'left.account1' where id = 2 returning id", see),
      masked('writes judged'),
      acts,
    ),
    attack(
      'compared-with-own',
      'overwrites some of many, and compares',
      undone(
        "update accounts set email = 'left.account1' where id = 2",
        'select a.id, b.id from accounts a join accounts b on a.email = b.email order by 1, 2',
      ),
      masked('writes judged'),
    ),
    attack(
      'check-of-both',
      'has a check compare what it sets with what it cannot see',
      undone('update accounts set tier = 20 where id = 1'),
      denied('writes judged', '"share" is generated from "credit"'),
    ),
    attack(
      'check-by-conflict',
      'has a check asked where rows conflict',
      undone('insert into accounts (id) values (1) on conflict (id) do update set tier = 20'),
      denied('writes judged', '"share" is generated from "credit"'),
    ),
    attack(
      'set-by-what-is-masked',
      'copies a masked column to an open one',
      undone('update accounts set name = email', see),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'set-by-row',
      'copies a row as a whole to an open column',
      undone('update accounts a set name = a::text', see),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'set-by-attribute',
      'asks a row for what no column is called',
      undone('update accounts a set name = a.text', see),
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'chosen-by-what-is-masked',
      'counts rows that a condition lets through',
      undone("update accounts set name = 'x' where email like 'left%'"),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'chosen-on-conflict',
      'counts rows that a condition lets through where they conflict',
      undone(
        "insert into accounts (id) values (1) on conflict (id) do update set name = 'x' where accounts.email like 'left%'",
      ),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'chosen-by-subquery',
      'has a subquery look at the row outside',
      undone("update accounts set name = 'x' where exists (select from diary where email > 'm')"),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'chosen-by-mask',
      'chooses rows by the mask of another table',
      undone(
        "update grants set note = 'x' where id in (select p.id from people p where p.email like 'left%') returning id",
      ),
      masked(),
    ),
    attack(
      'returned',
      'has new rows shown, with what was computed',
      undone("insert into accounts (id, tier) values (100, 5) returning *, upper(email) || 'x', share + 1"),
      masked('returned rows masked'),
      acts,
    ),
    attack(
      'returned-changed',
      'has rows shown that it changed, and computes on what they hold',
      undone(
        "update accounts a set email = 'mine' where id < 4 returning a.id, a.email, length(a.pin), a.credit > 50000, case when a.email like 'left%' then 1 end",
        'delete from accounts where id = 4 returning *',
      ),
      masked('returned rows masked'),
    ),
    attack(
      'returned-as-one',
      'has rows shown as one value',
      undone('update accounts a set tier = tier where id = 1 returning to_json(a)'),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'returned-from-within',
      'has a query look at the row that is shown',
      undone(
        "update accounts a set name = 'x' where id = 1 returning (select email || d.entry from diary d where d.id = 1)",
      ),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'returned-upsert',
      'has stored rows shown where its own conflict with them',
      undone(
        "insert into grants values (1, 2, 'mine') returning *",
        "update grants set note = 'x' where id = 1 returning id, level, note",
      ),
      masked('returned rows masked'),
      acts,
    ),
    attack(
      'returned-old',
      'has rows shown as they were',
      undone("update accounts set email = 'mine' where id = 1 returning old.*"),
      masked('returned rows masked'),
      { since: 18 },
    ),
    attack(
      'returned-alias',
      'has rows shown as they were, under a name of its own',
      undone("update accounts set email = 'mine' where id = 1 returning with (old as before) before.email"),
      masked('returned rows masked'),
      { since: 18 },
    ),
    attack(
      'mask-over-value',
      'writes the mask over the value',
      undone('update accounts a set email = b.email from accounts b where a.id = b.id'),
      denied('writes judged', 'could write a mask over what "email"'),
      acts,
    ),
    attack(
      'length-by-index',
      'learns by how much room an index has how long a value is',
      undone(
        "update accounts set name = (select string_agg(md5(i::text), '') from generate_series(1, 80) i) where id = 1",
      ),
      denied('writes judged', 'an index holds "email" together with what is changed'),
      acts,
    ),
    attack(
      'foreign-key',
      'asks a foreign key whether a value is there',
      undone("insert into mentions values (50, 'left handle 1')"),
      denied('writes judged', 'a foreign key looks it up in "handle" of public.handles'),
    ),
    attack(
      'foreign-key-by-update',
      'asks a foreign key by an update',
      undone("update mentions set handle = 'left handle 1' where id = 1"),
      denied('writes judged', 'a foreign key looks it up in "handle" of public.handles'),
    ),
    attack(
      'foreign-key-of-nothing',
      'asks a foreign key nothing',
      undone(
        'insert into mentions (id) values (50)',
        'update mentions set id = 51, handle = null where id = 50',
      ),
      masked('writes judged'),
      acts,
    ),
    attack(
      'partition-of-both',
      'learns by where a row goes what it holds',
      undone('update grants set id = 5 where id = 1 returning tableoid::regclass'),
      denied('writes judged', 'cannot read columns of it'),
    ),
    attack(
      'partition-that-is-not-there',
      'learns by a partition that is not there what a row holds',
      undone('update grants set id = 100 where id = 2'),
      denied('writes judged', 'its partitions are chosen by "level"'),
    ),
    attack(
      'echoed',
      'has a column computed of what it writes, and looks',
      undone("insert into echoes (id, email) values (100, 'mine')", 'select * from echoes order by id'),
      masked('writes judged'),
    ),
    attack(
      'number-that-is-none',
      'fails at its own value',
      'insert into accounts (id, credit) values (100, 0)',
      fails('22012', 'writes judged'),
      acts,
    ),
    attack(
      'key-that-is-there',
      'inserts a key that is there, and reads the error',
      'insert into accounts (id) values (1)',
      fails('23505', 'writes judged'),
      acts,
    ),
    attack(
      'check-that-quotes',
      'has an error quote a row',
      'insert into accounts (id, tier, credit) values (100, 20, 30)',
      fails('23514', 'writes judged'),
      acts,
    ),
    attack(
      'text-with-parts',
      'writes a text of which parts may be masked, and looks',
      undone(
        "insert into tickets values (100, 'pay 4111 1111 1111 1111 now', '{}', 'x', '{}', '{}')",
        "update tickets set body = 'AC-12345' where id in (1, 100) returning id",
        'select id, body from tickets order by id',
      ),
      masked('writes judged'),
    ),
    attack(
      'text-with-parts-read',
      'copies a text of which parts are masked over another',
      undone('update tickets set code = right(body, 29)', 'select code from tickets order by id'),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'member-of-a-document',
      'sets a member of a document, which fails where there is none',
      undone("update tickets set meta['from']['mail'] = '1'"),
      denied('writes judged', 'a part of "meta" of "tickets"'),
      acts,
    ),
  ],
};
