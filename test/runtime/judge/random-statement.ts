/**
 * Statements nobody thought of: random SELECTs over customers and orders, typed loosely enough that some fail. Every
 * query that is not an aggregate is ordered by all of its columns, since order is only promised where it is asked for.
 */
import fc from 'fast-check';

interface Columns {
  readonly texts: readonly string[];
  readonly integers: readonly string[];
}

const CUSTOMERS: Columns = { texts: ['name', 'ssn', 'email'], integers: ['id', 'balance'] };
const ORDERS: Columns = { texts: ['region'], integers: ['id', 'customer_id', 'amount'] };

const word = fc.constantFrom("''", "'a'", "'%1%'", "'[redacted]'", "'north'", "'RAx'", 'null::text');
const digit = fc.constantFrom('0', '1', '2', '7', '-3', 'null::int');

function qualified(alias: string, columns: Columns): Columns {
  return {
    texts: columns.texts.map((name) => `${alias}.${name}`),
    integers: columns.integers.map((name) => `${alias}.${name}`),
  };
}

/** Expressions of both types over `columns`, `depth` levels deep. */
function expressions(
  columns: Columns,
  depth: number,
): { text: fc.Arbitrary<string>; integer: fc.Arbitrary<string>; truth: fc.Arbitrary<string> } {
  const leafText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...columns.texts) }, word);
  const leafInteger = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...columns.integers) }, digit);
  if (depth === 0) {
    return {
      text: leafText,
      integer: leafInteger,
      truth: fc
        .tuple(leafText, fc.constantFrom('=', '<>', '<', '>=', 'like', '~'), leafText)
        .map((p) => p.join(' ')),
    };
  }
  const inner = expressions(columns, depth - 1);
  const { text, integer, truth } = inner;
  const form = (template: string, ...parts: readonly fc.Arbitrary<string>[]) =>
    fc
      .tuple(...parts)
      .map((values) => values.reduce((sql, value) => sql.replace('?', () => value), template));
  return {
    text: fc.oneof(
      leafText,
      form('upper(?)', text),
      form('(? || ?)', text, text),
      form('substr(?, ?)', text, integer),
      form('coalesce(?, ?)', text, text),
      form('case when ? then ? else ? end', truth, text, text),
      form('greatest(?, ?)', text, text),
      form('nullif(?, ?)', text, text),
      form('(?)::text', integer),
      form("replace(?, ?, 'x')", text, text),
      form('md5(?)', text),
      form('(array[?, ?])[1]', text, text),
      form("(jsonb_build_object('k', ?) ->> 'k')", text),
      form('quote_literal(?)', text),
      form('(select max(o2.region) from orders o2 where o2.region <= ?)', text),
      form('(select min(c2.ssn) from customers c2 where c2.email > ?)', text),
    ),
    integer: fc.oneof(
      leafInteger,
      form('length(?)', text),
      form('(? + ?)', integer, integer),
      form('(? / ?)', integer, integer),
      form('(?)::int', text),
      form('position(? in ?)', text, text),
      form('coalesce(?, ?)', integer, integer),
      form('case ? when ? then 1 else ? end', text, text, integer),
      form('(select count(*)::int from customers c3 where c3.balance = ?)', integer),
      form('ascii(?)', text),
    ),
    truth: fc.oneof(
      form('? = ?', text, text),
      form('? < ?', text, text),
      form('? > ?', integer, integer),
      form('? like ?', text, text),
      form('? is null', text),
      form('? is distinct from ?', integer, integer),
      form('not (?)', truth),
      form('(? and ?)', truth, truth),
      form('(? or ?)', truth, truth),
      form('? in (?, ?)', text, text, text),
      form('? between ? and ?', integer, integer, integer),
      form('exists (select 1 from customers c4 where c4.ssn = ?)', text),
      form('? in (select email from customers)', text),
      form('(?, ?) = (?, ?)', text, integer, text, integer),
    ),
  };
}

const sources: readonly { readonly from: string; readonly columns: Columns }[] = [
  { from: 'customers', columns: CUSTOMERS },
  { from: 'only customers', columns: CUSTOMERS },
  { from: 'public.customers c', columns: qualified('c', CUSTOMERS) },
  { from: 'customers as c (id, name, ssn, email, balance)', columns: qualified('c', CUSTOMERS) },
  { from: 'orders o', columns: qualified('o', ORDERS) },
  {
    from: 'customers c join orders o on o.customer_id = c.id',
    columns: { texts: ['c.ssn', 'c.email', 'o.region'], integers: ['c.id', 'o.amount', 'c.balance'] },
  },
  {
    from: 'customers c left join orders o using (id)',
    columns: { texts: ['c.ssn', 'o.region'], integers: ['id', 'amount'] },
  },
  {
    from: '(select ssn, email, balance, upper(ssn) u from customers) s',
    columns: { texts: ['s.ssn', 's.email', 's.u'], integers: ['s.balance'] },
  },
  {
    from: 'customers c, lateral (select o.amount, c.ssn as outer_ssn from orders o where o.customer_id = c.id) l',
    columns: { texts: ['l.outer_ssn', 'c.email'], integers: ['l.amount', 'c.balance'] },
  },
  {
    from: 'customers a join customers b on a.ssn = b.ssn',
    columns: { texts: ['a.email', 'b.ssn'], integers: ['a.id', 'b.balance'] },
  },
];

const prefixes = [
  '',
  '',
  'with customers as (select * from customers where id < 9) ',
  'with recursive t as (select 1 as n union all select n + 1 from t where n < 3) ',
  'with orders as materialized (select * from orders) ',
];

function selectFrom(source: (typeof sources)[number]): fc.Arbitrary<string> {
  const { text, integer, truth } = expressions(source.columns, 2);
  const any = fc.oneof(text, integer, truth);
  const where = fc.oneof(
    fc.constant(''),
    truth.map((condition) => ` where ${condition}`),
  );
  const rows = fc
    .tuple(fc.array(any, { minLength: 1, maxLength: 3 }), where, fc.boolean())
    .map(([list, condition, distinct]) => {
      const order = list.map((_, index) => index + 1).join(', ');
      return `select ${distinct ? 'distinct ' : ''}${list.join(', ')} from ${source.from}${condition} order by ${order}`;
    });
  const groups = fc
    .tuple(text, integer, where)
    .map(
      ([key, value, condition]) =>
        `select ${key}, count(*), sum(${value}), count(distinct ${key}), string_agg(${key}, ',' order by ${key}) from ${source.from}${condition} group by 1 having count(*) > 0 order by 1`,
    );
  const whole = where.map((condition) => {
    const alias = source.from.split(' ')[1] ?? 'customers';
    return `select row_to_json(t)::text from (select * from ${source.from}${condition}) t order by 1 -- ${alias}`;
  });
  const windows = fc
    .tuple(text, integer)
    .map(
      ([key, value]) =>
        `select ${key}, rank() over (order by ${key}, ${value}), lag(${key}) over (order by ${key}, ${value}) from ${source.from} order by 1, 2, 3`,
    );
  return fc.oneof({ weight: 4, arbitrary: rows }, { weight: 2, arbitrary: groups }, whole, windows);
}

const single = fc.constantFrom(...sources).chain(selectFrom);

const union = fc
  .tuple(
    fc.constantFrom('union', 'union all', 'intersect', 'except'),
    expressions(CUSTOMERS, 1).text,
    expressions(ORDERS, 1).text,
  )
  .map(([op, a, b]) => `select ${a} from customers ${op} select ${b} from orders order by 1`);

/** One statement. */
export const randomStatement: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...prefixes), fc.oneof({ weight: 6, arbitrary: single }, union))
  .map(([prefix, query]) => `${prefix}${query}`);
