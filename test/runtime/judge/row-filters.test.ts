/** Row filters: which conditions stand where, with which values, and what is refused because it cannot be told. */
import type { CallerValue, FilterRule, Matcher, RelationEntry } from '@dlpc/runtime/abi';
import { relationKey } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_WRITE_EFFECTS } from '../../../runtime/src/catalog/catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { type AskerParts, askerOf } from '../../support/askers.ts';
import { columnEntry, commandRule, relationEntry } from '../../support/entries.ts';
import { catalogOf, foreignKey, live, matcher, parser, told, type World } from './fixture.ts';

const REGION: CallerValue = { field: 'caller.claims.region', type: 'text' };

function filter(policy: number, ...sql: FilterRule['sql']): FilterRule {
  return { policy, rule: 0, sql };
}

/** The fixture with filters, and with relations changed. */
function filtered(
  filters: Readonly<Record<string, readonly FilterRule[]>>,
  more: Readonly<Record<string, Partial<RelationEntry>>> = {},
): Matcher {
  const relations = new Map(matcher.relations);
  for (const name of new Set([...Object.keys(filters), ...Object.keys(more)])) {
    const key = relationKey('public', name);
    const entry = relations.get(key) ?? relationEntry(name);
    relations.set(key, { ...entry, filters: filters[name] ?? [], ...more[name] });
  }
  return { ...matcher, relations };
}

const BY_REGION = filtered({ orders: [filter(0, '"region" = ', REGION)] });

function judgeWith(policy: Matcher, world: World = {}) {
  const judge = new Judge({ matcher: policy, revision: 'r1' }, catalogOf(world), parser);
  return (text: string, asker: AskerParts = {}, types: readonly number[] = []) =>
    told(
      judge
        .classOf(askerOf({ groups: new Set(['contractors']), ...asker }), 0)
        .judge(text, 'extended', types),
    );
}

const inRegion = (region: string): AskerParts => ({ claims: { strings: new Map([['region', region]]) } });
const forwarded = judgeWith(BY_REGION);

describe('a filtered relation', () => {
  test('is read through its condition, though nothing in it is labelled', () => {
    expect(forwarded('select * from orders where id = $1', inRegion('north'))).toBe(
      `select * from (SELECT "id", "customer_id" FROM "public"."orders" WHERE ("region" = CAST('north' AS pg_catalog.text))) "orders" where id = $1`,
    );
  });

  test('has a fence where the statement could tell', () => {
    expect(forwarded('select id from orders where 1 / id > 0', inRegion('north'))).toContain(
      `AS pg_catalog.text)) OFFSET 0) "orders"`,
    );
    // A stored bigint would be converted, row by row.
    expect(forwarded('select id from orders where id = $1', inRegion('north'), [26])).toContain('OFFSET 0');
    expect(forwarded('select id from orders where id = $1', inRegion('north'), [23])).not.toContain(
      'OFFSET 0',
    );
  });

  test('shows nothing that its other rows would change: no plan, no system columns', () => {
    expect(forwarded('explain select * from orders')).toMatch(/^42501 a plan of a protected relation/);
    expect(forwarded('select ctid from orders')).not.toContain('ctid FROM');
  });

  test('each caller gets the own value, and an absent claim is NULL', () => {
    expect(forwarded('select id from orders', inRegion('south'))).toContain(`CAST('south' AS`);
    expect(forwarded('select id from orders', inRegion('north'))).toContain(`CAST('north' AS`);
    expect(forwarded('select id from orders')).toContain('CAST(NULL AS pg_catalog.text)');
  });

  test('is refused where a value is none that SQL can hold', () => {
    for (const region of ['a\u0000b', '\ud800'])
      expect(forwarded('select id from orders', inRegion(region))).toBe(
        '42501 the row filter of "orders" cannot be applied: a value of yours cannot be compared with',
      );
  });

  describe('is written within its filter', () => {
    const archive = judgeWith(filtered({ archive: [filter(0, '"id" < 5')] }));
    const checked = (value: string) =>
      `(CASE WHEN (SELECT ("id" < 5) FROM (SELECT CAST(${value} AS integer) AS "id") "checked") THEN CAST(${value} AS integer)` +
      ` WHEN CAST((SELECT 'dlp-proxy: the new row is outside of the row filter') AS pg_catalog.bool) THEN NULL END)`;

    const once = (value: string) =>
      ` (SELECT CASE WHEN (SELECT ("id" < 5) FROM (SELECT CAST("given"."c0" AS integer) AS "id") "checked") THEN "given"."c0"` +
      ` WHEN CAST((SELECT 'dlp-proxy: the new row is outside of the row filter') AS pg_catalog.bool) THEN NULL END FROM (SELECT ${value} AS "c0") "given")`;

    const outside = "'dlp-proxy: the new row is outside of the row filter'";
    const copied = `CASE WHEN ("id" < 5) THEN TRUE ELSE CAST(CASE WHEN "id" IS NULL THEN ${outside} ELSE ${outside} END AS pg_catalog.bool) END`;

    const ofQuery = (column: string) =>
      `(CASE WHEN (SELECT ("id" < 5) FROM (SELECT CAST("given"."${column}" AS integer) AS "id") "checked") THEN "given"."${column}" WHEN CAST((SELECT ${outside}) AS pg_catalog.bool) THEN NULL END)`;

    test.each([
      ['delete from archive', 'delete from "public"."archive" WHERE ("archive"."id" < 5)'],
      ['delete from archive -- all', 'delete from "public"."archive" WHERE ("archive"."id" < 5) -- all'],
      [
        'delete from archive a where id = 1;',
        'delete from "public"."archive" a where ("a"."id" < 5) AND ( id = 1);',
      ],
      [
        'update archive set note = $1 where 1 / id > 0 returning id',
        'update "public"."archive" set note = $1 where ("archive"."id" < 5) AND CASE WHEN ("archive"."id" < 5) THEN ( 1 / id > 0) ELSE FALSE END returning id',
      ],
      [
        'update archive set id = $1',
        `update "public"."archive" set id = ${checked('$1')} WHERE ("archive"."id" < 5)`,
      ],
      ['insert into archive values (-1)', `insert into "public"."archive" values (${checked('-1')})`],
      [
        'insert into archive (note, id) select note, 3 from archive',
        `insert into "public"."archive" (note, id) SELECT "given"."c0", ${ofQuery('c1')} FROM ( select note, 3 from (SELECT "note" FROM "public"."archive" WHERE ("id" < 5) OFFSET 0) "archive") "given" ("c0", "c1")`,
      ],
      [
        'insert into archive (note, id) with x as (select $1 as y) select $1, null from x limit 1 returning id;',
        `insert into "public"."archive" (note, id) SELECT "given"."c0", ${ofQuery('c1')} FROM ( with x as (select $1 as y) select CAST($1 AS pg_catalog.text), CAST(null AS integer) from x limit 1) "given" ("c0", "c1") returning id;`,
      ],
      [
        'insert into archive (note) values ($1)',
        `insert into "public"."archive" (note) values ((CASE WHEN (SELECT ("id" < 5) FROM (SELECT CAST(NULL AS integer) AS "id") "checked") THEN CAST($1 AS pg_catalog.text) WHEN CAST((SELECT ${outside}) AS pg_catalog.bool) THEN NULL END))`,
      ],
      [
        'update archive set id = default',
        `update "public"."archive" set id = ${checked('NULL')} WHERE ("archive"."id" < 5)`,
      ],
      [
        'update archive set id = id',
        `update "public"."archive" set id = ${once(' id').trimStart()} WHERE ("archive"."id" < 5)`,
      ],
      [
        'insert into archive values (abs(-1)) returning id',
        `insert into "public"."archive" values ( ${once('pg_catalog.abs(-1)').trimStart()}) returning id`,
      ],
      ['copy archive (note) from stdin;', `copy "public"."archive" (note) from stdin WHERE ${copied};`],
      [
        "copy archive from stdin (format csv) where note <> ''",
        `copy "public"."archive" from stdin (format csv) where CASE WHEN ( note <> '') THEN ${copied} ELSE FALSE END`,
      ],
    ])('%s', (text, expected) => {
      expect(archive(text)).toBe(expected);
    });

    test.each([
      ['insert into archive default values'],
      ['update archive set id[1] = 1'],
      ['update archive set id = random()::int'],
      ['insert into archive select $1, (orders).* from orders'],
      ['update archive set (id, note) = (select 1, $1)'],
    ])('or not at all: %s', (text) => {
      expect(archive(text)).toMatch(
        /^42501 the proxy cannot check that new rows of "archive" are among those/,
      );
    });
  });

  test('is not compared with by a foreign key of what is written', () => {
    const onWrite = { ...NO_WRITE_EFFECTS, references: [foreignKey(['id'], 'orders', ['id'])] };
    const world = {
      relations: [
        live(
          'public',
          'archive',
          [
            ['id', 'integer'],
            ['note', 'text'],
          ],
          { onWrite },
        ),
      ],
    };
    expect(judgeWith(BY_REGION, world)('insert into archive values (1)')).toMatch(/^42501 .*foreign key/);
    expect(judgeWith(matcher, world)('insert into archive values (1)')).toMatch(/^insert/);
  });
});

describe('conditions', () => {
  test('of all policies that apply must hold, and of no other', () => {
    const both = judgeWith(
      filtered({ orders: [filter(0, 'id > 1'), filter(0, 'id < 9'), filter(1, 'false')] }),
    );
    expect(both('select id from orders')).toContain('WHERE (id > 1) AND (id < 9)) "orders"');
  });

  test.each([
    ['is no condition', ['id > 1) or (true']],
    ['is no condition', ['id > 1; select 1']],
    ['is no condition', ['id > 1 group by id']],
    ['is no condition', ['id > 1 -- ']],
    ['its values cannot be told from its text', ['region = $1 and region = ', REGION]],
    ['its values cannot be told from its text', ["region = 'x", REGION, "'"]],
    ['it names more than columns', ['orders.region = ', REGION]],
    ['reads a relation', ['id in (select 1 from customers)']],
    ['pg_read_file', ["pg_read_file('x') is null"]],
  ] as const)('that is none: %s', (reason, sql) => {
    const broken = judgeWith(filtered({ orders: [filter(0, ...sql)] }));
    expect(broken('select id from orders')).toMatch(/^42501 the row filter of "orders" cannot be applied/);
    expect(broken('select id from orders')).toContain(reason);
  });

  test('mean what they meant with any value in them', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '\\', '"', '$', ';', '-', 'x', ' ', '\n', ')', 'é', '\ufeff') }),
    );
    fc.assert(
      fc.property(
        hostile,
        fc.array(hostile, { maxLength: 3 }),
        fc.maxSafeInteger(),
        (text, groups, level) => {
          const values = judgeWith(
            filtered({
              orders: [
                filter(0, 'r = ', REGION, ' and g = any (', { field: 'caller.groups', type: 'text[]' }, ')'),
                filter(0, 'n < ', { field: 'caller.claims.level', type: 'bigint' }),
              ],
            }),
          );
          const verdict = values('select id from orders', {
            groups: new Set(['contractors', ...groups]),
            claims: { strings: new Map([['region', text]]), ints: new Map([['level', level]]) },
          });
          const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
          if ([text, ...groups].some((value) => value.includes('\0'))) expect(verdict).toMatch(/^42501/);
          else {
            expect(verdict).toContain(`r = CAST(${quoted(text)} AS pg_catalog.text)`);
            expect(verdict).toContain(`n < CAST('${level}' AS pg_catalog.int8)`);
            for (const group of groups) expect(verdict).toContain(quoted(group));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('inheritance', () => {
  const parent = relationKey('public', 'orders');
  const part = live(
    'public',
    'orders_2026',
    [
      ['id', 'integer'],
      ['customer_id', 'integer'],
    ],
    { parents: [parent] },
  );
  const entry = {
    columns: [columnEntry('id', 'integer'), columnEntry('customer_id', 'integer')],
    commands: { select: [commandRule(0, 'allow', 0)] },
  };

  test('a child is filtered as its parent is', () => {
    const policy = filtered({ orders: [filter(0, 'id > 1')] }, { orders_2026: entry });
    expect(judgeWith(policy, { relations: [part] })('select id from orders_2026')).toContain(
      'FROM "public"."orders_2026" WHERE (id > 1)',
    );
  });

  test('a parent whose filter the child has too is read', () => {
    const policy = filtered(
      { orders: [filter(0, 'id > 1')], orders_2026: [filter(0, 'id > 1')] },
      { orders_2026: entry },
    );
    expect(judgeWith(policy, { relations: [part] })('select id from orders')).toContain(
      'WHERE (id > 1)) "orders"',
    );
    expect(judgeWith(policy, { relations: [part] })('select id from orders_2026')).toContain(
      'WHERE (id > 1)) "orders_2026"',
    );
  });

  test('a parent is refused where a child has a filter that it lacks', () => {
    const policy = filtered(
      { orders_2026: [filter(0, 'id > 1')] },
      { orders_2026: { ...entry, filters: [filter(0, 'id > 1')] } },
    );
    expect(judgeWith(policy, { relations: [part] })('select id from orders')).toMatch(
      /^42501 the rows of "orders_2026" are filtered, and "orders" would give them all/,
    );
  });
});

describe('a view', () => {
  const summary = live('public', 'summary', [['n', 'bigint']], {
    relkind: 'v',
    definition: 'SELECT count(*) AS n FROM public.orders o WHERE (o.id > 1)',
  });

  test('of a filtered table is filtered where that is read, behind a fence', () => {
    expect(judgeWith(BY_REGION, { relations: [summary] })('select n from summary', inRegion('x'))).toContain(
      `"public"."orders" WHERE ("region" = CAST('x' AS pg_catalog.text)) OFFSET 0) o WHERE (o.id > 1)`,
    );
  });

  test('with a filter of its own is filtered, unless that would see masks', () => {
    const policy = filtered({ summary: [filter(0, 'n > 3')] });
    expect(judgeWith(policy, { relations: [summary] })('select n from summary where 1 / n > 0')).toContain(
      '(SELECT "n" FROM "public"."summary" WHERE (n > 3) OFFSET 0)',
    );
    expect(judgeWith(policy)('select n from summary')).toMatch(/^42501 the row filter of the view "summary"/);
  });
});

test('no value of a caller stands in the name of its class', () => {
  const judge = new Judge({ matcher: BY_REGION, revision: 'r1' }, catalogOf(), parser);
  const name = (region: string) =>
    judge.classOf(askerOf({ groups: new Set(['contractors']), ...inRegion(region) }), 0).name;
  expect(name('secret place')).toMatch(/^0\/[0-9a-f]{64}$/);
  expect(name('secret place')).toBe(name('secret place'));
  expect(name('secret place')).not.toBe(name('another'));
});
