/** Calls that pass by what else the statement does: sequences, advisory locks, waiting, settings that are computed. */
import { relationKey } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { NO_WRITE_EFFECTS } from '../../../runtime/src/catalog/catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { catalogOf, live, matcher, parser } from './fixture.ts';

const sequence = (name: string) => live('public', name, [['last_value', 'bigint']], { relkind: 'S' });
const fed = (relation: string, column: string) => ({ relation: relationKey('public', relation), column });
const key = (name: string) => relationKey('public', name);

const world = catalogOf({
  relations: [
    ...['archive_id_seq', 'customers_id_seq', 'customers_ssn_seq', 'shared', 'free', 'Odd "one"'].map(
      sequence,
    ),
    live('public', 'summary', [['n', 'bigint']], {
      relkind: 'v',
      definition: "SELECT nextval('public.archive_id_seq'::regclass) AS n",
      onWrite: NO_WRITE_EFFECTS,
    }),
  ],
  sequences: {
    [key('archive_id_seq')]: [fed('archive', 'id')],
    [key('customers_id_seq')]: [fed('customers', 'id')],
    [key('customers_ssn_seq')]: [fed('customers', 'ssn')],
    [key('shared')]: [fed('archive', 'id'), fed('customers', 'ssn')],
    [key('Odd "one"')]: [fed('archive', 'id')],
  },
});

function judged(text: string, group = 'contractors', catalog = world) {
  return new Judge({ matcher, revision: 'r1' }, catalog, parser)
    .classOf(askerOf({ groups: new Set([group]) }), 0)
    .judge(text, 'simple');
}

/** Without the sequence of a masked column, by which `lastval` could be meant. */
const plain = catalogOf({
  relations: [sequence('archive_id_seq')],
  sequences: { [key('archive_id_seq')]: [fed('archive', 'id')] },
});

describe('sequences of a table that one may insert into', () => {
  test.each([
    "select nextval('archive_id_seq')",
    "select nextval('public.archive_id_seq'::regclass), currval(' ARCHIVE_ID_SEQ ')",
    `select pg_catalog.nextval('"public"."archive_id_seq"'::pg_catalog.regclass)`,
    `select nextval('"Odd ""one"""')`,
    "select setval('archive_id_seq', 17, true), setval('archive_id_seq', (select max(id) from archive))",
    "select setval(pg_get_serial_sequence('archive', 'id'), 4)",
    "insert into archive (id, note) values (nextval('archive_id_seq'), 'x')",
    "insert into archive (id, note) select nextval('archive_id_seq'), 'x' from archive",
    "update archive set id = nextval('archive_id_seq') where note = 'x'",
    "select nextval('archive_id_seq') from generate_series(1, 3)",
  ])('%s', (text) => {
    const ambiguous = text.includes('pg_get_serial');
    expect(judged(text, 'contractors', ambiguous ? plain : world)).toMatchObject({ kind: 'forward', text });
  });

  test('lastval() may be of any of them', () => {
    expect(judged('select lastval()', 'contractors', plain)).toMatchObject({ kind: 'forward' });
    expect(judged('select lastval()')).toMatchObject({
      denial: { message: 'a sequence gives its numbers to "customers.ssn", which you see masked' },
    });
  });
});

describe('refused', () => {
  test.each([
    [
      "select nextval('customers_id_seq')",
      'sequence "customers_id_seq" cannot be used, since the policy does not allow INSERT on "customers"',
    ],
    ["select setval('customers_id_seq', 1)", 'cannot be set, since the policy does not allow INSERT'],
    ["select currval('shared')", 'a sequence gives its numbers to "customers.ssn", which you see masked'],
    ["select nextval('free')", 'sequence "free" belongs to no column'],
    ["select nextval('none')", 'relation "none" does not exist'],
    ["select nextval('archive')", 'cannot tell which sequence nextval is about'],
    ["select nextval('16400')", 'cannot tell which sequence'],
    ["select nextval('a.b.archive_id_seq')", 'cannot tell which sequence'],
    [`select nextval('${'a'.repeat(64)}')`, 'cannot tell which sequence'],
    ["select nextval('archıve_id_seq')", 'cannot tell which sequence'],
    ["select nextval('archive_id_seq'::text)", 'cannot tell which sequence'],
    ["select nextval('archive_' || 'id_seq')", 'cannot tell which sequence'],
    ['select nextval(16400::regclass)', 'cannot tell which sequence'],
    ['select nextval(oid::regclass) from pg_class', 'cannot tell which sequence'],
    ["select ('archive_id_seq'::regclass).nextval", 'behind a point'],
    ["select nextval(pg_get_serial_sequence(relname, 'id')) from pg_class", 'cannot tell which sequence'],
    [
      "select nextval('archive_id_seq'), ssn from customers",
      'function nextval cannot be called in a statement that reads what is masked',
    ],
    [
      "insert into archive (id) select nextval('archive_id_seq') from customers",
      'function nextval cannot be called in a statement',
    ],
    ['select n from summary', 'function nextval can be called by a statement itself only'],
    ["prepare p as select nextval('customers_id_seq')", 'does not allow INSERT'],
    ["execute p (nextval('archive_id_seq'))", 'function nextval can be called by a statement itself only'],
    ['execute p (pg_advisory_lock(1))', 'function pg_advisory_lock can be called by a statement itself only'],
  ])('%s', (text, saying) => {
    const verdict = judged(text);
    expect(verdict.kind === 'deny' ? verdict.denial.message : verdict.text).toContain(saying);
  });

  test('what sets a sequence carries nothing that has a label, though its sender sees it', () => {
    const text = "select setval('archive_id_seq', length(ssn)) from customers";
    expect(judged(text, 'support')).toMatchObject({ kind: 'deny' });
  });
});

describe('locks on numbers, and waiting', () => {
  test.each([
    'select pg_advisory_lock(1), pg_try_advisory_xact_lock($1, 2), pg_advisory_unlock(1)',
    "select pg_try_advisory_lock(hashtext('migrations'))",
    'select id from orders where pg_try_advisory_xact_lock(id) limit 1',
    'select pg_sleep(0.1)',
    "insert into archive select 1, pg_sleep_for('1 s')::text",
  ])('%s', (text) => {
    expect(judged(text)).toMatchObject({ kind: 'forward', text });
  });

  test.each([
    ['select pg_advisory_lock(id) from customers'],
    ['select pg_sleep(1) from customers where false'],
    ['select 1 from orders where exists (select pg_try_advisory_lock(1, 2) from customers)'],
    ['select (1::bigint).pg_advisory_lock'],
  ])('refused: %s', (text) => {
    for (const group of ['contractors', 'support'])
      expect(judged(text, group)).toMatchObject({ kind: 'deny' });
  });
});

describe('current_setting of what is computed', () => {
  test.each([
    ['select current_setting($1)', 'select pg_catalog.current_setting(pg_catalog.substring($1, <names>))'],
    [
      'select Current_Setting /* ( */ ( $1::varchar , true ), upper($2)',
      'select pg_catalog.current_setting(pg_catalog.substring( $1::varchar , <names>), true ), pg_catalog.upper($2)',
    ],
    [
      "select pg_catalog.current_setting((array['a', current_setting(name)])[1]) from pg_class",
      "select pg_catalog.current_setting(pg_catalog.substring((array['a', pg_catalog.current_setting(pg_catalog.substring(name, <names>))])[1], <names>)) from",
    ],
    [
      'select current_setting(ssn) from customers',
      'select pg_catalog.current_setting(pg_catalog.substring(ssn, <names>)) from (SELECT',
    ],
  ])('%s', (text, becomes) => {
    const verdict = judged(text);
    const told =
      verdict.kind === 'forward' ? verdict.text.replaceAll(NAMES, '<names>') : verdict.denial.message;
    expect(told).toContain(becomes);
  });

  test.each([
    "select current_setting('dlp.mask_key')",
    'select current_setting(setting_name => $1)',
    'select current_setting(variadic $1)',
  ])('refused: %s', (text) => expect(judged(text)).toMatchObject({ kind: 'deny' }));
});

const NAMES = /CAST\('\(\?i\)\^\(\?:[a-z_|.\\]+\)\$' AS pg_catalog\.text\)/g;
