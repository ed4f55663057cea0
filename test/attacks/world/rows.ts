/**
 * The rows of both worlds: alike in every open column, different in every protected one, in values and in how long they are, which
 * are NULL, which are equal and how they sort.
 */
import { STORED_VIEWS } from './policy.ts';

/** Which of the two worlds. */
export type Side = 'left' | 'right';
export const SIDES: readonly Side[] = ['left', 'right'];

/** People in each world. Enough for statistics, joins and several pages. */
const PEOPLE = 60;

/** An expression over `i`, the number of the row, for each side. */
type Both = Readonly<Record<Side, string>>;

const PERSON: Readonly<Record<string, Both | string>> = {
  id: 'i',
  name: `'person ' || i`,
  note: `'note number ' || i || ', ' || repeat('the same words over and over, ', 45)`,
  email: {
    left: `'left.address' || i % 7 || repeat('x', i % 5) || '@alpha.example'`,
    right: `'right.address' || i || repeat('y', (60 - i) % 11) || case when i % 2 = 0 then '@beta.example' else '@gamma.example' end`,
  },
  phone: {
    left: `case when i % 3 > 0 then '+49 30 2312500' || 10 + i end`,
    right: `case when i % 5 > 0 then '+33 1 990000' || 100 - i % 4 end`,
  },
  ssn: { left: `'900-11-' || 1000 + i`, right: `'901-22-' || 9999 - i % 10` },
  born: { left: `date '1950-01-01' + i * 100`, right: `date '2001-12-31' - i * 37` },
  salary: { left: `4000000.25 + i * 100`, right: `9990000.75 - i % 4 * 100` },
  score: { left: `70000000 + i`, right: `80000000 - i % 6` },
  ratio: { left: `1234567.5 + i`, right: `7654321.25 - i % 3` },
  seen_at: {
    left: `timestamptz '2024-05-06 07:08:09Z' + i * interval '1 hour'`,
    right: `timestamptz '2025-11-12 13:14:15Z' - i * interval '1 day'`,
  },
  network: {
    left: `case when i % 4 > 0 then ('192.0.2.' || i)::inet end`,
    right: `case when i % 2 > 0 then ('2001:db8::' || i)::inet end`,
  },
  profile: {
    left: `jsonb_build_object('leftish', 'left profile ' || i)`,
    right: `jsonb_build_object('rightish', 'right profile ' || i, 'more', jsonb_build_array(i, 'right detail', null))`,
  },
  letter: {
    left: `case when i % 2 = 0 then xmlelement(name a, 'left letter ' || i) end`,
    right: `xmlelement(name b, xmlelement(name c, 'right letter ' || i))`,
  },
  // In the right world, rows are too long for a page's share, so that their open notes are compressed.
  photo: {
    left: `convert_to('left photo ' || i, 'UTF8')`,
    right: `convert_to(string_agg, 'UTF8') from (select string_agg(md5(i || ' right ' || n), '') from generate_series(1, 25) n) pixels`,
  },
  tags: { left: `array['left tag ' || i % 3]`, right: `array['right tag ' || i, 'right common', null]` },
  token: { left: `md5('left' || i)::uuid`, right: `md5('right' || i % 5)::uuid` },
  active: { left: `i % 2 = 0`, right: `i % 3 = 0` },
  feeling: {
    left: `(array['glad', 'cross'])[1 + i % 2]::mood`,
    right: `(array['cross', 'calm'])[1 + i % 2]::mood`,
  },
  span: { left: `int4range(i, i + 10)`, right: `int4range(500 - i, null)` },
  place: { left: `point(i, 1)`, right: `point(-i, i)` },
  words: {
    left: `to_tsvector('simple', 'leftwords ' || i)`,
    right: `to_tsvector('simple', 'rightwords many ' || i)`,
  },
};

/** SQL that fills the schema for `side`. */
export function rowsSql(side: Side): string {
  const secret = (left: string, right: string) => (side === 'left' ? left : right);
  const columns = Object.keys(PERSON);
  const values = Object.values(PERSON).map((value) =>
    typeof value === 'string' ? value : `(select ${value[side]})`,
  );
  const addresses = (table: string) =>
    `insert into ${table} select i, ${secret(`'left.${'n'.repeat(9)}' || i % 3`, `'right.m' || i`)} from generate_series(1, 9) i;`;
  return [
    `insert into people (${columns.join(', ')}) select ${values.join(', ')} from generate_series(1, ${PEOPLE}) i;`,
    `insert into orders select i, 1 + i % ${PEOPLE}, (array['north', 'south', null])[1 + i % 3], i * 1.5
       from generate_series(1, 200) i;`,
    `insert into payments select i, 1 + i % ${PEOPLE}, ${secret(`'4111 1111 1111 ' || 1000 + i`, `'5500 0000 0000 ' || 9999 - i`)}
       from generate_series(1, 30) i;`,
    `insert into visits select i, date '2022-01-01' + i * 60, ${secret(`'left visitor ' || i`, `'right visitor ' || i % 2`)}
       from generate_series(1, 30) i;`,
    `insert into papers select i, ${secret(`'left paper ' || i`, `'right paper ' || i % 3`)} from generate_series(1, 5) i;`,
    `insert into letters select i, ${secret(`'left body ' || i`, `'right body ' || i`)}, ${secret(`'left sender ' || i`, `'right sender'`)}
       from generate_series(6, 9) i;`,
    `insert into "Odd ""Names"""."Людей.таблица"
       select i, ${secret(`'left secret ' || i`, `'right secret ' || i % 2`)}, 'open ' || i from generate_series(1, 9) i;`,
    `insert into echoes select i, ${secret(`'left echo ' || i % 2`, `'right echoing ' || i`)} from generate_series(1, 9) i;`,
    `insert into registry select i, 'asked' || i || '@known.example', ${secret('7000000000 + i', '7900000000 - i')} from generate_series(1, 3) i;`,
    `insert into registry select i, ${secret(`'left.entry' || i || '@alpha.example'`, `'right.entry' || i % 4 || '@beta.example'`)},
       ${secret('7000000000 + i', '7900000000 - i')} from generate_series(4, 40) i;`,
    'insert into depots select i from generate_series(1, 3) i;',
    `insert into deliveries select i, 'contractor', 1 + i % 5, 'place ' || i, i::text, null from generate_series(1, 12) i;`,
    `insert into express_deliveries select i, 'contractor', 2, 'place ' || i, i::text, null from generate_series(13, 15) i;`,
    // Zeros, numbers past the bounds of other types, and texts that are no numbers; the codes of some are those of visible rows.
    secret(
      `insert into deliveries select i, 'owner', i % 2, 'left hidden place ' || i, 'left ' || i, 1 from generate_series(100, 140) i;
       insert into express_deliveries values (301, 'stranger', 0, 'left hidden express', '1', null);`,
      `insert into deliveries select i, 'handler ' || i, 10000000000 - i, 'right hidden place ' || i, '1', 2 from generate_series(250, 350) i;
       insert into express_deliveries select i, 'owner', 5, 'right hidden express' || i, 'x', null from generate_series(400, 420) i;`,
    ),
    `insert into memos select i, 'memo ' || i from generate_series(1, 9) i;`,
    `insert into diary select i, i, 'entry ' || i from generate_series(1, 9) i;`,
    `insert into baskets select i, 'basket ' || i from generate_series(1, 9) i;`,
    `insert into basket_items select i, ${secret(`'left basket owner ' || i`, `'right basket owner, of a longer name ' || i % 2`)}
       from generate_series(1, 9) i;`,
    `insert into accounts (id, name, tier, credit, email, pin)
       select i, 'account ' || i, i, ${secret(`900000 + i * i`, `4000 + i`)}, ${secret(`'left.account' || i`, `'right.accounts' || i % 2`)},
              ${secret(`'left pin ' || i`, `'right pin ' || 100 - i`)} from generate_series(1, 9) i;`,
    `insert into handles select ${secret(`'left handle ' || i`, `'right handle ' || i % 3 || i`)} from generate_series(1, 9) i;`,
    `insert into tallies (secret, note) select ${secret('600000 + i', '650000 - i')}, 'tally ' || i from generate_series(1, 9) i;`,
    `select setval('tally_numbers', ${secret('600100', '650100')});`,
    `insert into mentions values (1, null);`,
    `insert into grants select i, ${secret('i % 4', '900000 + i')}, 'grant ' || i from generate_series(1, 9) i where i <> 5;`,
    ...[
      '"People"',
      'upper',
      'a_name_that_is_exactly_sixty_bytes_long_so_that_a_cut_counts',
      'archive.people',
      'archive.notes',
    ].map(addresses),
    ticketsSql(secret),
    receiptsSql(secret),
    ...STORED_VIEWS.map((name) => `refresh materialized view ${name};`),
    `select lo_from_bytea(424242, convert_to(${secret(`'left large object'`, `'right large object, longer'`)}, 'UTF8'));`,
    `select setval('people_serial', ${secret('4711', '815')});`,
  ].join('\n');
}

/** Alike but for card numbers, accounts and what stands at `$.from.mail`, in documents of several forms. */
function ticketsSql(secret: (left: string, right: string) => string): string {
  const cards = cardsSql(secret);
  const account = secret(`'AC-left' || i`, `'AC-righter' || i % 4`);
  const mail = secret(`'left mail ' || 100 + i`, `'right mail ' || 90000 - i % 3`);
  const object = `jsonb_build_object('from', jsonb_build_object('mail', ${mail}, 'open', i), 'n', i)`;
  const nesting = secret('4100', '4500');
  return `insert into tickets select i,
      'number ' || i || ' paid with ' || card || ', account ' || ${account} || '; called back',
      array['line ' || i, card, ${account}, ''],
      case when i % 2 = 0 then ${account} else 'C ' || card end,
      case i % 4
        when 0 then ${object}
        when 1 then jsonb_build_object('from', ${mail}, 'n', i)
        when 2 then jsonb_build_object('from', jsonb_build_array(${object} -> 'from', ${mail}))
        else jsonb_build_object('from', jsonb_build_object('mail', jsonb_build_array(${mail}, i)), 'n', null)
      end,
      (case i % 4
        when 0 then '{"from": {"mail": "' || ${mail} || '", "open": 1}}'
        when 1 then '{"from": {"mail": "' || ${mail} || '"}, "from": {"mail": 5, "mail": "' || ${mail} || '"}}'
        when 2 then '{"from": {"mail": ' || repeat('[', ${nesting}) || repeat(']', ${nesting}) || '}}'
        else '{"fr\\u006fm": {"m\\u0061il": "' || ${mail} || '\\u0000"}}'
      end)::json
    from (select i, (${cards})[1 + i % 3] as card from generate_series(1, 24) i) as numbered;`;
}

function cardsSql(secret: (left: string, right: string) => string): string {
  return secret(
    `array['4111 1111 1111 1111', '4012888888881881', '4111-1111-1111-1111']`,
    `array['5500-0000-0000-0004', '5105 1051 0510 5100', '5500000000000004']`,
  );
}

/** Alike but for card numbers and accounts in documents: within strings, as numbers and as names, escaped, and behind a name that comes again. */
function receiptsSql(secret: (left: string, right: string) => string): string {
  const account = secret(`'AC-left' || i`, `'AC-righter' || i % 4`);
  const digits = `regexp_replace(card, '[^0-9]', '', 'g')`;
  return `insert into receipts select i,
      case i % 4
        when 0 then jsonb_build_object('note', 'paid with ' || card || ', account ' || ${account} || '.', 'n', i)
        when 1 then jsonb_build_object(card, jsonb_build_object('open', i))
        when 2 then jsonb_build_array(i, ${digits}::numeric, jsonb_build_object('owner', ${account}))
        else jsonb_build_object('deep', jsonb_build_array(jsonb_build_array('x' || chr(10) || card)), 'n', null)
      end,
      (case i % 4
        when 0 then '{"a": "' || card || '", "a": "open", "n": ' || i || '}'
        when 1 then '{"\\u0061": "\\u003' || left(card, 1) || substr(card, 2) || '"}'
        when 2 then '[' || ${digits} || 'e0, ' || i || ', "' || ${account} || '"]'
        else '{ "' || card || '" : "\\u00e9" }'
      end)::json
    from (select i, (${cardsSql(secret)})[1 + i % 3] as card from generate_series(1, 24) i) as numbered;`;
}
