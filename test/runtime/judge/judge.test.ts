import { describe, expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { catalogOf, judgeAs, live, matcher, parser, SUBQUERY, subqueryOf, told } from './fixture.ts';

/** What a contractor's statement becomes. `<c>` stands for the masked subquery of customers, `<c:ssn>` for one of that column alone. */
const rewritten: readonly (readonly [string, string])[] = [
  ['select * from customers', 'select * from <c> "customers"'],
  ['select ssn from public.customers c', 'select ssn from <c:ssn> c'],
  ['select ssn from "public" . /* x */ customers as c(a, b)', 'select ssn from <c> as c(a, b)'],
  [
    'select upper(ssn), count(*) from customers group by 1',
    'select pg_catalog.upper(ssn), pg_catalog.count(*) from <c:ssn> "customers" group by 1',
  ],
  [
    'with customers as (select * from customers) select * from customers',
    'with customers as (select * from <c> "customers") select * from customers',
  ],
  [
    'with a as (select 1), b as (select * from customers) select * from a, b, orders o',
    'with a as (select 1), b as (select * from <c> "customers") select * from a, b, "public"."orders" o',
  ],
  [
    'select 1; select * from customers; select * from orders',
    'select 1; select * from <c> "customers"; select * from orders',
  ],
  [
    'select (select ssn from customers limit 1) from orders',
    'select (select ssn from <c:ssn> "customers" limit 1) from "public"."orders"',
  ],
  ['select 1 where exists (select from customers)', 'select 1 where exists (select from <c:> "customers")'],
  [
    'select ssn from customers union select name from customers order by 1',
    'select ssn from <c:name,ssn> "customers" union select name from <c:name,ssn> "customers" order by 1',
  ],
  [
    'declare c no scroll cursor for select ssn from customers',
    'declare c no scroll cursor for select ssn from <c:ssn> "customers"',
  ],
  [
    'select 1; declare cursor binary cursor for select ssn from customers',
    'select 1; declare cursor binary SCROLL cursor for select ssn from <c:ssn> "customers"',
  ],
  [
    'declare /* cursor */ "Cursor" insensitive CURSOR with hold for select 1 from customers',
    'declare /* cursor */ "Cursor" insensitive SCROLL CURSOR with hold for select 1 from <c:> "customers"',
  ],
  ['copy customers to stdout', 'copy (SELECT "id", "name", "ssn" FROM <c> "customers") to stdout'],
  [
    'copy public . "customers" /* ) */ ( ssn, Id /* ) */ ) to stdout with (format csv, header, force_quote (ssn))',
    'copy (SELECT "ssn", "id" FROM <c> "customers") to stdout with (format csv, header, force_quote (ssn))',
  ],
  ['copy (select * from customers) to stdout', 'copy (select * from <c> "customers") to stdout'],
  ["select 'é', ssn from customers -- customers", `select 'é', ssn from <c:ssn> "customers" -- customers`],
  ['select customers from customers', 'select customers from <c> "customers"'],
  [
    'select public.customers.ssn, public /**/ . customers.* from public.customers',
    'select customers.ssn, customers.* from <c> "customers"',
  ],
  ['table /* all */ customers', 'SELECT * FROM /* all */ <c> "customers"'],
  ['values (1) union (Table customers limit 1)', 'values (1) union (SELECT * FROM <c> "customers" limit 1)'],
  ['table orders', 'table orders'],
  ['select public.orders.id from orders', 'select public.orders.id from orders'],
  [
    'select * from orders join customers using (id)',
    'select * from "public"."orders" join <c> "customers" using (id)',
  ],
  [
    'values ((select max(ssn) from customers))',
    'values ((select pg_catalog.max(ssn) from <c:ssn> "customers"))',
  ],
];

/** What is forwarded as it came. */
const untouched: readonly string[] = [
  'select 1',
  '',
  ';',
  'select * from orders where id = $1',
  'begin; savepoint a; rollback to a; commit',
  'show transaction_isolation',
  "set application_name = 'x'",
  "select set_config('TimeZone', 'UTC', false)",
  "select pg_catalog.set_config('DateStyle', 'ISO, MDY', true)",
  'set session authorization default; reset all; close all; unlisten *; select pg_advisory_unlock_all()',
  'discard all',
  'copy orders (id) to stdout',
  'explain select * from orders',
  'select count(*) filter (where id > 1) over (partition by customer_id) from orders',
];

const refused: readonly (readonly [string, string])[] = [
  ['drop table customers', '42501 the policy does not allow DROP TABLE'],
  ['insert into orders values (1)', '42501 the policy does not allow INSERT on "orders"'],
  [
    'with x as (delete from orders returning *) select * from x',
    '42501 the policy does not allow DELETE on "orders"',
  ],
  [
    'select * from unknown_to_policy',
    '42501 relation "unknown_to_policy" is not in the schema that the policy was compiled against',
  ],
  ['select * from nowhere', '42P01 relation "nowhere" does not exist'],
  ['select * from pg_temp.customers', '42P01 relation "pg_temp.customers" does not exist'],
  ['select * into x from customers', '42501 the proxy cannot judge SELECT … INTO, so it does not pass it'],
  [
    'select * from customers tablesample system (1)',
    '42501 a sample of "customers", which you see masked, or of which you see some rows only, would tell where rows lie',
  ],
  [
    'explain select * from customers',
    '42501 a plan of a protected relation is not shown, since it depends on stored values',
  ],
  ['copy orders from stdin', '42501 the policy does not allow INSERT on "orders"'],
  ["copy archive from '/etc/passwd'", '42501 the policy does not allow COPY with a file or a program'],
  ["copy (select 1) to program 'sh'", '42501 the policy does not allow COPY with a file or a program'],
  [
    'select public.customers.ssn from customers, (select 1 as ssn) customers',
    '42501 the statement cannot be rewritten so that protected columns are masked',
  ],
  ["set dlp.mask_key = 'x'", '42501 setting "dlp.mask_key" cannot be used through the proxy'],
  ['set search_path = evil', '42501 setting "search_path" cannot be used through the proxy'],
  ['show dlp.mask_key', '42501 setting "dlp.mask_key" cannot be used through the proxy'],
  ["select current_setting('dlp.mask_key')", '42501 setting "dlp.mask_key" cannot be used through the proxy'],
  ...[
    "'search_path', 'x', false",
    "'dlp.mask_key', 'x', false",
    "'client_encoding', 'SJIS', false",
    "'application_name', 'x' || 'y', false",
    "'application' || '_name', 'x', false",
    "setting_name => 'search_path', new_value => 'x', is_local => false",
    "'application_name', (select ssn from customers limit 1), false",
    "'timezone'",
  ].map((args): [string, string] => [
    `select set_config(${args})`,
    '42501 function set_config cannot be called through the proxy',
  ]),
  ['set session authorization postgres', '42501 setting "session_authorization" cannot be used'],
  ['set role none', '42501 setting "role" cannot be used'],
  [
    "select query_to_xml('select * from customers', true, true, '')",
    '42501 function query_to_xml cannot be called through the proxy',
  ],
  ["select pg_read_file('/etc/passwd')", '42501 function pg_read_file cannot be called through the proxy'],
  [
    "select ('/etc/passwd'::text).pg_read_file",
    '42501 the proxy cannot judge the name "pg_read_file" behind a point',
  ],
  [
    'select c.pg_read_file from orders c',
    '42501 the proxy cannot judge the name "pg_read_file" behind a point',
  ],
  ['select * from pg_statistic', '42501 relation "pg_statistic" cannot be read through the proxy'],
  ['do $$ begin end $$', '42501 the policy does not allow DO'],
  ['sel 1', '42601 syntax error at or near "sel"'],
  ['select 1; drop table customers', '42501 the policy does not allow DROP TABLE'],
  [`select ${'abs('.repeat(500)}1${')'.repeat(500)}`, '54001'],
  [`select ${'1+'.repeat(3000)}1`, '54001 the statement is nested too deeply to be judged'],
  [`select '${'x'.repeat(300_000)}'`, '54001 the statement is longer than 262144 bytes'],
];

function withSubqueries(expected: string): string {
  return expected
    .replaceAll('<c>', SUBQUERY)
    .replace(/<c:([a-z,]*)>/g, (_, names: string) =>
      subqueryOf(...(['id', 'name', 'ssn'] as const).filter((name) => names.split(',').includes(name))),
    );
}

describe('what is told of masks to those who ask', () => {
  const maskedOf = (group: string, text: string) => {
    const verdict = judgeAs([group], text);
    return verdict.kind === 'forward' ? verdict.masked : verdict.denial.message;
  };
  const SSN = { column: 'customers.ssn', how: 'keep_last(4), by policy contractor_jobs, crm.dlp:11' };

  test.each([
    ['select ssn from customers', [SSN]],
    ['select * from customers a join customers b using (id)', [SSN]],
    ['select count(*) from orders where customer_id in (select id from customers where ssn = $$x$$)', [SSN]],
    ['select id, name from customers', undefined],
    ['select * from orders', undefined],
    ['select relname, reltuples from pg_class', undefined],
  ])('%s', (text, masked) => {
    expect(maskedOf('contractors', text)).toEqual(masked);
  });

  test('nothing is told to those who see the column as it is', () => {
    expect(maskedOf('support', 'select ssn from customers')).toBeUndefined();
  });

  test.each([
    ['set dlp.notices = on', 'on'],
    ['SET DLP.Notices TO true', 'on'],
    ["set dlp.notices = '0'", 'off'],
    ['reset dlp.notices', 'initial'],
    ['set dlp.notices to default', 'initial'],
    ['set dlp.notices = on; set dlp.notices = off', 'off'],
  ])('%s', (text, notices) => {
    expect(judgeAs(['contractors'], text)).toMatchObject({ kind: 'forward', text, notices });
  });

  test.each(['set local dlp.notices = on', 'set dlp.notices = perhaps', 'set dlp.notice = on'])(
    'not: %s',
    (text) => {
      expect(judgeAs(['contractors'], text)).toMatchObject({ kind: 'deny' });
    },
  );
});

describe('a contractor', () => {
  test.each(rewritten)('%s', (text, expected) => {
    expect(told(judgeAs(['contractors'], text))).toBe(withSubqueries(expected));
  });

  test.each(untouched.map((text) => [text]))('as it came: %s', (text) => {
    // What it means for statements that the server keeps or has prepared stands in keeping.test.ts.
    const {
      notices,
      keeping: _keeping,
      forgetsPrepared: _forgets,
      ...verdict
    } = {
      ...{ notices: undefined, keeping: undefined, forgetsPrepared: undefined },
      ...judgeAs(['contractors'], text),
    };
    expect(verdict).toEqual({ kind: 'forward', text, positions: null, touchesProtected: false });
    expect(notices).toBe(/\breset all\b|\bdiscard all\b/.test(text) ? 'initial' : undefined);
  });

  test.each(refused.map(([text, expected]) => [text.slice(0, 60), text, expected]))(
    'refused: %s',
    (_, text, expected) => {
      const verdict = judgeAs(['contractors'], text);
      expect(verdict.kind).toBe('deny');
      expect(told(verdict)).toContain(expected);
    },
  );

  test('the parser is there again after a statement that broke it', async () => {
    expect(told(judgeAs(['contractors'], `select ${'1+'.repeat(60_000)}1`))).toMatch(/^54001/);
    await parser.ready();
    expect(told(judgeAs(['contractors'], 'select 1'))).toBe('select 1');
  });

  test('several statements in Parse are refused as the server refuses them', () => {
    expect(told(judgeAs(['contractors'], 'select 1; select 2', {}, 'extended'))).toMatch(/^42601/);
  });
});

test('system columns come along where they are named and tell nothing', () => {
  expect(told(judgeAs(['contractors'], 'select tableoid, ssn from customers'))).toContain(
    'AS "ssn", tableoid FROM',
  );
  expect(told(judgeAs(['contractors'], 'select c.tableoid, c.* from customers c'))).not.toContain(
    'tableoid FROM',
  );
  expect(told(judgeAs(['contractors'], 'select ctid from customers'))).not.toContain('ctid FROM');
  expect(told(judgeAs(['contractors'], 'select tableoid, xmin, relpages from pg_class'))).toContain(
    'tableoid, xmin FROM',
  );
});

describe('another caller', () => {
  test('who is revealed the column sends the text as it came, and is still known to touch it', () => {
    const text = 'select ssn from customers';
    expect(judgeAs(['support'], text)).toEqual({
      kind: 'forward',
      text,
      positions: null,
      touchesProtected: true,
      keeping: 'harmless',
    });
  });

  test('to whom two policies apply sees what reveals least', () => {
    expect(told(judgeAs(['support', 'contractors'], 'select ssn from customers'))).toContain(
      'pg_catalog.right',
    );
  });

  test('to whom no policy applies gets nothing', () => {
    expect(told(judgeAs([], 'select 1'))).toBe('42501 no policy of crm applies to you');
  });

  test('is told which rule denies, and what may be read', () => {
    const verdict = judgeAs(['support'], 'select * from orders');
    expect(verdict).toMatchObject({
      kind: 'deny',
      denial: {
        sqlstate: '42501',
        detail: 'Policy support_desk, crm.dlp:22: deny select on orders',
        hint: 'You may select from customers.',
        position: 15,
      },
    });
  });
});

describe('a live database that differs from the schema', () => {
  const grown = live('public', 'customers', [
    ['id', 'integer'],
    ['name', 'text'],
    ['ssn', 'text'],
    ['passport', 'text'],
  ]);

  test('hides a column that the policy does not know', () => {
    expect(told(judgeAs(['support'], 'select * from customers', { relations: [grown] }))).toBe(
      'select * from (SELECT "id", "name", "ssn" FROM "public"."customers") "customers"',
    );
  });

  test.each([
    [
      'has no column "ssn"',
      live('public', 'customers', [
        ['id', 'integer'],
        ['name', 'text'],
      ]),
    ],
    [
      'column "ssn" is bytea and not text',
      live('public', 'customers', [
        ['id', 'integer'],
        ['name', 'text'],
        ['ssn', 'bytea'],
      ]),
    ],
    [
      'it is a view and no table',
      live(
        'public',
        'customers',
        [
          ['id', 'integer'],
          ['name', 'text'],
          ['ssn', 'text'],
        ],
        { relkind: 'v' },
      ),
    ],
  ])('refuses a protected relation: %s', (difference, relation) => {
    expect(told(judgeAs(['contractors'], 'select 1 from customers', { relations: [relation] }))).toMatch(
      new RegExp(difference),
    );
  });

  test('refuses a protected relation with a column that is generated from a labelled one', () => {
    const customers = live('public', 'customers', [['id', 'integer']]);
    const column = (name: string, ...generatedFrom: string[]) => ({
      name,
      type: 'text',
      addedType: null,
      nondeterministic: false,
      generatedFrom,
    });
    const read = (...columns: ReturnType<typeof column>[]) =>
      told(
        judgeAs(['contractors'], 'select 1 from customers', {
          relations: [{ ...customers, columns: [...customers.columns, ...columns] }],
        }),
      );
    expect(read(column('name', 'id', 'ssn'), column('ssn'))).toMatch(
      /^42501 .*column "name" is generated from "ssn" and is not labelled as pii/,
    );
    expect(read(column('name'), column('ssn', 'name'), column('hidden', 'ssn'))).toMatch(/^select 1 from/);
  });

  test('refuses a parent whose child labels a column that it does not', () => {
    const parent = live('public', 'orders', [
      ['id', 'integer'],
      ['customer_id', 'integer'],
      ['ssn', 'text'],
    ]);
    const child = live(
      'public',
      'customers',
      [
        ['id', 'integer'],
        ['name', 'text'],
        ['ssn', 'text'],
      ],
      { parents: ['public\u0000orders'] },
    );
    // The policy's orders has no column ssn, so that it is hidden and nothing of the child comes out by that name.
    expect(told(judgeAs(['contractors'], 'select * from orders', { relations: [parent, child] }))).toContain(
      'SELECT "id", "customer_id" FROM',
    );
  });
});

describe('a database of another encoding', () => {
  const told1 = (text: string) => told(judgeAs(['contractors'], text, { encoding: 'LATIN1' }));

  test.each([
    'with É as (select 1) select * from É',
    'select * from "é"',
    'select * from É.customers',
    'insert into É values (1)',
  ])('%s', (text) => {
    expect(told1(text)).toMatch(
      /^42501 the proxy cannot judge the name "É?é?(customers)?" in a database of .* LATIN1/,
    );
  });

  test('other letters may stand everywhere else', () => {
    expect(told1(`select 'é' "ö", "ü" from customers`)).toMatch(/^select 'é' "ö", "ü" from \(SELECT/);
  });
});

test('a position in the rewritten text leads back to the client', () => {
  const text = "select 'é', nope from customers where nope2 = 1";
  const verdict = judgeAs(['contractors'], text);
  if (verdict.kind !== 'forward' || verdict.positions === null) throw new Error('not rewritten');
  for (const word of ['nope', 'from', 'nope2', 'customers']) {
    const there =
      [...verdict.text.slice(0, verdict.text.indexOf(word === 'customers' ? '(SELECT' : word))].length + 1;
    expect(verdict.positions(there), word).toBe([...text.slice(0, text.indexOf(word))].length + 1);
  }
});

test('the second opinion: which stored columns may not come as they are', () => {
  const hides = (groups: readonly string[], relation: number, column: number) =>
    new Judge({ matcher, revision: 'r1' }, catalogOf(), parser)
      .classOf(askerOf({ groups: new Set(groups) }), 0)
      .hidesOrigin(relation, column);
  expect([1, 3, 4].map((column) => hides(['contractors'], 1, column))).toEqual([false, true, true]);
  expect(hides(['support'], 1, 3)).toBe(false);
  expect(hides(['support'], 2, 1)).toBe(true);
  expect(hides(['support'], 3, 1)).toBe(false);
  expect(hides([], 1, 1)).toBe(true);
});

test.each([
  ['select id from only customers', 'select id from ({}) "customers"'],
  ['select id from ONLY /* x */ public . customers c', 'select id from ({}) c'],
  ['select id from only (customers) where id = 1', 'select id from ({}) "customers" where id = 1'],
])('ONLY goes with the table into its subquery: %s', (text, expected) => {
  const only = 'SELECT "id" FROM ONLY "public"."customers"';
  expect(told(judgeAs(['contractors'], text))).toBe(expected.replace('{}', only));
});
