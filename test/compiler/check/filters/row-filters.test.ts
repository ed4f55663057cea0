/** Mistakes in row filters, each underlined inside the SQL. */
import { describe, expect, test } from 'vitest';
import { annotate } from '../../support/annotate.ts';
import { checkText } from '../../support/check-policy.ts';

const PRELUDE = `
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance: int
  claim region?: string
  claim teams: set of string
  claim "costCenter": string
}
database crm from "crm.sql"
`;

const SCHEMA = `
create type segment as enum ('consumer', 'business');
create table orders (
  id bigint primary key, region text, total numeric(10,2), placed date, at timestamptz, active boolean,
  segment segment, ref uuid, doc jsonb, tags text[], "Odd" text
);
create view recent as select * from orders;
create table sales (id bigint, region text);
create table sales_2026 (region text) inherits (sales);
`;

/** Expects these diagnostics below a condition on \`orders\`; none where there is one line. */
async function checkFilter(annotated: string): Promise<void> {
  const [condition = '', ...marks] = annotated.split('\n');
  const before = 'filter orders where ';
  const text = `policy p for true { on crm {\nallow select on orders, sales\n${before}${condition}\n} }`;
  const { found } = await checkText(text, { prelude: PRELUDE, schema: SCHEMA });
  const shown = annotate(text, found).split('\n').slice(3, -1);
  expect(shown.map((line) => line.slice(before.length))).toEqual(marks);
}

describe('what is taken', () => {
  test.each([
    'region = caller.claims.department and (total < 100 or region = caller.sub)',
    "region in ('north', 'west') and id not in (1, 2)",
    "total between 0 and 99.5 and placed >= '2026-01-31'",
    "at < '2026-01-31T00:00Z' or placed = date '2026-01-31'",
    "region = any(caller.claims.teams) or 'x' = any(tags) or tags && caller.groups",
    'region <> all(caller.groups)',
    "region = coalesce(caller.actor.sub, '') or region = any(caller.actor.groups)",
    'caller.actor.sub is null',
    "coalesce(caller.claims.region, 'none') = region and coalesce(active, false)",
    'caller.claims.region is null or doc is not null',
    'active and not (id > caller.claims.clearance) and active is not true',
    "segment = 'business' and ref = '6F1C2A52-5f0e-4f5c-9a54-0f3a1b2c3d4e'",
    "ref::text = caller.sub and id::text like '1%' and starts_with(region, task.name)",
    '"Odd" = caller.claims."costCenter" and caller.kind = \'service\'',
    "region = 'a' -- to the end\n",
  ])('%s', async (condition) => {
    await checkFilter(condition.trim());
  });
});

describe('names', () => {
  test.each([
    "regio = 'x'\n^^^^^ DLP2003",
    'caller.claims.costcenter = region\n^^^^^^^^^^^^^^^^^^^^^^^^ DLP2019',
    'caller.claims.costCenter = region\n^^^^^^^^^^^^^^^^^^^^^^^^ DLP2019',
    'caller.name = region\n^^^^^^^^^^^ DLP2007',
    'task.kind = region\n^^^^^^^^^ DLP2007',
    'caller = region\n^^^^^^ DLP3011',
    'caller.claims = region\n^^^^^^^^^^^^^ DLP3011',
    'orders.region = caller.sub\n^^^^^^^^^^^^^ DLP2026',
    'other.thing = caller.sub\n^^^^^^^^^^^ DLP2026',
    'hint.application_name = region\n^^^^^^^^^^^^^^^^^^^^^ DLP3069',
    "caller.kind = 'robot'\n              ^^^^^^^ DLP2008",
    'caller.kind = service\n              ^^^^^^^ DLP2003',
  ])('%s', checkFilter);
});

describe('types', () => {
  test.each([
    'region = caller.claims.clearance\n         ^^^^^^^^^^^^^^^^^^^^^^^ DLP3065',
    "id = '5'\n     ^^^ DLP3065",
    'region = 5\n         ^ DLP3065',
    'id = region\n     ^^^^^^ DLP3065',
    'ref = caller.sub\n      ^^^^^^^^^^ DLP3065',
    "region > 'm'\n^^^^^^ DLP3066",
    "region between 'a' and 'b'\n^^^^^^ DLP3066",
    'doc = doc\n^^^ DLP3066',
    'tags = caller.groups\n^^^^ DLP3066',
    'region = caller.groups\n         ^^^^^^^^^^^^^ DLP3065',
    'id = any(caller.groups)\n^^ DLP3066',
    'region = any(region)\n             ^^^^^^ DLP3066',
    'region like caller.sub\n            ^^^^^^^^^^ DLP3066',
    "region like 'x\\'\n            ^^^^ DLP3067",
    "placed = '31.01.2026'\n         ^^^^^^^^^^^^ DLP3067",
    "at > '2026-01-31 10:00'\n     ^^^^^^^^^^^^^^^^^^ DLP3067",
    "segment = 'bussiness'\n          ^^^^^^^^^^^ DLP3067",
    'region\n^^^^^^ DLP3064',
    "active and 'x'\n           ^^^ DLP3064",
    'region = null\n         ^^^^ DLP3072',
    'region = caller.claims.region\n         ^^^^^^^^^^^^^^^^^^^^ DLP3068',
    'placed::text = region\n^^^^^^ DLP3066',
    '(region = region) = active\n ^^^^^^^^^^^^^^^ DLP3066',
  ])('%s', checkFilter);
});

describe('what has no place', () => {
  test.each([
    "lower(region) = 'x'\n^^^^^^^^^^^^^ DLP3062",
    'total / 2 > 1\n^^^^^^^^^ DLP3062',
    "region || 'x' = 'y'\n^^^^^^^^^^^^^ DLP3062",
    "region ilike 'x'\n       ^^^^^ DLP3062",
    'region::int = 1\n^^^^^^^^^^^ DLP3062',
    'case when active then true end\n^^^^ DLP3062',
    'current_user = region\n^^^^^^^^^^^^ DLP3062',
    'region = $1\n         ^^ DLP3062',
    "doc ->> 'a' = 'b'\n^^^^^^^^^^^ DLP3062",
    'id in (select id from sales)\n   ^^ DLP3063',
    'exists (select 1)\n^^^^^^ DLP3063',
    'region = \n       ^ DLP3060',
    "region = 'a', active\n^^^^^^^^^^^^^^^^^^^^ DLP3060",
    "region = 'a' limit 1\n^^^^^^^^^^^^^^^^^^^^ DLP3060",
    "region = E'a\\'b'\n^^^^^^^^^^^^^^^^ DLP3061",
    'total = 1e2\n^^^^^^^^^^^ DLP3061',
  ])('%s', checkFilter);
});

describe('whom and what it is about', () => {
  const check = async (statements: string, prelude = PRELUDE) => {
    const text = `policy p for "a" in caller.groups { on crm {\n${statements}\n} }`;
    const { found } = await checkText(text, { prelude, schema: SCHEMA });
    return found.map(({ code, message }) => `${code} ${message}`);
  };

  test('a view is filtered where its rows are stored', async () => {
    expect(await check('allow select on recent\nfilter recent where id = 1')).toEqual([
      'DLP3071 `recent` is a view, and rows are filtered where they are stored',
    ]);
  });

  test('a pattern means the tables that it matches, each of which needs the columns', async () => {
    expect(await check("allow select on *\nfilter * where region = 'x'")).toEqual([]);
    expect(await check('allow select on *\nfilter * where total = 1')).toEqual([
      'DLP2003 `sales` has no column `total`',
    ]);
  });

  test('a filter on a child alone is bypassed through its parent', async () => {
    expect(await check("allow select on sales, sales_2026\nfilter sales_2026 where region = 'x'")).toEqual([
      'DLP4012 `filter` does not hold where `sales_2026` is reached through its parent `sales`, which is allowed',
    ]);
    expect(await check("allow select on sales_2026\nfilter sales_2026 where region = 'x'")).toEqual([]);
    expect(await check("allow select on sales, sales_2026\nfilter sales where region = 'x'")).toEqual([]);
  });

  const LABELLED = `${PRELUDE}\nlabel pii\nclassify pii crm.orders.region`;
  const filter = "allow select on orders\nfilter orders where region = 'x'";

  test('a column that some of its callers see masked cannot be read', async () => {
    expect(await check(filter, LABELLED)).toEqual([
      'DLP4030 which rows `p` shows would tell about `orders.region`, which some of its callers see masked',
    ]);
    expect(await check(`${filter}\nreveal pii`, LABELLED)).toEqual([]);
    expect(await check(`${filter}\nmask pii with hash`, LABELLED)).toHaveLength(1);
  });

  test('be it labelled in parts alone', async () => {
    const parts = `${PRELUDE}\nlabel pii\ndetector card = /\\d{13,19}/\n`;
    const inText = `${parts}classify pii values matching card in crm.orders.region`;
    expect(await check(filter, inText)).toHaveLength(1);
    expect(await check(`${filter}\nreveal pii`, inText)).toEqual([]);
    const everywhere = `${parts}classify pii values matching card`;
    expect(await check(filter, everywhere)).toHaveLength(1);
    // A column with a label of its own is not searched.
    const own = `${everywhere}\nlabel open\nclassify open crm.orders.region`;
    expect(await check(`${filter}\nreveal open`, own)).toEqual([]);
    const inJson = `${parts}classify pii crm.orders.doc.$.name`;
    expect(await check('allow select on orders\nfilter orders where doc is not null', inJson)).toHaveLength(
      1,
    );
    expect(await check(filter, inJson)).toEqual([]);
  });

  test('be it masked by another policy', async () => {
    const other = 'policy q for "b" in caller.groups { on crm { mask pii with redact } }';
    expect(await check(`${filter}\nreveal pii`, `${LABELLED}\n${other}`)).toHaveLength(1);
    const apart = 'policy q for not "a" in caller.groups { on crm { mask pii with redact } }';
    expect(await check(`${filter}\nreveal pii`, `${LABELLED}\n${apart}`)).toEqual([]);
  });
});
