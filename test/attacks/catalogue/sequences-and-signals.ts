/** Sequences, locks on numbers and waiting: what counts calls, or lets other sessions notice them. */
import { attack, denied, type Family, masked, simple } from '../attack.ts';

/** Nothing of it stays but what was drawn. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const byTable = (saying: string) => denied('sequences by tables', saying);
const unknown = byTable('cannot tell which sequence');
const apart = (saying: string) => denied('calls apart', saying);
const acts = { bare: 'acts' } as const;

export const sequencesAndSignals: Family = {
  name: 'sequences and signals',
  about:
    'A sequence counts what is drawn from it, an advisory lock makes others wait, and how often a function is called depends on what is stored.',
  attacks: [
    attack(
      'own-sequence',
      'draws from the sequence of a column that it sees, and asks what it drew',
      "select nextval('tallies_id_seq') - currval('tallies_id_seq'), lastval() is null from people where false",
      apart('reads what is masked'),
      acts,
    ),
    attack(
      'drawn-alone',
      'draws from the sequence of a column that it sees',
      "select nextval('tallies_id_seq'), currval('public.tallies_id_seq'::regclass)",
      masked('sequences by tables'),
      acts,
    ),
    attack(
      'sequence-of-masked',
      'draws from the sequence of a protected column',
      "select nextval('tally_numbers')",
      byTable('a sequence gives its numbers to "tallies.secret"'),
    ),
    attack(
      'sequence-of-masked-by-column',
      'names the protected column in place of its sequence',
      "select nextval(pg_get_serial_sequence('tallies', 'secret'))",
      byTable('a sequence gives its numbers to "tallies.secret"'),
      acts,
    ),
    attack(
      'recalled-default',
      'leaves a protected column to its default and asks which number that was',
      undone("insert into tallies (note) values ('x')", 'select lastval()'),
      byTable('a sequence gives its numbers to "tallies.secret"'),
    ),
    attack(
      'recalled-by-name',
      'does the same by the name of the sequence',
      undone("insert into tallies (note) values ('x')", "select currval('tally_numbers')"),
      byTable('a sequence gives its numbers to "tallies.secret"'),
    ),
    attack(
      'returned-default',
      'leaves a protected column to its default and has it returned',
      undone("insert into tallies (note) values ('x') returning secret"),
      masked('returned rows masked'),
    ),
    attack(
      'sequence-of-nobody',
      'draws from a sequence that no table has',
      "select nextval('people_serial')",
      byTable('belongs to no column'),
    ),
    attack(
      'sequence-behind-a-point',
      'draws behind a point',
      "select ('tally_numbers'::regclass).nextval",
      denied('known functions', 'behind a point'),
    ),
    attack(
      'sequence-computed',
      'puts the name of the sequence together',
      "select nextval(('tally_' || 'numbers')::regclass)",
      unknown,
    ),
    attack(
      'sequence-by-number',
      'names the sequence by its number',
      "select nextval(oid::regclass) from pg_class where relname = 'tally_numbers'",
      unknown,
    ),
    attack(
      'sequence-in-an-argument',
      'draws in the argument of a prepared statement',
      [
        simple('prepare drawing (bigint) as select $1'),
        simple("execute drawing (nextval('tally_numbers'))"),
        simple('deallocate drawing'),
      ],
      denied('calls apart', 'can be called by a statement itself only'),
    ),
    attack(
      'counted-by-sequence',
      'counts rows by a protected column with a sequence',
      "select max(n) - min(n) from (select nextval('tallies_id_seq') n from people where email < 'm') drawn",
      apart('reads what is masked'),
    ),
    attack(
      'counted-elsewhere',
      'counts rows in one place of the statement and reads protected ones in another',
      "select (select count(*) from people where ratio > 5), nextval('tallies_id_seq')",
      apart('reads what is masked'),
    ),
    attack(
      'counted-kept-back',
      'has a condition draw a number for each row, also of those that are kept back',
      "select id, nextval('tallies_id_seq') - id > 0 from deliveries where nextval('tallies_id_seq') > 0 order by id",
      apart('reads what is masked'),
    ),
    attack(
      'counted-by-write',
      'has the condition of a write to a protected table draw numbers',
      undone("update tallies set note = note where nextval('tallies_id_seq') > 0 and id = 3"),
      apart('reads what is masked'),
      acts,
    ),
    attack(
      'sequence-as-store',
      'keeps a protected value in a sequence',
      "select setval('tallies_id_seq', score) from people where id = 1",
      apart('reads what is masked'),
      acts,
    ),
    attack(
      'lock-on-a-number',
      'takes a lock that says nothing',
      'select pg_try_advisory_lock(42), pg_try_advisory_xact_lock(42, 42), pg_advisory_unlock(42)',
      masked('calls apart'),
      acts,
    ),
    attack(
      'lock-by-masked',
      'locks the numbers of rows by a protected column, for another session to find',
      "select count(pg_try_advisory_xact_lock(id)) from people where email like 'left%'",
      apart('pg_try_advisory_xact_lock'),
    ),
    attack(
      'lock-in-a-subquery',
      'locks where a protected table is only looked for',
      "select 1 from orders where id = 1 and exists (select pg_try_advisory_lock(7) from people where email > 'm')",
      apart('pg_try_advisory_lock'),
    ),
    attack(
      'lock-kept-back',
      'locks the numbers of rows that are kept back, in a condition',
      'select id from deliveries where pg_try_advisory_xact_lock(id) order by id',
      apart('pg_try_advisory_xact_lock'),
    ),
    attack(
      'lock-in-a-write',
      'locks in what a write to a protected table returns',
      undone('update tallies set note = note where id = 1 returning pg_try_advisory_xact_lock(id)'),
      apart('pg_try_advisory_xact_lock'),
      acts,
    ),
    attack(
      'lock-behind-a-point',
      'locks behind a point',
      'select (score::bigint).pg_try_advisory_lock from people',
      denied('known functions', 'behind a point'),
      acts,
    ),
    attack(
      'sleep-in-a-subquery',
      'waits where a protected table is only looked for',
      "select 1 where exists (select pg_sleep(0.001) from people where email like 'left%')",
      apart('pg_sleep'),
      acts,
    ),
  ],
};
