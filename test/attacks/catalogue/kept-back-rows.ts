/** Rows that a filter keeps back: what is asked of them by conditions that fail on them, by counts, by keys, and by what writes run into. */
import { bind, execute, parse, sync } from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

const kept = masked('rows kept back');
const acts = { bare: 'acts' } as const;
/** Nothing of it stays. */
const undone = (...texts: readonly string[]) => [simple('begin'), ...texts.map(simple), simple('rollback')];
const everything = 'select * from deliveries order by id';

/** `pg_type.oid` of the type oid: a stored bigint is converted to it, which fails where that is too large. */
const OID = 26;

export const keptBackRows: Family = {
  name: 'rows that a filter keeps back',
  about:
    'Rows outside of a filter do not exist. A condition that fails on them, a key that they take or a count that they are in would say that they do.',
  attacks: [
    attack('all', 'reads all rows', 'select * from deliveries order by id', kept),
    attack('table', 'reads the table as such', 'table deliveries', kept),
    attack('count', 'counts', 'select count(*), count(code), sum(weight) from deliveries', kept),
    attack(
      'by-key',
      'asks for one by its key',
      'select exists (select from deliveries where id = 300)',
      kept,
    ),
    attack(
      'by-handler',
      'asks for what the filter takes out',
      "select place from deliveries where handler <> 'contractor' or true order by 1",
      kept,
    ),
    attack(
      'division',
      'divides by what may be zero',
      'select id from deliveries where 1 / weight >= 0 order by id',
      kept,
    ),
    attack(
      'conversion',
      'converts what may be no number',
      'select id from deliveries where code::int > 0 order by id',
      kept,
    ),
    attack(
      'pattern',
      'matches a pattern that fails where it is reached',
      String.raw`select id from deliveries where place like 'left hidden\' order by id`,
      kept,
    ),
    attack(
      'parameter-of-a-type',
      'has stored numbers converted for a parameter',
      [
        send(
          1,
          parse('', 'select id from deliveries where weight = $1 order by id', [OID]),
          bind('', '', ['7']),
          execute(''),
          sync,
        ),
      ],
      kept,
    ),
    attack(
      'join-condition',
      'divides in the condition of a join',
      'select d.id from deliveries d join orders o on o.id = 100 / d.weight order by 1',
      kept,
    ),
    attack(
      'outer-join',
      'divides in the condition of an outer join',
      'select o.id, d.id from orders o left join deliveries d on d.id = o.id and 10 / d.weight > 0 where o.id < 20 order by 1, 2',
      kept,
    ),
    attack(
      'anti-join',
      'asks what is not there',
      'select o.id from orders o where not exists (select from deliveries d where d.id = o.id and 10 / d.weight < 9) order by 1',
      kept,
    ),
    attack(
      'lateral',
      'divides row by row',
      'select d.id, x from deliveries d, lateral (select 10 / d.weight as x) s order by 1',
      kept,
    ),
    attack(
      'set-returning',
      'makes rows of each',
      'select d.id, g from deliveries d, generate_series(1, 10 / d.weight) g order by 1, 2',
      kept,
    ),
    attack(
      'subquery',
      'divides inside, and asks outside',
      'select id from (select id, 10 / weight as x from deliveries) s where x > 1 order by 1',
      kept,
    ),
    attack(
      'with',
      'divides in a common table expression',
      'with d as (select id, 10 / weight as x from deliveries) select id from d where x > 1 order by 1',
      kept,
    ),
    attack(
      'having',
      'divides after grouping',
      'select weight from deliveries group by weight having 1 / weight >= 0 order by 1',
      kept,
    ),
    attack(
      'aggregate',
      'divides in aggregates',
      'select min(10 / weight), max(code::int) from deliveries',
      kept,
    ),
    attack(
      'window',
      'looks at neighbours',
      'select id, lag(id) over (order by id), rank() over (order by 10 / weight) from deliveries order by id',
      kept,
    ),
    attack(
      'order',
      'sorts by what may fail',
      'select id from deliveries order by 10 / weight, id limit 3',
      kept,
    ),
    attack(
      'set',
      'takes what is in both',
      'select code from deliveries intersect select code from deliveries where 1 / weight >= 0 order by 1',
      kept,
    ),
    attack(
      'scalar',
      'has two rows where one may be',
      "select (select d.id from deliveries d where d.code = 'x')",
      kept,
    ),
    attack('whole-row', 'reads whole rows', 'select d, row_to_json(d) from deliveries d order by d.id', kept),
    attack('copy', 'copies out', 'copy (select * from deliveries order by id) to stdout', kept),
    attack('view', 'reads a view', 'select * from delivery_shares where share > 1 order by id', kept),
    attack('view-that-sums', 'reads a view that sums', 'select * from delivery_sums order by 1', kept),
    attack('child', 'reads a table below', 'select * from express_deliveries order by id', kept),
    attack(
      'plan',
      'reads a plan',
      'explain select * from deliveries',
      denied('plans hidden', 'a plan of a protected relation'),
    ),
    attack(
      'place',
      'reads where rows lie',
      'select ctid, id from deliveries order by id',
      fails('42703', 'rows kept back'),
    ),
    attack('only', 'reads without what is below', 'select id from only deliveries order by id', kept),
    attack(
      'taken-key',
      'tries out which keys are taken',
      "insert into deliveries values (300, 'contractor', 1, 'here', 'c300') on conflict do nothing returning id",
      denied('writes judged', 'an index compares "id" of all rows, also of those that you do not see'),
    ),
    attack(
      'taken-key-by-update',
      'tries out which keys are taken, by an update',
      'update deliveries set id = 300 where id = 1',
      denied('writes judged', 'an index compares "id" of all rows, also of those that you do not see'),
    ),
    attack(
      'truncate',
      'empties the table, other rows and all',
      'truncate deliveries',
      denied('rows kept back', 'would take rows that you do not see'),
      { bare: 'acts' },
    ),
    attack(
      'current-of',
      'changes the row that a cursor stands on, whatever became of it',
      [
        simple('begin; declare c cursor for select id from deliveries; move c'),
        simple('delete from deliveries where current of c'),
        simple('rollback'),
      ],
      denied('rows kept back', 'WHERE CURRENT OF over "deliveries"'),
      { bare: 'acts' },
    ),
    attack(
      'changed',
      'changes what it cannot see',
      undone("update deliveries set handler = 'contractor' where id >= 100 returning *", everything),
      masked('rows kept back'),
    ),
    attack(
      'all-changed',
      'changes all rows, and counts',
      undone("update deliveries set place = 'x'", everything),
      masked('rows kept back'),
    ),
    attack(
      'deleted',
      'deletes what it cannot see, and fails at it',
      undone('delete from deliveries where 1 / weight >= 0 returning id', everything),
      masked('rows kept back'),
    ),
    attack(
      'changed-by-text',
      'fails at a text that it cannot see, on the way to what it changes',
      undone("update deliveries set place = 'x' where code::integer > 3 returning id, code"),
      masked('rows kept back'),
    ),
    attack(
      'deleted-by-join',
      'deletes by a join, and fails at what it cannot see',
      undone(
        'delete from deliveries d using orders o where o.id = d.id and 10 / d.weight > 1 returning d.id',
      ),
      masked('rows kept back'),
    ),
    attack(
      'moved-out',
      'puts a row where it could not see it',
      undone("update deliveries set handler = 'owner' where id = 1"),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'put-elsewhere',
      'inserts rows for somebody else',
      undone(
        "insert into express_deliveries values (900, 'contractor', 1, 'x', '1'), (901, 'owner', 1, 'x', '1')",
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'put-here',
      'inserts a row of its own',
      undone(
        "insert into express_deliveries values (900, 'contractor', 1, 'x', '1') returning id",
        everything,
      ),
      masked('rows kept back'),
    ),
    attack(
      'computed',
      'computes for whom a row is',
      undone("update deliveries set handler = lower('OWNER') where id = 1"),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'computed-by-chance',
      'computes for whom a row is, each time another one',
      undone(
        "update deliveries set handler = (array['owner', 'contractor'])[1 + floor(random() * 2)::int] where id = 1",
      ),
      denied('rows kept back', 'says no value for "handler" that it could read'),
      acts,
    ),
    attack(
      'computed-by-query',
      'has a query compute for whom a row is',
      undone(
        "insert into express_deliveries (id, handler, weight, place, code) select 900 + id, case when id = 3 then 'owner' else 'contractor' end, 1, 'x', '1' from orders",
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'grouped-for-another',
      'has groups compute for whom a row is',
      undone(
        "insert into express_deliveries (id, handler, weight, place, code) select 900 + max(id), min(case when id = 3 then 'owner' else 'contractor' end), 1, 'x', '1' from orders group by id",
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'united-for-another',
      'hides a row for another one among many, by their places',
      undone(
        "insert into express_deliveries select id + 900, handler, weight, place, code, depot from deliveries union all select 999, 'owner', 1, 'x', '1', null order by 1 limit 100",
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'copied-by-star',
      'copies all rows, of which there are only its own',
      undone('insert into express_deliveries select * from deliveries returning id', everything),
      masked('rows kept back'),
    ),
    attack(
      'drawn-by-query',
      'has each row of a query drawn for somebody by chance',
      undone(
        "insert into express_deliveries (id, handler, weight, place, code) select 900 + id, (array['owner', 'contractor'])[1 + floor(random() * 2)::int], 1, 'x', '1' from orders order by id limit 40",
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'left-out',
      'leaves out for whom a row is',
      undone("insert into express_deliveries (id, weight, place, code) values (900, 1, 'x', '1')"),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'computed-beside',
      'gives a relation the names that the check uses',
      undone(
        "update deliveries set handler = given.c0 || checked.handler from (select 'own') given (c0), (select 'er') checked (handler) where id = 1",
      ),
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'computed-failing',
      'computes on what it cannot see, so that the write fails',
      undone(
        "update deliveries set handler = lower('CONTRACTOR'), place = (100 / weight)::text returning id, place",
        everything,
      ),
      masked('rows kept back'),
    ),
    attack(
      'bound',
      'puts a row where it could not see it, by a parameter',
      [
        send(
          1,
          parse('', 'update deliveries set handler = $1 where id = 1'),
          bind('', '', ['owner']),
          execute(''),
          sync,
        ),
      ],
      fails('44000', 'rows kept back'),
      acts,
    ),
    attack(
      'referenced',
      'refers to what it cannot see',
      'insert into parcels values (1, 300)',
      denied('writes judged', 'a foreign key compares it'),
      acts,
    ),
    attack(
      'referenced-by-hidden',
      'empties a table that hidden rows may refer to',
      'delete from depots where id > 0',
      denied('writes judged', 'a foreign key compares it'),
      acts,
    ),
  ],
};
