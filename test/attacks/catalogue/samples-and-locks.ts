/** TABLESAMPLE and locks of rows: which rows are taken, and which are waited for. */
import { attack, denied, type Family, masked, simple } from '../attack.ts';

/** Nothing of it stays. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const places = denied('known constructs', 'would tell where rows lie');
const acts = { bare: 'acts' } as const;

export const samplesAndLocks: Family = {
  name: 'samples and locks',
  about:
    'A sample by pages, or by a seed, takes rows by where they lie, which tells how long others are; a lock is held on rows, also on some that nobody shows.',
  attacks: [
    attack(
      'sample-of-pages',
      'takes pages of a table whose rows are as long as what they hold',
      'select id from people tablesample system (40) repeatable (1) order by id',
      places,
    ),
    attack(
      'sample-by-seed',
      'takes rows by a seed and where they lie',
      'select id from people tablesample bernoulli (40) repeatable (4) order by id',
      places,
    ),
    attack(
      'sample-of-all',
      'reads masked columns through a sample of all rows',
      "select id, email, p::text from people p tablesample bernoulli (100) where p.email not like 'left%' order by id",
      masked(),
    ),
    attack(
      'sample-by-column',
      'has a protected column say how much is taken',
      'select count(*) from people p, lateral (select 1 from orders tablesample bernoulli (p.score / 800000.0) repeatable (1)) o',
      places,
      acts,
    ),
    attack(
      'sample-of-kept-back',
      'counts rows that are kept back by a sample',
      'select count(*), min(id), max(id) from deliveries tablesample bernoulli (100)',
      masked('rows kept back'),
    ),
    attack(
      'sample-of-kept-back-pages',
      'counts rows by pages that others fill',
      'select count(*) from deliveries tablesample system (50) repeatable (3)',
      denied('rows kept back', 'would tell where rows lie'),
      acts,
    ),
    attack(
      'sample-of-copy',
      'takes a sample of a materialized copy',
      'select * from people_copy tablesample bernoulli (100) order by id',
      masked('stored views labelled'),
    ),
    attack(
      'locked-and-shown',
      'locks what it shows',
      undone('select * from accounts where id < 4 order by id for update'),
      masked(),
    ),
    attack(
      'locked-by-masked',
      'locks rows by a protected column',
      undone("select id from accounts where email like 'left%' order by id for no key update skip locked"),
      masked(),
    ),
    attack(
      'locked-failing',
      'has a condition fail while rows are locked',
      undone('select id from accounts where 1 / (credit - 900001) > 0 order by id for share nowait'),
      masked(),
    ),
    attack(
      'locked-kept-back',
      'locks rows that are kept back',
      undone('select id, place from deliveries where id > 0 order by id for update'),
      masked('rows kept back'),
    ),
    attack(
      'locked-kept-back-failing',
      'has rows that are kept back fail while they are locked',
      'select id from deliveries where 1 / weight > 0 and code::integer > 0 for update',
      masked('rows kept back'),
    ),
    attack(
      'queue',
      'takes the next row of a queue of which it names what it sees',
      undone('select id, tier from accounts where tier < 5 order by id limit 2 for update skip locked'),
      masked(),
      acts,
    ),
    attack(
      'queue-in-a-write',
      'takes the next row in a write that gives all of its own back',
      undone(
        "update diary set entry = 'taken' where id = (select id from accounts where tier = 3 order by id limit 1 for update skip locked) returning *",
      ),
      masked(),
      acts,
    ),
    attack(
      'queue-by-masked',
      'takes the next row of a queue by a protected column',
      undone("select id from accounts where email like 'left%' order by id limit 2 for update skip locked"),
      denied('masked at the source', 'cannot be locked by this statement'),
    ),
    attack(
      'queue-of-all-columns',
      'takes the next row of a queue with all its columns',
      undone('select * from accounts order by id limit 1 for update skip locked'),
      masked(),
    ),
    attack(
      'queue-computed',
      'computes on protected columns of the next row of a queue, and sorts by what comes of it',
      undone(
        'select upper(email) as e, credit + 1 as tier, * from accounts order by 2, id limit 2 for update skip locked',
      ),
      masked(),
    ),
    attack(
      'queue-sorted-by-alias',
      'calls another column as the protected one, by which it sorts the queue',
      undone('select name as email from accounts order by email, id limit 1 for update skip locked'),
      denied('masked at the source', 'cannot be locked by this statement'),
      acts,
    ),
    attack(
      'queue-kept-back-errors',
      'sorts the next rows of a queue by what fails for rows that are kept back',
      undone('select * from deliveries where code::integer > 3 order by 1 / weight, id limit 2 for update'),
      masked('rows kept back'),
    ),
    attack(
      'queue-of-rows',
      'takes the next row of a queue as one value',
      undone('select a::text from accounts a order by id limit 1 for update skip locked'),
      denied('masked at the source', 'cannot be locked by this statement'),
    ),
    attack(
      'queue-with-a-subquery',
      'names a protected column of the queue in a subquery that reads nothing',
      undone('select id, (select email) from accounts order by id limit 1 for update skip locked'),
      denied('masked at the source', 'cannot be locked by this statement'),
    ),
    attack(
      'queue-by-alias',
      'renames the columns of the queue by their places',
      undone('select v from accounts a (i, n, t, c, v) order by i limit 1 for update skip locked'),
      denied('masked at the source', 'cannot be locked by this statement'),
    ),
    attack(
      'queue-joined',
      'joins the queue by all columns that have the same name',
      undone(
        'select count(*) from (select a.id from accounts a natural join echoes e limit 9 for update of a) q',
      ),
      denied('masked at the source', 'cannot be locked by this statement'),
      acts,
    ),
    attack(
      'queue-by-place',
      'takes the next row of a queue by where rows lie',
      undone("select id from accounts where ctid > '(0,3)' order by id limit 1 for update skip locked"),
      denied('masked at the source', 'cannot be locked by this statement'),
      acts,
    ),
    attack(
      'queue-kept-back',
      'takes the next row of a queue of which some are kept back',
      undone('select id from deliveries order by weight desc, id limit 1 for update skip locked'),
      masked('rows kept back'),
    ),
    attack(
      'queue-within-write',
      'changes the next row of a queue of which some are kept back, and fails at those',
      undone(
        "update deliveries set place = 'x' where id = (select id from deliveries where 1 / weight >= 0 and code::integer > 0 order by weight desc limit 1 for update skip locked) returning *",
        'select id, place from deliveries order by id',
      ),
      masked('rows kept back'),
    ),
    attack(
      'queue-within-with',
      'computes on the next rows of a queue in the query around it',
      undone(
        'with next as (select * from accounts order by id limit 3 for update skip locked) select id, upper(email), length(pin), email < pin from next order by pin, id',
      ),
      masked(),
    ),
    attack(
      'queue-within-sorted',
      'has the next row of a queue within a write chosen by what it cannot see',
      undone(
        'update accounts set tier = 2 where id = (select id from accounts order by email limit 1 for update) returning id',
      ),
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'queue-of-another',
      'chooses the next row of another queue by what it cannot see of the row that it changes',
      undone(
        'update accounts a set tier = 2 where exists (select d.id from deliveries d where d.place < a.email order by d.id limit 1 for update) returning id',
      ),
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
  ],
};
