import { relationKey } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import type { AddedType, LiveRelation } from '../../../runtime/src/catalog/catalog.ts';
import { archiveLive, judgeAs, live, parser, told, type World } from './fixture.ts';

const SUBQUERY = '(SELECT "id", "name", pg_catalog.right("ssn", 4) AS "ssn" FROM "public"."customers")';

/** What a contractor's statement becomes. `<c>` stands for the masked subquery of customers. */
const rewritten: readonly (readonly [string, string])[] = [
  ['select * from customers', 'select * from <c> "customers"'],
  ['select ssn from public.customers c', 'select ssn from <c> c'],
  ['select ssn from "public" . /* x */ customers as c(a, b)', 'select ssn from <c> as c(a, b)'],
  [
    'select upper(ssn), count(*) from customers group by 1',
    'select pg_catalog.upper(ssn), pg_catalog.count(*) from <c> "customers" group by 1',
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
    'select (select ssn from <c> "customers" limit 1) from "public"."orders"',
  ],
  ['select 1 where exists (select from customers)', 'select 1 where exists (select from <c> "customers")'],
  [
    'select ssn from customers union select name from customers order by 1',
    'select ssn from <c> "customers" union select name from <c> "customers" order by 1',
  ],
  ['copy (select * from customers) to stdout', 'copy (select * from <c> "customers") to stdout'],
  ["select 'é', ssn from customers -- customers", `select 'é', ssn from <c> "customers" -- customers`],
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
  ['values ((select max(ssn) from customers))', 'values ((select pg_catalog.max(ssn) from <c> "customers"))'],
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
  'discard all',
  'explain select * from orders',
  'select count(*) filter (where id > 1) over (partition by customer_id) from orders',
];

const refused: readonly (readonly [string, string])[] = [
  ['drop table customers', '42501 the policy does not allow DROP TABLE'],
  ['insert into orders values (1)', '42501 the policy does not allow INSERT on "orders"'],
  [
    'with x as (delete from orders returning *) select * from x',
    '42501 the proxy cannot judge DELETE inside a query, so it does not pass it',
  ],
  [
    'select * from unknown_to_policy',
    '42501 relation "unknown_to_policy" is not in the schema that the policy was compiled against',
  ],
  ['select * from nowhere', '42P01 relation "nowhere" does not exist'],
  ['select * from pg_temp.customers', '42P01 relation "pg_temp.customers" does not exist'],
  ['select * from only customers', '42501 ONLY cannot be used with the protected relation "customers"'],
  [
    'select * from customers for update',
    '42501 the proxy cannot judge a locking clause such as FOR UPDATE, so it does not pass it',
  ],
  ['select * into x from customers', '42501 the proxy cannot judge SELECT … INTO, so it does not pass it'],
  [
    'select * from customers tablesample system (1)',
    '42501 the proxy cannot judge TABLESAMPLE, so it does not pass it',
  ],
  [
    'explain select * from customers',
    '42501 a plan of a protected relation is not shown, since it depends on stored values',
  ],
  [
    'copy customers to stdout',
    '42501 the proxy cannot judge COPY of a whole relation; write COPY (SELECT …) TO STDOUT instead, so it does not pass it',
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
  [
    "select current_setting('dlp.' || 'mask_key')",
    '42501 function current_setting cannot be called through the proxy',
  ],
  [
    "select set_config('search_path', 'x', false)",
    '42501 function set_config cannot be called through the proxy',
  ],
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
  ['prepare a as select 1', '42501 the policy does not allow PREPARE as a statement'],
  ['declare c cursor for select * from customers', '42501 the policy does not allow DECLARE CURSOR'],
  ['do $$ begin end $$', '42501 the policy does not allow DO'],
  ['sel 1', '42601 syntax error at or near "sel"'],
  ['select 1; drop table customers', '42501 the policy does not allow DROP TABLE'],
  [`select ${'abs('.repeat(500)}1${')'.repeat(500)}`, '54001'],
  [`select ${'1+'.repeat(3000)}1`, '54001 the statement is nested too deeply to be judged'],
  [`select '${'x'.repeat(300_000)}'`, '54001 the statement is longer than 262144 bytes'],
];

describe('a contractor', () => {
  test.each(rewritten)('%s', (text, expected) => {
    expect(told(judgeAs(['contractors'], text))).toBe(expected.replaceAll('<c>', SUBQUERY));
  });

  test.each(untouched.map((text) => [text]))('as it came: %s', (text) => {
    expect(judgeAs(['contractors'], text)).toEqual({
      kind: 'forward',
      text,
      positions: null,
      touchesProtected: false,
    });
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

describe('a view', () => {
  const view = (definition: string, more: Partial<LiveRelation> = {}) => ({
    relations: [live('public', 'summary', [['n', 'bigint']], { relkind: 'v', definition, ...more })],
  });
  const read = (world: World) => told(judgeAs(['contractors'], 'select n from summary s', world));

  test('is read through its definition, masked where that reads', () => {
    expect(read({})).toBe(
      `select n from (SELECT "n" FROM (SELECT pg_catalog.count(customers.ssn) AS n\n   FROM ${SUBQUERY} "customers") "summary") s`.replace(
        '(SELECT pg',
        '( SELECT pg',
      ),
    );
  });

  test('over nothing protected is read as it is', () => {
    expect(read(view('SELECT count(*) AS n FROM public.orders'))).toBe('select n from summary s');
  });

  test('over another view', () => {
    const inner = live('public', 'unknown_to_policy', [['ssn', 'text']], {
      relkind: 'v',
      definition: 'SELECT ssn FROM public.customers',
    });
    expect(
      read({ relations: [...view('SELECT count(*) AS n FROM public.unknown_to_policy').relations, inner] }),
    ).toMatch(/the definition of the view "summary": relation "unknown_to_policy" is not in the schema/);
  });

  test.each([
    ['SELECT public.leak(ssn) AS n FROM public.customers', {}, 'function public.leak'],
    ["SELECT query_to_xml('select * from customers', true, true, '') AS n", {}, 'function query_to_xml'],
    ['SELECT 1 AS n FROM ONLY public.customers', {}, 'ONLY'],
    ['SELECT count(*) AS n FROM public.customers', { securityBarrier: true }, 'security barrier'],
    ['SELECT count(*) AS n FROM public.customers', { relkind: 'm' }, 'it is a materialized view and no view'],
    ['SELECT count(*) AS n FROM public.customers', { relkind: 'r' }, 'it is a table and no view'],
    ['', {}, 'no definition'],
  ])('is refused: %s %o', (definition, more, reason) => {
    expect(read(view(definition, more))).toMatch(new RegExp(`^42501 .*${reason}`));
  });

  test('that reads itself ends', () => {
    expect(read(view('SELECT n FROM public.summary'))).toMatch(/^42501/);
  });
});

describe('a write', () => {
  const write = (text: string, groups = ['contractors'], world: World = {}) =>
    told(judgeAs(groups, text, world));

  test.each([
    'insert into archive values (1, default) returning *',
    'insert into archive default values',
    'with x as (select 1 as id) insert into archive (id) select id from x on conflict (id) do update set note = excluded.note where archive.id > 0',
    'update archive a set (id, note) = (select id, null from orders limit 1), note = lower(a.note) where id = 1 returning a.id',
    'delete from archive using orders o where o.id = archive.id',
    'copy archive (id, note) from stdin with (format csv)',
  ])('to a relation without labels goes on: %s', (text) => {
    expect(write(text)).toBe(text);
  });

  test('takes masks from where it reads', () => {
    expect(write('insert into archive select id, ssn from customers')).toBe(
      `insert into "public"."archive" select id, ssn from ${SUBQUERY} "customers"`,
    );
    expect(write('update archive a set (id, note) = (select id, ssn from customers limit 1)')).toBe(
      `update "public"."archive" a set (id, note) = (select id, ssn from ${SUBQUERY} "customers" limit 1)`,
    );
    expect(write('delete from archive a where exists (select from customers c where c.ssn = a.note)')).toBe(
      `delete from "public"."archive" a where exists (select from ${SUBQUERY} c where c.ssn = a.note)`,
    );
  });

  test.each([
    ['insert into customers values (1)', /does not allow INSERT on "customers"/],
    ['with x as (insert into archive values (1) returning *) select * from x', /INSERT inside a query/],
    ['merge into archive using orders on true when matched then delete', /does not allow MERGE/],
    ['delete from archive where current of c', /WHERE CURRENT OF/],
    ["insert into archive values (pg_backend_pid(), pg_read_file('/etc/passwd'))", /function pg_read_file/],
    ['insert into summary values (1)', /does not allow INSERT on "summary"/],
    ['insert into pg_class values (1)', /belongs to the server/],
    ['truncate archive', /does not allow TRUNCATE/],
  ])('is refused: %s', (text, expected) => {
    expect(write(text)).toMatch(expected);
  });

  test('of what the caller sees as it is, to where its label is not', () => {
    expect(write('insert into archive select id, ssn from customers', ['support'])).toMatch(
      /could write labelled values as they are to "archive"/,
    );
    expect(write("insert into archive values (1, 'x')", ['support'])).toBe(
      "insert into archive values (1, 'x')",
    );
    expect(write('insert into archive values (1) returning id', ['support'])).toMatch(
      /does not allow SELECT on "archive"/,
    );
  });

  const ssn = { relation: 'public\u0000customers', column: 'ssn' };
  test.each([
    ['a trigger', { calls: ['the trigger audit'] }, /runs the trigger audit/],
    ['a default that calls what was added', { expressions: ['public.leak(id)'] }, /public\.leak/],
    ['a check that reads', { expressions: ['(SELECT 1 FROM public.orders)'] }, /reads a relation/],
    ['a foreign key to a labelled column', { compared: [ssn] }, /compares it with public\.customers\.ssn/],
  ])('is refused where it runs %s', (_, onWrite, expected) => {
    expect(
      write('insert into archive values (1)', ['contractors'], { relations: [archiveLive(onWrite)] }),
    ).toMatch(expected);
  });

  test('is refused where a foreign key carries it on to labelled columns', () => {
    const relations = [archiveLive({ cascades: ['public\u0000customers'] })];
    const told = (text: string) => write(text, ['contractors'], { relations });
    const refused = /^42501 .*"archive", since it reaches "customers", which has labelled columns/;
    expect(told('delete from archive')).toMatch(refused);
    expect(told('update archive set id = 2')).toMatch(refused);
    expect(told('insert into archive values (1) on conflict (id) do update set id = 2')).toMatch(refused);
    expect(told('insert into archive values (1)')).toBe('insert into archive values (1)');
  });

  test('is refused where a foreign key carries it on to what runs something', () => {
    const orders = {
      ...live('public', 'orders', [
        ['id', 'integer'],
        ['customer_id', 'integer'],
      ]),
      onWrite: { ...archiveLive().onWrite, calls: ['the trigger audit'] },
    };
    const relations = [archiveLive({ cascades: ['public\u0000orders'] }), orders];
    expect(write('delete from archive', ['contractors'], { relations })).toMatch(/runs the trigger audit/);
  });

  test('goes on beside harmless defaults and checks', () => {
    const onWrite = {
      expressions: ["nextval('archive_id_seq'::regclass)", 'now()', '(id > 0)', 'lower(note), (id + 1)'],
      compared: [{ relation: 'public\u0000orders', column: 'id' }],
    };
    expect(
      write('insert into archive values (1)', ['contractors'], { relations: [archiveLive(onWrite)] }),
    ).toBe('insert into archive values (1)');
    expect(write("insert into archive values (nextval('archive_id_seq'))")).toMatch(/function nextval/);
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

describe('what somebody added to the database', () => {
  const evil = { schema: 'public', extension: null };

  test('a function that shadows a built-in one', () => {
    expect(
      told(judgeAs(['contractors'], 'select upper(ssn) from customers', { functions: { upper: evil } })),
    ).toMatch(/^42501 the proxy cannot judge the function upper/);
    expect(
      told(
        judgeAs(['contractors'], 'select pg_catalog.upper(ssn) from customers', {
          functions: { upper: evil },
        }),
      ),
    ).toMatch(/^select/);
  });

  test('an overload of a trusted extension leaves the choice to the server', () => {
    const citext = { schema: 'public', extension: 'citext' };
    expect(
      told(judgeAs(['contractors'], 'select max(ssn) from customers', { functions: { max: citext } })),
    ).toContain('select max(ssn) from (');
  });

  test('a function reached as an attribute', () => {
    expect(
      told(judgeAs(['contractors'], 'select c.leak from customers c', { functions: { leak: evil } })),
    ).toMatch(/^42501 .*"leak" behind a point/);
  });

  test.each([
    'ssn = name',
    'ssn operator(public.=) name',
    'ssn in (select name from customers)',
    '(case ssn when name then true end)',
  ])('an operator: %s', (condition) => {
    expect(
      told(
        judgeAs(['contractors'], `select 1 from customers where ${condition}`, { operators: { '=': evil } }),
      ),
    ).toMatch(/^42501 the proxy cannot judge the operator =/);
  });

  test.each([
    'json_object()',
    'json_array(ssn)',
    'json_array(select ssn from customers)',
    'json(ssn)',
    'json_scalar(ssn)',
    'json_serialize(ssn)',
    'json_objectagg(1: ssn)',
    'json_arrayagg(ssn)',
    "json_exists(ssn, '$')",
    "json_query(ssn, '$')",
    "json_value(ssn, '$')",
  ])('a function that a newer grammar takes for a construct: %s', (call) => {
    const functions = { [call.slice(0, call.indexOf('('))]: evil };
    const text = `select ${call} from customers`;
    expect(told(judgeAs(['contractors'], text, { functions, serverVersion: 150_017 }))).toMatch(
      /^42501 the proxy cannot judge the function json/,
    );
    expect(told(judgeAs(['contractors'], text, { functions }))).toMatch(/^select json/);
    expect(told(judgeAs(['contractors'], text, { serverVersion: 150_017 }))).toMatch(/^select json/);
  });

  test('what runs without its name in a statement', () => {
    const world = { silentCalls: ['the cast (integer AS text)'] };
    expect(told(judgeAs(['contractors'], 'select 1', world))).toMatch(
      /^42501 .*the cast \(integer AS text\) was added/,
    );
    expect(told(judgeAs(['contractors'], 'begin', world))).toBe('begin');
  });

  const checked = (check: string): Partial<AddedType> => ({ typtype: 'd', base: 'text', checks: [check] });
  const looksUp = checked('(public.is_known(VALUE))');

  test.each([
    ['an enum', { typtype: 'e' }],
    ['a domain without a check', { typtype: 'd', base: 'text' }],
    ['a domain whose check computes', checked("((VALUE ~ '^[a-z]+$'::text) AND (length(VALUE) < 9))")],
  ])('a type that computes: %s', (_, mood) => {
    const text = "select 'x'::mood, '{x}'::_mood, null::public.mood[]";
    const types = { mood, _mood: { typtype: 'b', parts: [relationKey('public', 'mood')] } };
    expect(told(judgeAs(['contractors'], text, { types }))).toBe(text);
  });

  test.each([
    ['a domain whose check looks something up', looksUp],
    ['a domain whose check reads a file', checked("(pg_read_file(VALUE) = ''::text)")],
    ['a domain whose check cannot be read', checked('VALUE >')],
    ['a domain over such a domain', { typtype: 'd', parts: [relationKey('public', 'known')] }],
    ['a row', { typtype: 'c' }],
    ['a range', { typtype: 'r' }],
    ["somebody's own", { typtype: 'b' }],
    ["an array of somebody's own", { typtype: 'b', parts: [relationKey('public', 'own')] }],
    ['a domain that converts to one of these', checked('(VALUE::public.known IS NOT NULL)')],
  ])('a type that cannot be judged: %s', (_, mood) => {
    const types = { mood, known: looksUp, own: { typtype: 'b' } };
    expect(told(judgeAs(['contractors'], "select 'x'::mood", { types }))).toMatch(
      /^42501 the proxy cannot judge a conversion to type mood/,
    );
  });

  test('a domain that converts to one that computes', () => {
    const types = { mood: checked('(VALUE::public.word IS NOT NULL)'), word: checked("(VALUE <> ''::text)") };
    expect(told(judgeAs(['contractors'], "select 'x'::mood", { types }))).toBe("select 'x'::mood");
  });

  test('a type before pg_catalog on the search path', () => {
    const types = { text: { typtype: 'b' } };
    const text = "select 'x'::text, 'x'::pg_catalog.text";
    expect(told(judgeAs(['contractors'], text, { types }))).toBe(text);
    expect(told(judgeAs(['contractors'], text, { types, searchPath: ['public', 'pg_catalog'] }))).toMatch(
      /^42501 the proxy cannot judge a conversion to type text/,
    );
  });

  describe('a column of a type that acts', () => {
    const key = (name: string) => relationKey('public', name);
    const types = {
      known: looksUp,
      _known: { typtype: 'b', parts: [key('known')] },
      deeper: { typtype: 'd', base: 'public.known', parts: [key('known')] },
      pair: { typtype: 'c', parts: [key('known')] },
      own: { typtype: 'b' },
    };
    const read = (addedType: string) => {
      const columns = [
        { name: 'id', type: 'integer', addedType: null, generatedFrom: [] },
        { name: 'customer_id', type: 'integer', addedType: key(addedType), generatedFrom: [] },
      ];
      const relations = [{ ...live('public', 'orders', []), columns }];
      return told(judgeAs(['contractors'], 'select * from orders', { types, relations }));
    };

    test.each([
      ['known', 'pg_catalog.text'],
      ['_known', 'pg_catalog.text[]'],
      ['deeper', 'pg_catalog.text'],
    ])('%s is read as %s', (type, as) => {
      expect(read(type)).toBe(
        `select * from (SELECT "id", CAST("customer_id" AS ${as}) AS "customer_id" FROM "public"."orders") "orders"`,
      );
    });

    test('a row that holds one cannot be read', () => {
      expect(read('pair')).toMatch(/^42501 .*the type of its column "customer_id" runs what was added/);
    });

    test('a table with one cannot be written', () => {
      const columns = [
        { name: 'id', type: 'integer', addedType: null, generatedFrom: [] },
        { name: 'note', type: 'text', addedType: key('known'), generatedFrom: [] },
      ];
      const relations = [{ ...archiveLive(), columns }];
      expect(told(judgeAs(['contractors'], 'insert into archive values (1)', { types, relations }))).toMatch(
        /^42501 .* it runs the type text/,
      );
    });

    test("somebody's own type can be shown", () => {
      expect(read('own')).toBe('select * from orders');
    });
  });

  test('a parameter is converted too', () => {
    const types = { known: { ...looksUp, oid: 20_001 }, mood: { typtype: 'e', oid: 20_002 } };
    const toldWith = (...oids: number[]) =>
      told(judgeAs(['contractors'], 'select $1', { types }, 'extended', oids));
    expect(toldWith(20_001)).toMatch(
      /^42501 the proxy cannot judge a parameter of the type with the number 20001/,
    );
    expect(toldWith(20_003)).toMatch(/^42501 the proxy cannot judge a parameter/);
    expect(toldWith(23, 20_002, 0)).toBe('select $1');
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
