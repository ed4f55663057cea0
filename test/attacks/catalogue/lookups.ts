/** Columns that may be looked up: what is asked besides the very value. Some rows of both worlds have the same address; nothing else that is protected is alike. */
import { bind, execute, parse, sync } from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

const asked = masked('values looked up');
const acts = { bare: 'acts' } as const;

/** `pg_type.oid` of the type oid: a stored bigint is converted to it, which fails where that is too large. */
const OID = 26;

const KNOWN = "mail = 'asked1@known.example'";
const GUESS = "mail = 'left.entry9@alpha.example'";

export const lookups: Family = {
  name: 'look-ups by a known value',
  about:
    'Where a policy lets rows be found by a value that the caller knows, a condition that is no more than that is asked of what is stored. Whatever is more must be about masks.',
  attacks: [
    attack(
      'or',
      'asks for a value or another condition',
      `select id from registry where ${KNOWN} or ${GUESS} order by id`,
      asked,
    ),
    attack(
      'not',
      'asks which rows have it not',
      `select id from registry where not ${GUESS} order by id`,
      asked,
    ),
    attack(
      'unequal',
      'asks by another operator',
      "select id from registry where mail <> 'left.entry9@alpha.example' order by id",
      asked,
    ),
    attack('shown', 'has the comparison shown', `select id, ${GUESS} from registry order by id`, asked),
    attack(
      'counted',
      'counts by the comparison',
      `select count(*) filter (where ${GUESS}), sum((${GUESS})::int) from registry`,
      asked,
    ),
    attack(
      'grouped',
      'groups by the value and compares behind it',
      `select count(*) from registry group by mail having ${GUESS}`,
      asked,
    ),
    attack('sorted', 'sorts by the comparison', `select id from registry order by ${GUESS}, id`, asked),
    attack(
      'inside-a-case',
      'fails where it holds',
      `select id from registry where case when ${GUESS} then 1 / (id - id) = 0 else true end order by id`,
      asked,
    ),
    attack(
      'pattern-beside',
      'adds a pattern to what it may ask',
      `select id from registry where ${KNOWN} and mail like '%known%' and number > 7500000000 order by id`,
      asked,
    ),
    attack(
      'error-beside',
      'adds a condition that fails on what the row holds',
      `select id from registry where ${KNOWN} and 1 / (number - 7000000001) = 0 order by id`,
      asked,
    ),
    attack(
      'error-in-the-list',
      'computes what fails on what the row holds',
      `select 1 / (number - 7000000001) from registry where ${KNOWN}`,
      asked,
    ),
    attack(
      'volatile-beside',
      'adds what the server may not move',
      `select id from registry where ${KNOWN} and random() < 2 and number > 7500000000 order by id`,
      asked,
    ),
    attack(
      'function-of-it',
      'asks for a function of the value',
      "select id from registry where upper(mail) = 'LEFT.ENTRY9@ALPHA.EXAMPLE' order by id",
      asked,
    ),
    attack(
      'prefix',
      'asks for the beginning of the value',
      "select id from registry where mail like 'left%' and mail = any (array['x', 'y']) or mail ^@ 'left' order by id",
      asked,
    ),
    attack(
      'range',
      'asks for values between two',
      "select id from registry where mail between 'a' and 'm' order by id",
      asked,
    ),
    attack(
      'row',
      'asks for several columns at once',
      "select id from registry where (mail, id) in (('left.entry9@alpha.example', 9)) order by id",
      asked,
    ),
    attack(
      'any-of-a-query',
      'asks for the values that a query makes',
      "select id from registry where mail = any (select 'left.entry' || g || '@alpha.example' from generate_series(1, 40) g) order by id",
      asked,
    ),
    attack(
      'in-a-query',
      'asks for the values of another table',
      'select id from registry where mail in (select email from archive.people union select mail from registry where id < 20) order by id',
      asked,
      acts,
    ),
    attack(
      'joined',
      'joins by the value',
      'select a.id, b.id from registry a join registry b on a.mail = b.mail and a.id < b.id order by 1, 2',
      asked,
    ),
    attack(
      'lateral',
      'compares in a query beside the table',
      `select r.id, s.hit from registry r, lateral (select ${GUESS.replace('mail', 'r.mail')} as hit) s order by 1`,
      asked,
    ),
    attack(
      'exists',
      'compares in a query within the condition',
      `select r.id from registry r where exists (select where ${GUESS.replace('mail', 'r.mail')}) order by 1`,
      asked,
    ),
    attack(
      'outer-join',
      'tells rows without a match from those that are not found',
      `select o.id from depots o left join registry r on r.id = o.id + 6 where r.${GUESS} or r.id is null order by 1`,
      asked,
    ),
    attack(
      'other-side',
      'has the condition on the side that an outer join keeps',
      `select o.id, r.id from registry r left join depots o on r.id = o.id + 6 and r.${GUESS} order by 2`,
      asked,
    ),
    attack(
      'alias-list',
      'gives the column to another name',
      "select mail from registry r (mail, id) where id = 'left.entry9@alpha.example' order by 1",
      asked,
    ),
    attack(
      'two-of-a-name',
      'lets two tables have the column',
      `select 1 from registry a, registry b where ${GUESS}`,
      fails('42702'),
      acts,
    ),
    attack(
      'merged',
      'has USING make one column of two',
      `select a.id from registry a join registry b using (mail) where ${GUESS} order by 1`,
      asked,
    ),
    attack(
      'found-and-shown',
      'has what it found shown',
      `select r, number, mail || number, to_json(r) from registry r where ${KNOWN}`,
      asked,
    ),
    attack(
      'found-and-copied',
      'copies what it found',
      `copy (select * from registry where ${KNOWN}) to stdout`,
      asked,
    ),
    attack(
      'found-and-compared',
      'compares what it found with the rest',
      `select count(*) from registry a where a.number > (select number from registry where ${KNOWN})`,
      asked,
    ),
    attack(
      'found-and-sorted',
      'sorts what it found',
      "select id from registry where mail in ('asked1@known.example', 'asked2@known.example', 'asked3@known.example') order by number, id",
      asked,
    ),
    attack(
      'place',
      'asks where the row lies',
      `select ctid from registry where ${KNOWN}`,
      fails('42703'),
      acts,
    ),
    attack(
      'null',
      'asks for NULL, which a setting could change',
      'select id from registry where mail = null order by id',
      asked,
      acts,
    ),
    attack(
      'other-number',
      'asks for a number by a type that fails',
      [
        send(
          1,
          parse('', 'select id from registry where number = $1 order by id', [OID]),
          bind('', '', ['7']),
          execute(''),
          sync,
        ),
      ],
      asked,
      acts,
    ),
    attack(
      'one-parameter-twice',
      'gives a parameter its type elsewhere',
      [send(1, parse('', 'select id from registry where number = $1 and mail = $1', []), sync)],
      fails('42883'),
      acts,
    ),
    attack(
      'other-constants',
      'asks again with other constants, some of which are no look-up',
      [
        `${KNOWN} or id = 1`,
        `${KNOWN} or id = 1`,
        `${GUESS} or id = 1`,
        `${KNOWN} and id < 2`,
        `mail = 'nobody' and id < 2`,
      ].map((condition) => simple(`select id from registry where ${condition} order by id`)),
      asked,
    ),
    attack(
      'plan',
      'asks for the plan',
      `explain select id from registry where ${KNOWN}`,
      denied('plans hidden', 'plan'),
      acts,
    ),
    attack(
      'delete',
      'deletes what it finds, and counts',
      `delete from registry where ${GUESS}`,
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'delete-within',
      'deletes what a query finds',
      `delete from registry where id in (select id from registry where ${GUESS})`,
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'update',
      'changes what it finds',
      `update registry set id = id where ${GUESS}`,
      denied('writes judged', 'cannot read columns of it that you see masked'),
      acts,
    ),
    attack(
      'upsert',
      'learns by a conflict whether a value is there',
      "insert into registry values (99, 'x', 7000000009) on conflict (number) do nothing",
      denied('writes judged', 'an index compares "number" of all rows'),
      acts,
    ),
    attack(
      'delete-beside',
      'deletes from another table by a join',
      [
        'begin',
        `delete from diary using registry r where r.id = diary.id + 3 and r.${GUESS} returning diary.id`,
        'rollback',
      ].map((text) => simple(text)),
      asked,
    ),
  ],
};
