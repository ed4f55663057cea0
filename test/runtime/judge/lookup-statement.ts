/**
 * Random statements that ask for rows by values, each in two forms: as a client writes it, and as it reads where look-ups are written out, as
 * `exists (select from stored.customers …)`, over tables that hold masks. Which conditions are look-ups is told naively, from how the statement was made.
 */
import fc from 'fast-check';

export interface Pair {
  readonly asked: string;
  readonly meant: string;
}

/** Values that are asked for: in every world the same rows have them. */
export const KNOWN = { email: ['ann', 'bob'], ssn: ['111', '222'], balance: ['42', '7'] } as const;

type Looked = keyof typeof KNOWN;

/** One read in FROM: its name, and whether it is customers under its own column names. */
interface Item {
  readonly alias: string;
  readonly isCustomers: boolean;
  /** Whether an outer join, of those so far, gives it rows of NULLs. */
  readonly isNullable: boolean;
}

interface From extends Pair {
  readonly items: readonly Item[];
}

/** A condition about one of the items, in both forms. */
interface Condition extends Pair {
  readonly about: Item | null;
}

const same = (text: string, about: Item | null = null): Condition => ({ asked: text, meant: text, about });

const constant = (column: Looked) =>
  fc.constantFrom(...KNOWN[column], column === 'balance' ? '0' : 'nobody').map((value) => `'${value}'`);

/** `column = constant` in its forms. */
function comparison(column: Looked, name: string): fc.Arbitrary<string> {
  const value = constant(column);
  const type = column === 'balance' ? 'int' : 'text';
  return fc.oneof(
    value.map((v) => `${name} = ${v}`),
    value.map((v) => `${v} = ${name}`),
    value.map((v) => `(${name} = ${v}::${type})`),
    fc.tuple(value, value).map(([a, b]) => `${name} in (${a}, ${b})`),
    fc
      .tuple(value, value)
      .map(([a, b]) => `${name} = any ('{${a},${b}}')`.replaceAll(/(?<=\{.*)'(?=.*\})/g, '')),
  );
}

/** A look-up at a place where it counts, if `counts`; else it is about the mask. */
function lookup(item: Item, counts: boolean): fc.Arbitrary<Condition> {
  return fc.constantFrom<Looked>('email', 'ssn', 'balance').chain((column) =>
    comparison(column, `${item.alias}.${column}`).map((asked) => {
      const stored = asked.replaceAll(`${item.alias}.`, 'r.');
      const meant = `exists (select from stored.customers r where r.id = ${item.alias}.id and ${stored})`;
      return { asked, meant: counts ? meant : asked, about: item };
    }),
  );
}

/** What is no look-up, over whatever it is about. */
function other(items: readonly Item[]): fc.Arbitrary<Condition> {
  return fc.constantFrom(...items).chain((item) => {
    const { alias } = item;
    if (!item.isCustomers)
      return fc
        .constantFrom(
          `${alias}.id > 1`,
          `${alias}.region = 'north'`,
          `${alias}.region is null`,
          `${alias}.customer_id < 5`,
        )
        .map((text) => same(text));
    return lookup(item, false).chain(({ asked }) =>
      fc
        .constantFrom(
          ...[`not ${asked}`, `(${asked} or ${alias}.id < 4)`, `(${asked}) is not true`, `${alias}.id <> 3`],
          ...[
            `coalesce(${asked}, true)`,
            `${alias}.email > 'c'`,
            `length(${alias}.ssn) > 2`,
            `${alias}.balance < 30`,
          ],
          ...[`exists (select 1 where ${asked})`, `case when ${asked} then false else true end`],
        )
        .map((text) => same(text)),
    );
  });
}

/** Conjuncts about what `seen` holds; those about `asked` are look-ups where nothing makes NULLs of them. */
function conjunction(seen: readonly Item[], asked: readonly Item[]): fc.Arbitrary<Pair> {
  const customers = seen.filter((item) => item.isCustomers);
  const conditions = fc.array(
    customers.length === 0
      ? other(seen)
      : fc.oneof(
          other(seen),
          fc
            .constantFrom(...customers)
            .chain((item) => lookup(item, asked.includes(item) && !item.isNullable)),
        ),
    { minLength: 1, maxLength: 3 },
  );
  return conditions.map((all) => ({
    asked: all.map(({ asked }) => asked).join(' and '),
    meant: all.map(({ meant }) => meant).join(' and '),
  }));
}

let fresh = 0;
function nextAlias(): string {
  fresh += 1;
  return `t${fresh}`;
}

const table: fc.Arbitrary<From> = fc.constantFrom('customers', 'customers', 'orders').map((name) => {
  const alias = nextAlias();
  const items = [{ alias, isCustomers: name === 'customers', isNullable: false }];
  return { asked: `${name} ${alias}`, meant: `${name} ${alias}`, items };
});

function nulled(items: readonly Item[], isNullable: boolean): readonly Item[] {
  return items.map((item) => ({ ...item, isNullable: item.isNullable || isNullable }));
}

function join(left: From, right: From): fc.Arbitrary<From> {
  const seen = [...left.items, ...right.items];
  return fc.constantFrom('join', 'left join', 'right join', 'full join', 'cross join').chain((kind) => {
    const after = [
      ...nulled(left.items, kind === 'right join' || kind === 'full join'),
      ...nulled(right.items, kind === 'left join' || kind === 'full join'),
    ];
    const text = (condition: Pair | null, form: keyof Pair) =>
      `(${left[form]} ${kind} ${right[form]}${condition === null ? '' : ` on ${condition[form]}`})`;
    if (kind === 'cross join')
      return fc.constant({ asked: text(null, 'asked'), meant: text(null, 'meant'), items: after });
    const asked = { join: seen, 'left join': right.items, 'right join': left.items, 'full join': [] }[kind];
    // The server joins fully only where sides are compared by what it can merge or hash.
    const [a, b] = [left.items[0]?.alias, right.items[0]?.alias];
    const conditions: fc.Arbitrary<Pair> =
      kind === 'full join' ? fc.constant(same(`${a}.id = ${b}.id`)) : conjunction(seen, asked);
    return conditions.map((on) => ({ asked: text(on, 'asked'), meant: text(on, 'meant'), items: after }));
  });
}

const from: fc.Arbitrary<From> = fc.oneof(
  table,
  fc.tuple(table, table).chain(([a, b]) => join(a, b)),
  fc.tuple(table, table, table).chain(([a, b, c]) => join(a, b).chain((inner) => join(inner, c))),
  fc.tuple(table, table, table).chain(([a, b, c]) => join(b, c).chain((inner) => join(a, inner))),
  fc.tuple(table, table).map(([a, b]) => ({
    asked: `${a.asked}, ${b.asked}`,
    meant: `${a.meant}, ${b.meant}`,
    items: [...a.items, ...b.items],
  })),
);

interface Query extends Pair {
  readonly items: readonly Item[];
}

const query: fc.Arbitrary<Query> = from.chain((read) =>
  conjunction(read.items, read.items).map((where) => {
    const of = (form: keyof Pair) => `from ${read[form]} where ${where[form]}`;
    return { asked: of('asked'), meant: of('meant'), items: read.items };
  }),
);

function formed(inner: Query, form: (body: string) => string): Pair {
  return { asked: form(inner.asked), meant: form(inner.meant) };
}

/** Statements whose rows are told apart by what is shown of them; order is for the reader to take away. */
export const lookupStatement: fc.Arbitrary<Pair> = fc
  .tuple(query, query, fc.nat(9))
  .map(([a, b, form]): Pair => {
    const columns = (items: readonly Item[]) => items.map(({ alias }) => `${alias}.id`).join(', ');
    const first = a.items[0]?.alias ?? '';
    const shown = a.items
      .map(({ alias, isCustomers }) => (isCustomers ? `${alias}.email` : `${alias}.region`))
      .join(', ');
    switch (form) {
      case 0:
        return formed(a, (body) => `select count(*), max(${first}.id) ${body}`);
      case 1:
        return formed(a, (body) => `select ${first}.id ${body} group by ${first}.id having count(*) > 1`);
      case 2:
        return formed(
          a,
          (body) => `with w as (select ${first}.id ${body}) select id, id * 2 from w where id > 1`,
        );
      case 3:
        return formed(
          a,
          (body) => `select o.id from orders o where o.customer_id in (select ${first}.id ${body})`,
        );
      case 4:
        return formed(
          a,
          (body) => `select o.id, (select count(*) ${body} and ${first}.id >= o.id) from orders o`,
        );
      case 5: {
        const [x, y] = [a, b].map(({ items }) => items[0]?.alias ?? '');
        const of = (kind: keyof Pair) => `select ${x}.id ${a[kind]} union all select ${y}.id ${b[kind]}`;
        return { asked: of('asked'), meant: of('meant') };
      }
      case 6:
        return formed(a, (body) => `select distinct ${first}.id, ${shown} ${body}`);
      case 7:
        return formed(a, (body) => `select 10 / (${first}.id - 3), ${columns(a.items)} ${body}`);
      default:
        return formed(a, (body) => `select ${columns(a.items)}, ${shown} ${body}`);
    }
  });
