/** Which conditions are asked of stored values, and how the text that the server runs is made. What they find is compared on real servers. */
import { describe, expect, test } from 'vitest';
import { told } from './fixture.ts';
import { type Asking, ask, lookupJudge } from './lookup-world.ts';

function forwarded(text: string, asking: Asking = {}): string {
  const verdict = ask(lookupJudge(), text, asking);
  if (verdict.kind === 'deny') throw new Error(`${text}: ${verdict.denial.message}`);
  return verdict.text;
}

/** The conditions on stored values in what the server runs. */
function looked(text: string, asking: Asking = {}): readonly string[] {
  const [, ...behind] = forwarded(text, asking).split('FROM "public"."customers" WHERE ');
  return behind.flatMap((rest) => {
    let depth = 0;
    const end = [...rest].findIndex((letter) => {
      depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
      return depth < 0;
    });
    return rest.slice(0, end).replace(' OFFSET 0', '').split(' AND ');
  });
}

test('the condition moves into the subquery, and leaves a true one behind', () => {
  expect(forwarded("select id, email from customers where email = 'ann@corp.example' order by id")).toBe(
    `select id, email from (SELECT "id", CAST('x' AS character varying(40)) AS "email" FROM "public"."customers" WHERE ("email" = 'ann@corp.example')) "customers" where (true) order by id`,
  );
});

describe('is asked of stored values', () => {
  test.each<readonly [text: string, conditions: readonly string[]]>([
    ["select id from customers where 'a' = email", [`('a' = "email")`]],
    ["select id from customers c where c.email = 'a' and c.id > 1", [`("email" = 'a')`]],
    ["select id from customers where (((email) = ('a')) and id = 1)", [`("email" = 'a')`]],
    ["select id from customers where id = 1 and'a'=email and id = 2", [`('a' = "email")`]],
    ["select id from customers where email in ('a', 'b')", [`("email" IN ('a', 'b'))`]],
    ["select id from customers where ssn = 'a' and email = 'b'", [`("ssn" = 'a')`, `("email" = 'b')`]],
    ["select id from customers where email = any ('{a,b}')", [`("email" = ANY ('{a,b}'))`]],
    [
      "select id from customers where email = any (array['a', $1::text])",
      [`("email" = ANY (ARRAY['a', CAST($1 AS "text")]))`],
    ],
    ['select id from customers where email = any ($1::text[])', [`("email" = ANY (CAST($1 AS "text"[])))`]],
    ['select id from customers where balance = -5', ['("balance" = -5)']],
    ['select id from customers where balance = 1.5', ['("balance" = 1.5)']],
    ["select id from customers where balance = '7'::int", [`("balance" = CAST('7' AS "pg_catalog"."int4"))`]],
    [
      "select id from customers where balance = int '7' limit 1",
      [`("balance" = CAST('7' AS "pg_catalog"."int4"))`],
    ],
    ["select id from customers where email = U&'!0061' uescape '!' or false", []],
    ["select id from customers where email = U&'!0061' uescape '!' limit 2", [`("email" = 'a')`]],
    [String.raw`select id from customers where email = e'a\'b'`, [`("email" = 'a''b')`]],
    ["select id from customers where email = 'a'\n'b'", [`("email" = 'ab')`]],
    ["select id from customers where /* = */ email /* and */ = -- x\n 'a' /* y */", [`("email" = 'a')`]],
    ['select id from customers where email = $1', ['("email" = $1)']],
    ["select * from customers where email = 'a'", [`("email" = 'a')`]],
    ["select c from customers c where email = 'a'", [`("email" = 'a')`]],
    [
      "select o.id from orders o join customers c on c.id = o.customer_id and c.email = 'a'",
      [`("email" = 'a')`],
    ],
    [
      "select o.id from orders o join customers c on c.id = o.customer_id where c.email = 'a'",
      [`("email" = 'a')`],
    ],
    [
      "select o.id from orders o, customers c where c.id = o.customer_id and email = 'a'",
      [`("email" = 'a')`],
    ],
    [
      "select c.id from customers c left join orders o on o.customer_id = c.id where c.email = 'a'",
      [`("email" = 'a')`],
    ],
    [
      "select o.id from orders o left join customers c on c.id = o.customer_id and c.email = 'a'",
      [`("email" = 'a')`],
    ],
    [
      "select o.id from orders o left join (orders p join customers c on c.email = 'a') on true",
      [`("email" = 'a')`],
    ],
    ["select c.id from customers c join orders o using (id) where c.email = 'a'", [`("email" = 'a')`]],
    ["select c.id from customers c natural join orders o where c.email = 'a'", [`("email" = 'a')`]],
    [
      "select id from orders where customer_id in (select id from customers where email = 'a')",
      [`("email" = 'a')`],
    ],
    ["select (select count(*) from customers where email = 'a') from orders", [`("email" = 'a')`]],
    ["with c as (select id from customers where email = 'a') select * from c", [`("email" = 'a')`]],
    ["select id from customers where email = 'a' union select id from orders", [`("email" = 'a')`]],
    ["select count(*) from customers where email = 'a' group by id having count(*) > 0", [`("email" = 'a')`]],
    ["copy (select id from customers where email = 'a') to stdout", [`("email" = 'a')`]],
    ["declare c cursor for select id from customers where email = 'a'", [`("email" = 'a')`]],
    ["insert into orders select id, id, 'n' from customers where email = 'a'", [`("email" = 'a')`]],
  ])('%s', (text, conditions) => {
    expect(looked(text)).toEqual(conditions);
  });

  test('two reads of one table, each with its own', () => {
    const text =
      "select a.id from customers a, customers b where a.email = 'a' and b.email = 'b' and a.ssn = b.ssn";
    expect(looked(text)).toEqual([`("email" = 'a')`, `("email" = 'b')`]);
  });
});

describe('is about masks', () => {
  test.each([
    ...["email = 'a' or id = 1", "not email = 'a'", "email <> 'a'", "email like 'a'", "lower(email) = 'a'"],
    ...['email = ssn', "email || '' = 'a'", "email = 'a' || 'b'", "email = lower('A')", "note = 'a'"],
    ...["email is not distinct from 'a'", "(email, id) = ('a', 1)", "email not in ('a')", 'email = null'],
    ...[
      "email in ('a', null)",
      "(email = 'a') is true",
      "case when email = 'a' then true end",
      'email is null',
    ],
    ...[
      "email = any (select 'a')",
      "email = (select 'a')",
      "email = all ('{a}')",
      'email collate "C" = \'a\'',
    ],
    ...[
      "email = 'a'::varchar(1)",
      "email between 'a' and 'a'",
      'email = any (array[]::text[])',
      "email = b'1'",
    ],
    ...["email operator(pg_catalog.=) 'a'", "customers.email::text = 'a'", "public.customers.email = 'a'"],
    ...["exists (select 1 where email = 'a')", "id in (select id from orders where email = 'a')"],
    ...['email = $1 and ssn = $1', "coalesce(email = 'a', false)", "email = 'a'::name::text"],
  ])('where %s', (condition) => {
    expect(looked(`select id from customers where ${condition}`)).toEqual([]);
  });

  test.each(
    [
      "select id from customers c (a, email) where email = 'a'",
      "select c.id from customers c (a) where c.email = 'a'",
      "select o.id from orders o left join customers c on c.id = o.customer_id where c.email = 'a'",
      "select o.id from customers c right join orders o on c.id = o.customer_id where c.email = 'a'",
      "select 1 from customers c full join orders o on c.id = o.customer_id where c.email = 'a'",
      "select 1 from customers c full join orders o on c.id = o.customer_id and c.email = 'a'",
      "select 1 from customers c left join orders o on c.email = 'a'",
      "select 1 from orders o left join (orders p left join customers c on true) on c.email = 'a'",
      "select 1 from (customers c join orders o on true) j where email = 'a'",
      "select 1 from customers c join orders o using (id), (select 1) s where email = 'a'",
      "select 1 from customers natural join orders where email = 'a'",
      "select 1 from customers a join customers b using (email) where email = 'a'",
      "select 1 from customers c, lateral (select c.id) s where email = 'a'",
      "select 1 from customers c, generate_series(1, 2) where email = 'a'",
      "select 1 from customers c, lateral (select 1 where c.email = 'a') s",
      "select 1 from (select email from customers) c where c.email = 'a'",
      "with c as (select * from customers) select 1 from c where c.email = 'a'",
      "with customers as (select * from customers) select 1 from customers where email = 'a'",
      "select id from contacts where email = 'a'",
      "select sum(id) filter (where email = 'a') from customers",
      "select id from customers group by id, email having email = 'a'",
      "select id from customers order by email = 'a'",
      "select email = 'a' from customers",
      "select 1 from customers where email = 'a' and exists (select $1) and ssn = $1",
    ].map((text) => [text] as const),
  )('%s', (text) => {
    const conditions = looked(text);
    if (text.includes('$1')) expect(conditions).toEqual([`("email" = 'a')`]);
    else expect(conditions).toEqual([]);
  });

  test('the definition of a view', () => {
    expect(forwarded('select id from contacts')).not.toContain('WHERE ("email"');
  });

  test('under a parameter for which stored values would be converted', () => {
    const text = 'select id from customers where balance = $1';
    const asking = (type: number): Asking => ({ protocol: 'extended', parameterTypes: [type] });
    expect(looked(text, asking(23))).toEqual(['("balance" = $1)']);
    expect(looked(text, asking(0))).toEqual(['("balance" = $1)']);
    // oid
    expect(looked(text, asking(26))).toEqual([]);
  });
});

describe('beside a filter', () => {
  const north = { groups: ['north'] };

  test('both hold of what is stored', () => {
    expect(looked("select id from customers where email = 'a'", north)).toEqual([
      '("id" OPERATOR(pg_catalog.<) 20)',
      `("email" = 'a')`,
    ]);
  });

  test('a conversion that could fail is not asked of rows outside', () => {
    const text = 'select id from customers where balance = $1::int';
    expect(looked(text, north)).toEqual(['("id" OPERATOR(pg_catalog.<) 20)']);
    expect(looked(text)).toEqual(['("balance" = CAST($1 AS "pg_catalog"."int4"))']);
  });
});

test('a fence stands where something else could fail', () => {
  expect(forwarded("select id from customers where email = 'a' and 1 / id > 0")).toContain(' OFFSET 0)');
  expect(forwarded("select 1 / id from customers where email = 'a' and id = 3")).not.toContain('OFFSET');
});

test.each([
  ["delete from customers where email = 'a'", '42501'],
  ["update customers set id = 1 where email = 'a'", '42501'],
  [
    "update orders set region = 'n' where id in (select id from customers where email = 'a')",
    'WHERE ("email" = \'a\')',
  ],
  ["delete from customers where id in (select id from customers where email = 'a')", '42501'],
  ["delete from orders using customers c where c.id = customer_id and c.email = 'a'", 'USING'],
])('%s', (text, expected) => {
  const said = told(ask(lookupJudge(), text));
  if (expected === '42501') expect(said).toMatch(/^42501 /);
  // The FROM of a DELETE is that of no SELECT: there, the condition is about the mask.
  else if (expected === 'USING') expect(said).toMatch(/c\.email = 'a'$/);
  else expect(said).toContain(expected);
});

test('texts that differ in constants get each its own', () => {
  const judge = lookupJudge();
  for (const value of ['a', 'b', "c''d", 'a', 'b', 'b', 'b']) {
    const text = `select id from customers where email = '${value}' and id = 7`;
    expect(told(ask(judge, text))).toContain(
      `WHERE ("email" = '${value}')) "customers" where (true) and id = 7`,
    );
  }
  for (const number of ['1', '2.5', '2.5', '3']) {
    expect(told(ask(judge, `select 9, id from customers where 8 = id and balance = ${number}`))).toContain(
      `WHERE ("balance" = ${number})) "customers" where 8 = id and (true)`,
    );
  }
});

test('places in what the server runs lead back to where they stood', () => {
  const text = "select 'ä', id from customers where id = 1 and balance = 'é' and ssn=U&'x' limit 1";
  const verdict = ask(lookupJudge(), text);
  if (verdict.kind === 'deny') throw new Error(verdict.denial.message);
  const ledBack = (piece: string) =>
    verdict.positions?.([...(verdict.text.split(piece)[0] ?? '')].length + 1);
  const place = (piece: string) => [...(text.split(piece)[0] ?? '')].length + 1;
  expect(ledBack("'é'")).toBe(place("'é'"));
  expect(ledBack('"balance" =')).toBe(place('balance'));
  expect(ledBack(`= 'é'`)).toBe(place(`= 'é'`));
  expect(ledBack(`= 'x'`)).toBe(place('=U&'));
  expect(ledBack(`'x')) "c`)).toBe(place("U&'x'"));
  expect(ledBack('limit')).toBe(place('limit'));
  expect(ledBack('SELECT')).toBe(place('customers'));
});
