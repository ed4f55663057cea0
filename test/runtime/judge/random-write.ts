/** Random INSERT, UPDATE, DELETE and MERGE over tables of one form, which differ in what constrains them. */
import fc from 'fast-check';

/** Of these, `email` and `score` are what nobody may learn. */
const COLUMNS = ['id', 'name', 'region', 'amount', 'email', 'score'] as const;
type Column = (typeof COLUMNS)[number];

/** A value of a column, such that it often meets a stored one. */
const VALUES: Readonly<Record<Column, fc.Arbitrary<string>>> = {
  id: fc.constantFrom('1', '2', '5', '11', '21', '22', '1005', 'null', 'default'),
  name: fc.constantFrom("'name 1'", "'name 4'", "'new'", 'null', 'default'),
  region: fc.constantFrom("'north'", "'south'", "'east'", 'null', 'default'),
  amount: fc.constantFrom('1', '7', '49', '60', '0', 'null', 'default'),
  email: fc.constantFrom("'a1@x'", "'b3@x'", "'c@x'", "''", "'known'", 'null', 'default'),
  score: fc.constantFrom('0', '1', '3', '5', '9', '30', 'null', 'default'),
};

function isText(column: Column): boolean {
  return column === 'name' || column === 'region' || column === 'email';
}

const column = fc.constantFrom(...COLUMNS);
/** What is seen comes more often, or else nearly all would be refused. */
const often = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Column>('id', 'name', 'region', 'amount') },
  { weight: 1, arbitrary: column },
);

/** Expressions over columns behind `prefix`. */
function computed(of: Column, prefix: string): fc.Arbitrary<string> {
  const own = isText(of) ? ['name', 'region', 'email'] : ['id', 'amount', 'score'];
  const reference = fc.constantFrom(...own).map((name) => `${prefix}${name}`);
  return isText(of)
    ? fc.oneof(
        reference,
        reference.map((name) => `upper(${name})`),
        reference.map((name) => `${name} || 'x'`),
      )
    : fc.oneof(
        reference,
        reference.map((name) => `${name} + 20`),
        reference.map((name) => `10 / ${name}`),
      );
}

function valueFor(of: Column, prefix: string): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: VALUES[of] }, { weight: 1, arbitrary: computed(of, prefix) });
}

function condition(prefix: string): fc.Arbitrary<string> {
  const single = often.chain((name) =>
    VALUES[name]
      .filter((value) => value !== 'default')
      .chain((value) => fc.constantFrom('=', '<', '>=').map((is) => `${prefix}${name} ${is} ${value}`)),
  );
  return fc.oneof(
    single,
    fc.tuple(single, single).map(([a, b]) => `${a} or ${b}`),
    often.map((name) => `${prefix}${name} is not null`),
    fc.constant(`exists (select * from sources s2 where s2.id = ${prefix}id and s2.email like 'a%')`),
    fc.constant(`1 / (${prefix}id - 5) > 0`),
  );
}

const where = (prefix: string) =>
  fc.oneof(fc.constant(''), { weight: 3, arbitrary: condition(prefix).map((text) => ` where ${text}`) });

const returning = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  often.map((name) => ` returning ${name}`),
  fc.constant(' returning id, upper(name) as n'),
  fc.constant(' returning *'),
);

function settings(prefix: string, values: (of: Column) => fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .uniqueArray(often, { minLength: 1, maxLength: 2 })
    .chain((names) => fc.tuple(...names.map((name) => values(name).map((value) => `${name} = ${value}`))))
    .map((list) => `${prefix}${list.join(', ')}`);
}

const conflict = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  fc.constant(' on conflict do nothing'),
  fc.constant(' on conflict (id) do nothing'),
  fc.constant(' on conflict (email) do nothing'),
  fc
    .tuple(
      settings('', (of) => fc.oneof(VALUES[of], fc.constant(`excluded.${of}`))),
      where('t.'),
    )
    .map(([set, only]) => ` on conflict (id) do update set ${set}${only}`),
);

const overriding = fc.oneof(
  { weight: 9, arbitrary: fc.constant('') },
  fc.constantFrom(' overriding user value', ' overriding system value'),
);

/** A query that gives these columns by grouping, sorting, counting off or uniting. */
function queryOf(names: readonly Column[]): fc.Arbitrary<string> {
  const cells = fc.tuple(...names.map((name) => valueFor(name, 's.').filter((value) => value !== 'default')));
  const largest = names.map((name) => `max(s.${name})`).join(', ');
  const own = names.map((name) => `s.${name}`).join(', ');
  return fc.oneof(
    fc
      .tuple(cells, where('s.'), fc.constantFrom('limit 2', 'offset 6', 'fetch first row only'))
      .map(([list, only, count]) => `select ${list.join(', ')} from sources s${only} order by s.id ${count}`),
    fc
      .tuple(where('s.'), fc.constantFrom('s.id', 's.region', 's.email', '()'))
      .map(([only, by]) => `select ${largest} from sources s${only} group by ${by}`),
    where('s.').map((only) => `select distinct ${own} from sources s${only}`),
    fc
      .tuple(where('s.'), where('s.'), fc.constantFrom('union', 'union all', 'except', 'intersect'))
      .map(([a, b, op]) => `select ${own} from sources s${a} ${op} select ${own} from sources s${b}`),
  );
}

/** Whole rows of another table of the form. */
const whole = fc
  .tuple(
    where('s.'),
    fc.constantFrom(
      'select * from sources s#',
      'select s.* from sources s#',
      'table sources',
      'select * from (select * from sources s#) x limit 3',
    ),
  )
  .map(([only, form]) => form.replace('#', only));

const insert = (table: string) =>
  fc
    .uniqueArray(column, { minLength: 2, maxLength: 6 })
    .chain((names) => {
      const row = fc.tuple(...names.map((name) => VALUES[name])).map((cells) => `(${cells.join(', ')})`);
      const rows = fc.array(row, { minLength: 1, maxLength: 2 }).map((list) => `values ${list.join(', ')}`);
      const select = fc
        .tuple(
          fc.tuple(...names.map((name) => valueFor(name, 's.').filter((value) => value !== 'default'))),
          where('s.'),
        )
        .map(([cells, only]) => `select ${cells.join(', ')} from sources s${only}`);
      const named = fc.constant(` (${names.join(', ')})`);
      return fc.oneof(
        { weight: 5, arbitrary: fc.tuple(named, fc.oneof({ weight: 2, arbitrary: rows }, select)) },
        { weight: 2, arbitrary: fc.tuple(named, queryOf(names)) },
        fc.tuple(fc.constantFrom('', ` (${COLUMNS.join(', ')})`), whole),
      );
    })
    .chain(([names, source]) =>
      fc
        .tuple(conflict, returning, overriding)
        .map(
          ([onConflict, back, over]) =>
            `insert into ${table} as t${names}${over} ${source}${onConflict}${back}`,
        ),
    );

const update = (table: string) =>
  fc
    .tuple(
      fc.oneof(
        settings('', (of) => valueFor(of, 't.')),
        settings('', (of) => valueFor(of, 's.')),
      ),
      where('t.'),
      returning,
    )
    .map(([set, only, back]) => {
      const from = set.includes('s.') ? ' from sources s' : '';
      const joined = from === '' ? only : only === '' ? ' where s.id = t.id' : `${only} and s.id = t.id`;
      return `update ${table} t set ${set}${from}${joined}${back.replace(/ (id|name)\b/g, ' t.$1').replace('(name)', '(t.name)')}`;
    });

const remove = (table: string) =>
  fc.tuple(where('t.'), returning).map(([only, back]) => `delete from ${table} t${only}${back}`);

const joined = fc.oneof(
  fc.constant('s.id = t.id'),
  fc.constant('t.name = s.name and s.id = t.id'),
  condition('t.').map((only) => `s.id = t.id and (${only})`),
  fc.constant('s.email = t.email'),
  fc.constant('s.id = t.id and 10 / t.amount > 1'),
);

const when = (prefix: string) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    condition(prefix).map((only) => ` and (${only})`),
  );

/** One clause for rows of the target, by what is in it and in the source; clauses of newer servers are rare. */
const whenClause = fc.oneof(
  fc
    .tuple(
      when('t.'),
      fc.oneof(
        settings('update set ', (of) => valueFor(of, 's.')),
        settings('update set ', (of) => valueFor(of, 't.')),
        fc.constantFrom('delete', 'do nothing'),
      ),
    )
    .map(([only, action]) => ` when matched${only} then ${action}`),
  fc
    .tuple(
      when('s.'),
      fc
        .uniqueArray(column, { minLength: 2, maxLength: 4 })
        .chain((names) =>
          fc
            .tuple(...names.map((name) => valueFor(name, 's.')))
            .map((cells) => `insert (${names.join(', ')}) values (${cells.join(', ')})`),
        ),
    )
    .map(([only, action]) => ` when not matched${only} then ${action}`),
);

const merge = (table: string) =>
  fc
    .tuple(
      fc.constantFrom(
        'sources s',
        'sources s',
        '(select * from sources where id < 6) s',
        "(values (1, 'n'), (30, 'm')) s (id, name)",
      ),
      joined,
      fc.array(whenClause, { minLength: 1, maxLength: 3 }),
      fc.oneof(
        { weight: 8, arbitrary: fc.constant('') },
        when('t.').map((only) => ` when not matched by source${only} then update set name = 'left'`),
        fc.constant(' returning merge_action(), t.id'),
      ),
    )
    .map(
      ([source, on, clauses, end]) =>
        `merge into ${table} t using ${source} on ${on}${clauses.join('')}${end}`,
    );

/** What the outer statement makes of the rows that `w` returned, of which it has id, name, region and amount. */
const taken = (table: string) =>
  fc.oneof(
    fc.constant('select * from w order by 1, 2, 3, 4'),
    fc.constant('select count(*), max(name) from w'),
    fc.constant('select w.id, s.name, s.email from w join sources s on s.id = w.id order by 1, 2'),
    fc.constant(`select count(*) from w, ${table} t where t.id = w.id`),
    fc.constant(`insert into ${table} (id, name, region) select id + 20, name, region from w`),
    fc.constant(`insert into ${table} (id, name, region, amount) select * from w`),
    fc.constant(
      `insert into ${table} (name, amount) select x.name, x.amount from w x where x.id > 2 order by 1 limit 3`,
    ),
    fc.constant(
      `insert into ${table} (id, region, amount) select id + 20, 'north', amount from w returning id`,
    ),
    fc.constant(`delete from ${table} t using w where t.id = w.id + 1 and t.amount = w.amount + 1`),
    // Of several rows of a source, the server takes whichever it meets first.
    fc.constant(
      `update ${table} t set name = w.name || '!' from (select id, max(name) as name from w group by id) w where w.id = t.id returning t.name`,
    ),
    settings('', (of) => fc.oneof(VALUES[of], computed(of, 't.'))).map(
      (set) => `update ${table} t set ${set} where t.id in (select id from w)`,
    ),
  );

/** Writes in WITH: rows that one returns are what another statement reads, and both see what was there before. */
const within = (table: string, other: string) =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.oneof(
            { weight: 2, arbitrary: remove(table) },
            { weight: 3, arbitrary: update(table) },
            { weight: 2, arbitrary: insert(table) },
            merge(table),
          ),
          fc.constantFrom(
            ...['t.id, t.name, t.region, t.amount', '*', 't.id, t.name, t.email as region, t.amount'],
          ),
          taken(other),
        )
        .map(
          ([write, back, outer]) =>
            `with w as (${write.replace(/ returning .*$/, '')} returning ${back}) ${outer}`,
        ),
    },
    // Puts a row in where there is none to change.
    fc
      .tuple(
        settings('', (of) => VALUES[of].filter((value) => value !== 'default')),
        where('t.'),
      )
      .map(
        ([set, only]) =>
          `with w as (update ${table} t set ${set}${only} returning t.id) ` +
          `insert into ${table} (id, name, region) select s.id + 20, s.name, 'north' from sources s where s.id not in (select id from w where id is not null)`,
      ),
    // Nobody reads what these return.
    fc
      .tuple(remove(table), update(other), returning)
      .map(
        ([first, second, back]) =>
          `with w as (${first}), v as (${second}) select count(*) from sources${back === '' ? '' : ' where id < 4'}`,
      ),
  );

/** A cursor that comes to one row, by what is seen or by masks, and a write of the row it stands on. */
const current = (table: string) =>
  fc
    .tuple(
      fc.constantFrom('*', 'id, name', 'id, email'),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom('', ' for update', " and email like '%a%'", ' and score > 3'),
      fc.constantFrom('move in c', 'fetch c', 'fetch all from c'),
      fc.oneof(
        settings('', (of) => valueFor(of, 't.')).map((set) => `update ${table} t set ${set}`),
        fc.constant(`delete from ${table} t`),
      ),
      returning,
    )
    .map(
      ([columns, id, rest, move, write, back]) =>
        `declare c cursor for select ${columns} from ${table} where id = ${id}${rest}; ${move}; ${write} where current of c${back}`,
    );

/** The next rows of a queue, with these in their select list. */
const nextRows = (table: string, list: fc.Arbitrary<string>) =>
  fc
    .tuple(
      list,
      where('t.'),
      fc.constantFrom('t.id', 't.amount desc, t.id', '10 / t.id, t.id', 't.name', '1, t.id', 't.score, t.id'),
      fc.constantFrom('limit 1', 'limit 4', 'offset 2', 'fetch first 2 rows only', ''),
      fc.constantFrom('for update skip locked', 'for no key update of t', 'for share nowait'),
    )
    .map(([columns, only, order, count, lock]) =>
      `select ${columns} from ${table} t${only} order by ${order} ${count} ${lock}`.replace('  ', ' '),
    );

const queue = (table: string) =>
  nextRows(
    table,
    fc.constantFrom(
      '*',
      't.*, id',
      'id, email',
      "upper(email) || 'x' as e, id",
      'id',
      'score + 1 as id, name',
    ),
  );

/** A queue whose next rows are changed or taken away in the statement that finds them. */
const taking = (table: string) =>
  fc
    .tuple(
      nextRows(table, fc.constant('t.id')),
      fc.oneof(
        settings('', (of) => valueFor(of, 'q.')).map((set) => `update ${table} q set ${set}`),
        fc.constant(`delete from ${table} q`),
      ),
      fc.boolean(),
      returning,
    )
    .map(([next, write, byWith, back]) => {
      if (!byWith) return `${write} where q.id in (${next})${back}`;
      const named = back.replace(/ (id|name)\b/g, ' q.$1').replace('(name)', '(q.name)');
      const from = write.startsWith('update') ? 'from' : 'using';
      return `with n as (${next}) ${write} ${from} n where n.id = q.id${named.replace('*', 'q.*')}`;
    });

const truncate = (table: string, other: string) =>
  fc.constantFrom(
    ...[`truncate ${table}`, `truncate only ${table} cascade`, `truncate table ${table} restart identity`],
    `truncate ${table}, ${other}`,
  );

/** One statement on one of `tables`, or several in one by WITH; or a cursor and a write of the row that it stands on. */
export function randomWrite(tables: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...tables).chain((table) =>
    fc.oneof(
      { weight: 3, arbitrary: insert(table) },
      { weight: 3, arbitrary: update(table) },
      remove(table),
      merge(table),
      fc.constantFrom(...tables).chain((other) => within(table, other)),
      current(table),
      queue(table),
      taking(table),
      fc.constantFrom(...tables).chain((other) => truncate(table, other)),
    ),
  );
}

/** The tables that such a statement writes to. */
export function targetsOf(text: string): readonly string[] {
  const targets = text.matchAll(
    /(?:^|\(|\) |; )(?:insert into|update|delete from|merge into|truncate(?: table| only)?) (?!only|table)(\w+)/g,
  );
  return [...new Set([...targets].map(([, table = '']) => table))];
}
