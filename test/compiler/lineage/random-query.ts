/**
 * Queries nobody thought of, over {@link ORACLE_SCHEMA}: every clause of SELECT that moves values or chooses rows. Names are
 * kept apart (`x1`, `x2`, …), types roughly right; some fail all the same. Each output column has a name of its own.
 */
import fc from 'fast-check';

export const ORACLE_SCHEMA = `
create table c (id int, name text, ssn text, n int, tags text[], doc jsonb);
create table o (id int, c_id int, note text, amt int, low text generated always as (lower(note)) stored);
create view v as select id, name || ssn as both_of, n + 1 as m from c where name <> 'b';
create view w (id, p, q) as select v.id, both_of, note from v left join o on o.c_id = v.m;
`;

type Kind = 'text' | 'int';

interface Known {
  readonly sql: string;
  readonly kind: Kind;
}

/** What an expression may use: columns, and rows by the name of their table. */
interface Within {
  readonly columns: readonly Known[];
  readonly rows: readonly { readonly alias: string; readonly text: string | null }[];
}

interface Item extends Within {
  readonly sql: string;
}

const TABLES: Readonly<Record<string, readonly (readonly [string, Kind])[]>> = {
  c: [
    ['id', 'int'],
    ['name', 'text'],
    ['ssn', 'text'],
    ['n', 'int'],
  ],
  o: [
    ['id', 'int'],
    ['c_id', 'int'],
    ['note', 'text'],
    ['amt', 'int'],
    ['low', 'text'],
  ],
  v: [
    ['id', 'int'],
    ['both_of', 'text'],
    ['m', 'int'],
  ],
  w: [
    ['id', 'int'],
    ['p', 'text'],
    ['q', 'text'],
  ],
};

/** `plain`: nothing chooses rows but the tables themselves, so that values alone make the difference. */
export function randomQuery(plain: boolean): fc.Arbitrary<string> {
  return fc.gen().map((g) => {
    const pick = (most: number): number => g(fc.nat, { max: most - 1 });
    return new Writer(pick, plain).statement();
  });
}

class Writer {
  readonly #pick: (most: number) => number;
  readonly #plain: boolean;
  #names = 0;
  /** Tables and WITH queries by name. */
  readonly #tables: Map<string, readonly (readonly [string, Kind])[]>;
  #left = 60;

  constructor(pick: (most: number) => number, plain: boolean) {
    this.#pick = pick;
    this.#plain = plain;
    // Views choose rows.
    this.#tables = new Map(Object.entries(TABLES).filter(([name]) => !plain || name === 'c' || name === 'o'));
  }

  statement(): string {
    const withs = this.#maybe(3) ? this.#withs() : '';
    return `${withs}${this.#query(2, 2, null)}`;
  }

  #maybe(times: number): boolean {
    return this.#pick(times) === 0;
  }

  #of<T>(items: readonly T[]): T {
    const item = items[this.#pick(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  #name(): string {
    this.#names += 1;
    return `x${this.#names}`;
  }

  #withs(): string {
    const name = this.#name();
    const kind = this.#plain ? 0 : this.#pick(4);
    if (kind === 1) {
      const [text, int] = [this.#name(), this.#name()];
      const { sql, within } = this.#from(1, null);
      const step = this.#pick(2) === 0 ? `${int} + 1` : `${int} + (select max(n) from c)`;
      const first = `select ${this.#text(within, 1)}, 0 from ${sql}`;
      const more = `select ${text} || ${this.#of(["'z'", '(select max(ssn) from c)', text])}, ${step} from ${name} where ${int} < 2`;
      this.#tables.set(name, [
        [text, 'text'],
        [int, 'int'],
      ]);
      return `with recursive ${name} (${text}, ${int}) as (${first} union all ${more}) `;
    }
    if (kind === 2) {
      const changes = [
        'delete from o where amt > 1 returning note as a, id as b',
        'update o set note = c.ssn, amt = o.amt + c.n from c where c.id = o.c_id returning note as a, amt as b',
        'insert into o (id, note) select n, name from c where id > 1 returning low as a, id as b',
      ];
      this.#tables.set(name, [
        ['a', 'text'],
        ['b', 'int'],
      ]);
      return `with ${name} as (${this.#of(changes)}) `;
    }
    const [text, int] = [this.#name(), this.#name()];
    const query = this.#query(1, 1, null, ['text', 'int']);
    this.#tables.set(name, [
      [text, 'text'],
      [int, 'int'],
    ]);
    return `with ${name} (${text}, ${int}) as (${query}) `;
  }

  /** A query of those kinds of columns, or of one to three of any. */
  #query(joins: number, depth: number, outer: Within | null, wanted?: readonly Kind[]): string {
    const kinds = wanted ?? Array.from({ length: 1 + this.#pick(3) }, () => this.#kind());
    const one = this.#select(joins, depth, outer, kinds);
    if (!this.#maybe(6)) return one;
    const other = this.#select(1, depth - 1, outer, kinds);
    const op = this.#plain
      ? 'union all'
      : this.#of(['union', 'union all', 'intersect', 'except', 'except all']);
    return `(${one}) ${op} (${other})`;
  }

  #select(joins: number, depth: number, outer: Within | null, kinds: readonly Kind[]): string {
    const { sql: from, within } = this.#from(joins, outer);
    const inside: Within =
      outer === null
        ? within
        : { columns: [...within.columns, ...outer.columns], rows: [...within.rows, ...outer.rows] };
    if (!this.#plain && this.#maybe(5)) return this.#grouped(from, inside, depth, kinds);
    const window = this.#maybe(4)
      ? ` window w1 as (partition by ${this.#any(inside, 1)}), w2 as (w1 order by ${this.#any(inside, 1)})`
      : '';
    const targets = kinds.map((kind) => {
      const value =
        window !== '' && this.#maybe(2)
          ? this.#windowed(inside, kind)
          : this.#expression(kind, inside, depth);
      return `${value} as ${this.#name()}`;
    });
    if (this.#plain) return `select ${targets.join(', ')} from ${from}${window}`;
    const where = this.#maybe(2) ? ` where ${this.#truth(inside, depth)}` : '';
    const distinct = this.#of(['', '', '', 'distinct ', `distinct on (${this.#any(inside, 1)}) `]);
    // DISTINCT wants its columns first in ORDER BY: then none.
    const limit =
      distinct === '' && this.#maybe(4)
        ? ` order by ${this.#any(inside, 1)}, ${kinds.map((_, index) => index + 1).join(', ')} limit ${this.#of(['2', '3', '(select count(*) from o where amt > 1)'])}`
        : '';
    return `select ${distinct}${targets.join(', ')} from ${from}${where}${window}${limit}`;
  }

  #grouped(from: string, within: Within, depth: number, kinds: readonly Kind[]): string {
    const key = this.#text(within, 1);
    const targets = kinds.map((kind) => `${this.#aggregate(within, kind, key)} as ${this.#name()}`);
    const where = this.#maybe(3) ? ` where ${this.#truth(within, depth)}` : '';
    const having = this.#maybe(3) ? ` having count(*) > 1 or max(${this.#int(within, 1)}) > 1` : '';
    const group = this.#of([key, `rollup (${key})`, `grouping sets ((${key}), ())`]);
    return `select ${targets.join(', ')} from ${from}${where} group by ${group}${having}`;
  }

  #aggregate(within: Within, kind: Kind, key: string): string {
    if (kind === 'int')
      return this.#of([
        'count(*)',
        `sum(${this.#int(within, 1)})::int`,
        `count(distinct ${this.#text(within, 1)})`,
        `(sum(${this.#int(within, 1)}) filter (where ${this.#truth(within, 0)}))::int`,
        `(percentile_disc(0.5) within group (order by ${this.#int(within, 1)}))`,
      ]);
    // Ties would come in the order of the plan.
    const value = this.#text(within, 1);
    return this.#of([
      key,
      `max(${value})`,
      `string_agg(${value}, ',' order by ${this.#any(within, 1)}, ${value})`,
      `json_arrayagg(${value} order by ${this.#text(within, 0)}, ${value})::text`,
    ]);
  }

  #windowed(within: Within, kind: Kind): string {
    return kind === 'int'
      ? this.#of(['rank() over w2', 'count(*) over w1', `max(${this.#int(within, 1)}) over w1`])
      : `max(${this.#text(within, 1)}) over ${this.#of(['w1', 'w2', '()', `(order by ${this.#int(within, 0)})`])}`;
  }

  #from(joins: number, outer: Within | null): { readonly sql: string; readonly within: Within } {
    const items = [this.#item(null, outer)];
    for (let more = this.#pick(joins + 1); more > 0; more -= 1) {
      const [first] = items;
      const next = this.#item(items.length === 1 ? (first ?? null) : null, outer);
      items.push(next);
    }
    const [first, ...others] = items;
    if (first === undefined) throw new Error('a FROM clause has an item');
    let { sql } = first;
    let within: Within = first;
    for (const item of others) {
      const whole = {
        columns: [...within.columns, ...item.columns],
        rows: [...within.rows, ...item.rows],
      };
      const isLateral = item.sql.startsWith('lateral');
      const kind =
        this.#plain || isLateral
          ? 'cross join'
          : this.#of(['cross join', 'join', 'left join', 'right join', 'full join']);
      const on =
        kind === 'cross join'
          ? ''
          : kind === 'full join'
            ? ` on ${this.#int(within, 0)} = ${this.#int(item, 0)}`
            : ` on ${this.#truth(whole, 1)}`;
      sql = `${sql} ${kind} ${item.sql}${on}`;
      within = whole;
    }
    return { sql, within };
  }

  #item(before: Within | null, outer: Within | null): Item {
    this.#left -= 1;
    const choice = this.#left < 0 ? 0 : this.#pick(12);
    if (choice === 7 && !this.#plain) return this.#using();
    if (choice === 8) {
      const [alias, text, int] = [this.#name(), this.#name(), this.#name()];
      const query =
        before === null
          ? this.#query(1, 1, outer, ['text', 'int'])
          : this.#query(1, 1, before, ['text', 'int']);
      return {
        sql: `${before === null ? '' : 'lateral '}(${query}) as ${alias} (${text}, ${int})`,
        ...this.#known(alias, [
          [text, 'text'],
          [int, 'int'],
        ]),
      };
    }
    if (choice === 9 && !this.#plain) {
      const [table, alias, tag] = [this.#name(), this.#name(), this.#name()];
      const known = this.#known(table, TABLES.c ?? []);
      const made = this.#of([
        `unnest(${table}.tags) as ${alias} (${tag})`,
        `jsonb_array_elements_text(${table}.doc -> 'l') as ${alias} (${tag})`,
        `json_table(${table}.doc, '$.l[*]' columns (${tag} text path '$')) as ${alias}`,
        `(values (${table}.ssn), (${table}.name)) as ${alias} (${tag})`,
      ]);
      const lateral = made.startsWith('(') ? 'lateral ' : '';
      return {
        sql: `c as ${table} cross join ${lateral}${made}`,
        columns: [...known.columns, { sql: `${alias}.${tag}`, kind: 'text' }],
        rows: known.rows,
      };
    }
    if (choice === 10) {
      const [alias, text, int] = [this.#name(), this.#name(), this.#name()];
      return {
        sql: `(values ((select max(ssn) from c), 1), ('k', (select min(amt) from o))) as ${alias} (${text}, ${int})`,
        ...this.#known(alias, [
          [text, 'text'],
          [int, 'int'],
        ]),
      };
    }
    const table = this.#of([...this.#tables.keys()]);
    const alias = this.#name();
    const columns = this.#tables.get(table) ?? [];
    if (choice !== 11) return { sql: `${table} as ${alias}`, ...this.#known(alias, columns) };
    const renamed = columns.map(([, kind]) => [this.#name(), kind] as const);
    const isWhole = table === 'v' || table === 'w' || table.startsWith('x');
    const list = isWhole ? ` (${renamed.map(([name]) => name).join(', ')})` : '';
    return { sql: `${table} as ${alias}${list}`, ...this.#known(alias, isWhole ? renamed : columns) };
  }

  /** A join that makes one column of two, or a whole join under one name. */
  #using(): Item {
    const [a, b, alias] = [this.#name(), this.#name(), this.#name()];
    const kind = this.#of(['join', 'left join', 'right join', 'full join']);
    const columns: Known[] = [
      { sql: 'id', kind: 'int' },
      { sql: `${a}.ssn`, kind: 'text' },
      { sql: `${b}.note`, kind: 'text' },
      { sql: `${b}.id`, kind: 'int' },
    ];
    const renamed = `(select ${columns.map(({ sql }, index) => `${sql} as ${alias}${index}`).join(', ')} from c ${a} ${kind} o ${b} using (id)) as ${alias}`;
    const natural = `(select ${alias}.id as ${alias}0, ssn as ${alias}1, note as ${alias}2, n as ${alias}3 from c ${alias} natural ${kind} (select id, note from o) ${b}) as ${alias}`;
    const sql = this.#of([renamed, natural]);
    return {
      sql,
      columns: columns.map((_, index) => ({
        sql: `${alias}.${alias}${index}`,
        kind: ['int', 'text', 'text', 'int'][index] as Kind,
      })),
      rows: [{ alias, text: null }],
    };
  }

  #known(alias: string, columns: readonly (readonly [string, Kind])[]): Within {
    const text = columns.find(([, kind]) => kind === 'text')?.[0] ?? null;
    return {
      columns: columns.map(([name, kind]) => ({ sql: `${alias}.${name}`, kind })),
      rows: [{ alias, text }],
    };
  }

  #kind(): Kind {
    return this.#of(['text', 'int']);
  }

  #any(within: Within, depth: number): string {
    return this.#expression(this.#kind(), within, depth);
  }

  #expression(kind: Kind, within: Within, depth: number): string {
    return kind === 'text' ? this.#text(within, depth) : this.#int(within, depth);
  }

  #column(within: Within, kind: Kind): string | null {
    const fitting = within.columns.filter((column) => column.kind === kind);
    return fitting.length === 0 ? null : this.#of(fitting).sql;
  }

  #text(within: Within, depth: number): string {
    this.#left -= 1;
    const column = this.#column(within, 'text') ?? "'k'";
    if (depth <= 0 || this.#left < 0) return column;
    const inner = (): string => this.#text(within, depth - 1);
    const { alias, text } = this.#of(within.rows);
    const field = text === null ? inner() : `(${alias}).${text}`;
    switch (this.#pick(13)) {
      case 0:
        return `upper(${inner()})`;
      case 1:
        return `(${inner()} || ${inner()})`;
      case 2:
        return `case when ${this.#truth(within, depth - 1)} then ${inner()} else ${inner()} end`;
      case 3:
        return `coalesce(${inner()}, ${inner()})`;
      case 4:
        return `(${this.#int(within, depth - 1)})::text`;
      case 5:
        return `(select max(${this.#text(within, 0)} || z.note) from o z where ${this.#plain ? 'true' : `z.amt > ${this.#int(within, 0)}`})`;
      case 6:
        return `row_to_json(${alias})::text`;
      case 7:
        return field;
      case 8:
        return `(array[${inner()}, ${inner()}])[1 + ${this.#int(within, 0)} % 2]`;
      case 9:
        return `(jsonb_build_object('k', ${inner()}) ->> 'k')`;
      case 10:
        return `(array(select y.ssn || ${this.#text(within, 0)} from c y where y.id > 1 order by y.name, y.ssn))[1]`;
      default:
        return column;
    }
  }

  #int(within: Within, depth: number): string {
    this.#left -= 1;
    const column = this.#column(within, 'int') ?? '1';
    if (depth <= 0 || this.#left < 0) return column;
    const inner = (): string => this.#int(within, depth - 1);
    const text = (): string => this.#text(within, depth - 1);
    switch (this.#pick(9)) {
      case 0:
        return `(${inner()} + ${inner()})`;
      case 1:
        return `length(${text()})`;
      case 2:
        return `(${this.#truth(within, depth - 1)})::int`;
      case 3:
        return `(select count(*)::int from c z where z.ssn >= ${this.#text(within, 0)} or z.n = ${this.#int(within, 0)})`;
      case 4:
        return `nullif(${inner()}, ${inner()})`;
      case 5:
        return `greatest(${inner()}, ${inner()})`;
      default:
        return column;
    }
  }

  #truth(within: Within, depth: number): string {
    const text = (): string => this.#text(within, depth - 1);
    const int = (): string => this.#int(within, depth - 1);
    switch (this.#pick(8)) {
      case 0:
        return `(${text()} < ${text()})`;
      case 1:
        return `(${int()} = ${int()})`;
      case 2:
        return `(${text()} is null)`;
      case 3:
        return `exists (select z.id, z.ssn from c z where z.n > ${int()})`;
      case 4:
        return `(${text()} in (select z.note from o z where z.amt > 1))`;
      case 5:
        return `not (${int()} > ${int()})`;
      case 6:
        return `(${int()} >= all (select z.amt from o z))`;
      default:
        return `(${int()} <> ${int()})`;
    }
  }
}
