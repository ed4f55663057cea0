/** MERGE: which of its clauses meets a row could tell of the row, and of those that are kept back. */
import { attack, denied, type Family, fails, masked, simple } from '../attack.ts';

/** Nothing of it stays. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const acts = { bare: 'acts' } as const;
const diary = 'select * from diary order by id';
const deliveries = 'select * from deliveries order by id';
const hidden = denied('writes judged', 'a write to "accounts" cannot read columns of it that you see masked');

export const merges: Family = {
  name: 'MERGE',
  about:
    'A MERGE reads its target, chooses among its actions row by row, and counts: each of the three could tell what is masked or kept back.',
  attacks: [
    attack(
      'carried-over',
      'has protected values written to an open table',
      undone(
        'merge into diary d using people p on p.id = d.person when matched then update set entry = p.email || d.id || p.ssn',
        diary,
      ),
      masked(),
    ),
    attack(
      'inserted',
      'has protected values inserted into an open table',
      undone(
        "merge into diary d using people p on p.id = d.id + 1000 when not matched and p.email like 'left%' then insert values (p.id + 2000, p.id, p.email || p.id)",
        diary,
      ),
      masked(),
    ),
    attack(
      'asked-inside',
      'asks for protected values in the condition of an action',
      undone(
        "merge into diary d using orders o on o.id = d.id when matched and exists (select from people where email like 'left%') then delete when matched then update set entry = 'right ' || d.id",
        diary,
      ),
      masked(),
    ),
    attack(
      'joined-by-masked',
      'joins by a protected column of the target',
      "merge into accounts a using diary d on a.email = 'left.account' || d.id when matched then delete",
      hidden,
    ),
    attack(
      'chosen-by-masked',
      'chooses the action by a protected column of the target',
      'merge into accounts a using diary d on a.id = d.id when matched and a.credit > 50000 then delete when matched then do nothing',
      hidden,
    ),
    attack(
      'failing-by-masked',
      'does nothing, and fails by a protected column of the target',
      'merge into accounts a using diary d on a.id = d.id and 1 / (a.credit - 900001) > 0 when matched then do nothing',
      hidden,
    ),
    attack(
      'copied-by-masked',
      'copies a protected column of the target to an open one',
      'merge into accounts a using diary d on a.id = d.id when matched then update set name = a.email',
      hidden,
      acts,
    ),
    attack(
      'masks-written-over',
      'writes what it reads over what it cannot see',
      'merge into accounts a using people p on a.id = p.id when matched then update set email = p.email',
      denied('writes judged', 'could write a mask over what "email" of "accounts" holds'),
      acts,
    ),
    attack(
      'guess-unique-by-merge',
      'guesses a unique value',
      undone(
        "merge into accounts a using diary d on a.id = d.id + 100 and d.id = 1 when not matched and d.id = 1 then insert (id, pin) values (100, 'left pin 3')",
      ),
      denied('writes judged', 'an index compares "pin" of all rows'),
    ),
    attack(
      'not-allowed',
      'deletes where only reading is allowed',
      'merge into people p using diary d on d.id = p.id when matched then delete',
      denied('policy', 'does not allow DELETE on "people"'),
      acts,
    ),
    attack(
      'within-query',
      'merges within a query',
      'with m as (merge into diary d using people p on p.id = d.id when matched then update set entry = p.email returning *) select * from m',
      fails('23505'),
      { since: 17 },
    ),
    attack(
      'kept-back-matched',
      'changes all rows that match, also those that are kept back',
      undone(
        "merge into deliveries d using depots s on d.depot = s.id when matched then update set place = 'mine'",
        deliveries,
      ),
      masked('rows kept back'),
    ),
    attack(
      'kept-back-failing',
      'has the condition fail by rows that are kept back',
      undone(
        'merge into deliveries d using depots s on d.depot = s.id and 100 / d.weight > 0 and d.code::integer > 0 when matched then delete',
        deliveries,
      ),
      masked('rows kept back'),
    ),
    attack(
      'kept-back-unmatched',
      'deletes what nothing matches',
      'merge into deliveries d using depots s on d.depot = s.id when not matched by source then delete',
      denied('rows kept back', 'WHEN NOT MATCHED BY SOURCE over "deliveries"'),
      { since: 17, ...acts },
    ),
    attack(
      'kept-back-source',
      'reads kept back rows as the source',
      undone(
        'merge into diary d using deliveries v on v.id = d.id + 100 when not matched then insert values (v.id + 3000, 1, v.place || v.id)',
        diary,
      ),
      masked('rows kept back'),
    ),
  ],
};
