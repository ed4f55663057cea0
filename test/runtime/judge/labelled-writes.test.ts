/** INSERT and UPDATE of tables with labelled columns: what passes, and what would tell. */
import { type ColumnEntry, type Matcher, REVEAL_RANK, relationKey, type Treatment } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import {
  type LiveRelation,
  NO_WRITE_EFFECTS,
  type WriteEffects,
} from '../../../runtime/src/catalog/catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { allowing, columnEntry, commandRule, relationEntry } from '../../support/entries.ts';
import { catalogOf, matcher as fixture, foreignKey, index, live, parser, told } from './fixture.ts';

const HASH: Treatment = {
  text: 'hash',
  rank: REVEAL_RANK.equality,
  sql: 'pg_catalog.md5("token")',
  keyed: true,
  lookup: false,
};

const everything = { ...allowing(['select', 'insert', 'update', 'delete'], 0, 5) };

function members(token: Treatment = HASH, more: Partial<ColumnEntry> = {}) {
  const ssn = fixture.relations
    .get(relationKey('public', 'customers'))
    ?.columns.find(({ name }) => name === 'ssn');
  return relationEntry('members', {
    columns: [
      columnEntry('id', 'integer'),
      columnEntry('name', 'text'),
      { ...columnEntry('ssn', 'text'), labels: ssn?.labels ?? [], fallback: ssn?.fallback ?? null },
      columnEntry('token', 'text', { labels: [{ label: 'secret', rules: [] }], fallback: token, ...more }),
    ],
    commands: {
      ...everything,
      select: [...(everything.select ?? []), commandRule(1, 'allow', 6)],
      insert: [...(everything.insert ?? []), commandRule(1, 'allow', 6)],
      update: [...(everything.update ?? []), commandRule(1, 'allow', 6)],
    },
  });
}

const COLUMNS = [
  ['id', 'integer'],
  ['name', 'text'],
  ['ssn', 'text'],
  ['token', 'text'],
] as const;

function judged(
  text: string,
  onWrite: Partial<WriteEffects> = {},
  {
    group = 'contractors',
    entry = members(),
    more = [] as readonly LiveRelation[],
    columns = COLUMNS as readonly (readonly [string, string])[],
  } = {},
) {
  const matcher: Matcher = {
    ...fixture,
    relations: new Map([...fixture.relations, [relationKey('public', 'members'), entry]]),
  };
  const world = {
    relations: [
      live('public', 'members', columns, { onWrite: { ...NO_WRITE_EFFECTS, ...onWrite } }),
      ...more,
    ],
  };
  return new Judge({ matcher, revision: 'r1' }, catalogOf(world), parser)
    .classOf(askerOf({ groups: new Set([group]) }), 0)
    .judge(text, 'extended');
}

describe('passes', () => {
  test.each([
    ["insert into members (id, name) values (1, 'x'), (2, default)"],
    ['insert into members (id, ssn) values ($1, $2) returning id'],
    ["insert into members values (1, 'x', '123')"],
    ['insert into members default values'],
    [
      'insert into members (id) values (1) on conflict (id) do update set name = excluded.name, ssn = excluded.ssn where members.id > 3',
    ],
    ["update members set name = upper(name), ssn = '1' where id = 1 returning id, name"],
    ['update members set ssn = null, token = null where id = 1'],
    ["update members m set name = o.customer_id::text from orders o where o.id = m.id and m.name like 'a%'"],
    ['copy members (id, name, ssn) from stdin'],
  ])('%s', (text) => {
    const verdict = judged(text);
    expect(told(verdict)).toBe(text);
    expect(verdict).toMatchObject({ touchesProtected: true });
  });

  test('with masks from other tables, where no mask can go over what is stored', () => {
    expect(told(judged('insert into members (id, ssn) select id, ssn from customers'))).toMatch(/^insert/);
    expect(told(judged('update members m set name = c.ssn from customers c where c.id = m.id'))).toMatch(
      /^update/,
    );
    expect(told(judged('update members m set ssn = $1 from customers c where c.id = m.id'))).toMatch(
      /^update/,
    );
  });
});

describe('is refused', () => {
  test.each([
    [
      'reads what is masked',
      'update members set name = ssn where id = 1',
      /cannot read columns of it that you see masked/,
    ],
    ['chooses rows by it', "update members set name = 'x' where ssn = '1'", /cannot read columns/],
    [
      'returns the row as one',
      'insert into members (id) values (1) returning members',
      /cannot read columns/,
    ],
    [
      'returns its field',
      'insert into members (id) values (1) returning (members).ssn',
      /cannot read columns/,
    ],
    [
      'returns it in a query',
      'insert into members (id) values (1) returning (select ssn)',
      /cannot read columns/,
    ],
    [
      'returns it beside others',
      "update members set name = 'x' from customers c where c.id = members.id returning ssn",
      /cannot read columns/,
    ],
    [
      'returns all columns beside others',
      "update members set name = 'x' from customers c where c.id = members.id returning *",
      /cannot read columns/,
    ],
    [
      'returns where it lies',
      'insert into members (id) values (1) returning ctid, ssn',
      /cannot read columns/,
    ],
    [
      'returns what was there as one',
      "update members set name = 'x' returning with (old as o) to_json(o)",
      /cannot read columns/,
    ],
    [
      'updates by it on a conflict',
      'insert into members (id) values (1) on conflict (id) do update set name = members.ssn',
      /cannot read columns/,
    ],
    ['takes a row as a whole', 'update members m set name = m::text', /cannot read columns/],
    ['goes by where rows lie', "update members set name = 'x' where ctid = '(0,1)'", /cannot read columns/],
    [
      'writes a mask over a value',
      'update members m set ssn = c.ssn from customers c where c.id = m.id',
      /could write a mask over what "ssn"/,
    ],
    [
      'writes a mask over one on a conflict',
      'insert into members (id, ssn) select id, ssn from customers on conflict (id) do update set ssn = excluded.ssn',
      /could write a mask over/,
    ],
    [
      'writes masks of a view',
      'update members set ssn = (select n::text from summary)',
      /could write a mask over/,
    ],
    ['changes a part of a value', "update members set ssn[1] = 'x'", /a part of "ssn" of "members"/],
    [
      'puts a value through a key',
      "insert into members (id, token) values (1, 'guess')",
      /what a secret key makes of them/,
    ],
    [
      'puts a value through a key later',
      "update members set token = 'guess'",
      /what a secret key makes of them/,
    ],
    [
      'names no columns',
      "insert into members values (1, 'x', '123', 'guess')",
      /what a secret key makes of them/,
    ],
    ['copies to all columns', 'copy members from stdin', /what a secret key makes of them/],
  ])('what %s: %s', (_, text, expected) => {
    expect(told(judged(text))).toMatch(expected);
  });

  test('ON CONFLICT DO UPDATE where UPDATE is', () => {
    const { update: _, ...commands } = everything;
    const entry = { ...members(), commands };
    const upsert = 'insert into members (id) values (1) on conflict (id) do update set id = 2';
    expect(told(judged(upsert, {}, { entry }))).toMatch(/does not allow UPDATE/);
    expect(told(judged('insert into members (id) values (1) on conflict do nothing', {}, { entry }))).toMatch(
      /^insert/,
    );
  });
});

describe('a key', () => {
  test('is no secret of whoever may look values up', () => {
    const rule = { policy: 0, rule: 5, treatment: { ...HASH, lookup: true } };
    const entry = members(HASH, { labels: [{ label: 'secret', rules: [rule] }] });
    expect(told(judged("insert into members (token) values ('guess')", {}, { entry }))).toMatch(/^insert/);
  });

  test('of a generated column', () => {
    const from = { ...live('public', 'members', COLUMNS) };
    const columns = from.columns.map((column) =>
      column.name === 'token' ? { ...column, generatedFrom: ['ssn'] } : column,
    );
    const entry = members(HASH, {
      labels: [{ label: 'secret', rules: [] }, ...(members().columns[2]?.labels ?? [])],
    });
    const more = [{ ...from, columns }];
    expect(told(judged("insert into members (ssn) values ('guess')", {}, { entry, more }))).toMatch(
      /secret key/,
    );
    expect(told(judged("insert into members (name) values ('x')", {}, { entry, more }))).toMatch(/^insert/);
  });
});

describe('an index', () => {
  test('that compares what is masked tells of every insert, and of updates of its columns', () => {
    const indexes = [index(['ssn'])];
    expect(told(judged("insert into members (id, ssn) values (1, 'x')", { indexes }))).toMatch(
      /an index compares "ssn" of all rows/,
    );
    expect(
      told(judged("insert into members (id, ssn) values (1, 'x') on conflict do nothing", { indexes })),
    ).toMatch(/an index compares/);
    expect(told(judged("update members set ssn = 'x' where id = 1", { indexes }))).toMatch(
      /an index compares/,
    );
    expect(told(judged("update members set name = 'x' where id = 1", { indexes }))).toMatch(/^update/);
  });

  test('compares nothing with NULL', () => {
    const indexes = [index(['ssn'])];
    expect(told(judged('insert into members (id) values (1)', { indexes }))).toMatch(/^insert/);
    expect(told(judged('insert into members (id, ssn) values (1, null), (2, null)', { indexes }))).toMatch(
      /^insert/,
    );
    expect(told(judged('update members set ssn = null', { indexes }))).toMatch(/^update/);
    expect(told(judged("insert into members (id, ssn) values (1, null), (2, 'x')", { indexes }))).toMatch(
      /compares/,
    );
    const strict = [index(['ssn'], { nullsDistinct: false })];
    expect(told(judged('insert into members (id) values (1)', { indexes: strict }))).toMatch(/compares/);
    const defaults = [{ column: 'ssn', sql: "'000'::text", isGenerated: false }];
    expect(told(judged('insert into members (id) values (1)', { indexes, defaults }))).toMatch(/compares/);
    const drawn = [{ column: 'id', sql: "nextval('members_id_seq'::regclass)", isGenerated: false }];
    const both = [index(['id', 'ssn'])];
    expect(
      told(judged("insert into members (ssn) values ('x')", { indexes: both, defaults: drawn })),
    ).toMatch(/^insert/);
    expect(
      told(judged("insert into members (id, ssn) values (1, 'x')", { indexes: both, defaults: drawn })),
    ).toMatch(/compares/);
  });

  test('of which the predicate reads what is masked', () => {
    const indexes = [index(['id'], { columns: ['id', 'ssn'], expressions: ["(ssn ~~ '9%')"] })];
    expect(told(judged('insert into members (id) values (1)', { indexes }))).toMatch(/compares "ssn"/);
    expect(told(judged('update members set id = 2', { indexes }))).toMatch(/compares "ssn"|holds "ssn"/);
  });

  test('that holds what is masked beside what may be long tells how long', () => {
    const plain = (...keys: readonly string[]) => ({
      indexes: [index(keys, { compares: false, unique: false })],
    });
    expect(told(judged("update members set name = 'x'", plain('name', 'ssn')))).toMatch(
      /holds "ssn" together with/,
    );
    expect(told(judged('update members set id = 3', plain('id', 'ssn')))).toMatch(/^update/);
    expect(told(judged("update members set name = 'x'", plain('ssn')))).toMatch(/^update/);
    const together = { indexes: [index(['ssn'], { compares: false, unique: false, method: 'brin' })] };
    expect(told(judged('insert into members (id) values (1)', together))).toMatch(
      /keeps "ssn" of several rows together/,
    );
  });
});

describe('a check', () => {
  const check = (sql: string, columns: readonly string[], validated = true) => ({
    checks: [{ sql, columns, validated }],
  });

  test('of what stays and what is changed tells', () => {
    const mixed = check('((id < 1000) OR (length(ssn) > 9))', ['id', 'ssn']);
    expect(told(judged('update members set id = 5000', mixed))).toMatch(/a check reads "ssn"/);
    expect(told(judged("update members set id = 5000, ssn = 'x'", mixed))).toMatch(/^update/);
    expect(told(judged('insert into members (id) values (5000)', mixed))).toMatch(/^insert/);
  });

  test.each([
    ['(length(ssn) = 9)', true],
    ["((ssn ~~ '1%'::text) OR (ssn IS NULL))", true],
    ["(ssn = ANY (ARRAY['a'::text, 'b'::text]))", true],
    ['("left"(ssn, 2) <> \'\'::text)', true],
    ['(ssn < (now())::text)', false],
    ['(ssn < CURRENT_USER)', false],
    ["(to_char(1, ssn) <> ''::text)", false],
  ])(
    'of what stays alone is asked again to no end, if it means the same at all times: %s',
    (sql, isSteady) => {
      const verdict = told(judged("update members set name = 'x'", check(sql, ['ssn'])));
      expect(verdict).toMatch(isSteady ? /^update/ : /a check reads "ssn"/);
      expect(told(judged("update members set name = 'x'", check(sql, ['ssn'], false)))).toMatch(
        /a check reads "ssn"/,
      );
    },
  );

  test('of times and of texts made of them', () => {
    const born = { columns: [...COLUMNS, ['born', 'date']] as const };
    const entry = { ...members(), columns: members().columns };
    const says = (sql: string) =>
      told(judged("update members set name = 'x'", check(sql, ['born']), { entry, ...born }));
    expect(says("(born > '1900-01-01'::date)")).toMatch(/^update/);
    expect(says("((born)::text ~~ '19%'::text)")).toMatch(/a check reads "born"/);
    expect(says("(born > '1900-01-01 00:00:00+00'::timestamp with time zone)")).toMatch(
      /a check reads "born"/,
    );
    expect(says('(born < CURRENT_DATE)')).toMatch(/a check reads "born"/);
  });
});

describe('a foreign key', () => {
  test('that looks a value up where it is masked', () => {
    const references = [foreignKey(['name'], 'customers', ['ssn'])];
    expect(told(judged("insert into members (name) values ('x')", { references }))).toMatch(
      /looks it up in "ssn"/,
    );
    expect(told(judged('insert into members (id) values (1)', { references }))).toMatch(/^insert/);
    expect(told(judged("update members set name = 'x'", { references }))).toMatch(/looks it up in "ssn"/);
    expect(told(judged('update members set id = 2', { references }))).toMatch(/^update/);
  });

  test('of what is masked to what is not: the value is the own one', () => {
    const references = [foreignKey(['ssn'], 'customers', ['name'])];
    expect(told(judged("insert into members (ssn) values ('x')", { references }))).toMatch(/^insert/);
    const pair = [foreignKey(['id', 'ssn'], 'customers', ['id', 'name'])];
    expect(told(judged('update members set id = 2', { references: pair }))).toMatch(
      /a foreign key looks up "ssn"/,
    );
  });
});

test('a column that the policy does not know is hidden, and may be left out', () => {
  const columns = [...COLUMNS, ['added', 'text']] as const;
  expect(told(judged("insert into members (id, added) values (1, 'x')", {}, { columns }))).toMatch(/^insert/);
  expect(told(judged('update members set name = added', {}, { columns }))).toMatch(/cannot read columns/);
  const support = (text: string) => told(judged(text, {}, { columns, group: 'support' }));
  expect(support("update members set name = 'x' returning *")).toMatch(
    /returning "members"."id".*(?<!added.*)$/,
  );
  expect(support("update members set name = 'x' returning added")).toMatch(/cannot read/);
});

describe('labels flow', () => {
  const entry = members({ ...HASH, sql: null, keyed: false });
  const support = (text: string) => told(judged(text, {}, { group: 'support', entry }));

  test('to columns that carry them', () => {
    expect(support('insert into members (id, ssn) select id, ssn from customers')).toMatch(/^insert/);
    expect(support("update members set ssn = upper(ssn) where ssn like '1%' returning ssn")).toMatch(
      /^update/,
    );
    expect(
      support('update members m set ssn = c.ssn, name = c.name from customers c where c.ssn = m.ssn'),
    ).toMatch(/^update/);
    expect(
      support(
        'insert into members (id, ssn) select id, ssn from customers on conflict (id) do update set ssn = excluded.ssn, name = excluded.name',
      ),
    ).toMatch(/^insert/);
  });

  test.each([
    ['insert into members (id, name) select id, ssn from customers'],
    ['insert into members (ssn, name) select name, upper(ssn) from customers'],
    ['insert into members (id, name) values (1, (select max(ssn) from customers))'],
    ['insert into members select * from customers'],
    [
      'with c as (select id, ssn as name from customers) insert into members (id, name) select id, name from c',
    ],
    ['insert into members (name) select row_to_json(c)::text from customers c'],
    ['update members set name = ssn'],
    ['update members m set (name, id) = (select c.ssn, 1 from customers c where c.id = m.id)'],
    ['update members m set name = m::text'],
    [
      'insert into members (id, ssn) select id, ssn from customers on conflict (id) do update set name = excluded.ssn',
    ],
    ['insert into members (id, token) select id, ssn from customers'],
  ])('and to no others: %s', (text) => {
    expect(support(text)).toMatch(/could write values labelled as (?:pii|secret) as they are to "/);
  });
});
