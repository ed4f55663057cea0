/** No column more than needed, and none less: each case lists what every output column is computed from. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '../../../compiler/src/schema/model.ts';
import { lineageIn, lineageText, schemaOfText } from './lineage-text.ts';

let schema: Schema;
beforeAll(async () => {
  schema = await schemaOfText(`
    create type address as (street text, city text);
    create table c (id int, name text, email text, ssn text, home address, doc jsonb, tags text[]);
    create table o (id int, c_id int, amount numeric, note text);
    create table g (id int, email text, low text generated always as (lower(email)) stored);
    create view v as select id, upper(ssn) as s, email from c where name <> 'x';
    create view vv (a, b) as select s, email from v;
    create materialized view m as select id, ssn from c;
    create function spy(int) returns text language sql as 'select ssn from c limit 1';
  `);
});

/** `sql`, then one line for each column of its answer. */
const CASES: Readonly<Record<string, readonly (readonly [string, ...string[]])[]>> = {
  expressions: [
    ['select id from c', 'id < c.id | -'],
    ['select upper(ssn) s, 1 one from c', 's < c.ssn | -', 'one < - | -'],
    ['select name || email as x from c', 'x < c.email c.name | -'],
    ["select case when ssn like '1%' then name else 'x' end from c", 'case < c.name c.ssn | -'],
    [
      'select coalesce(name, email), nullif(id, 3) from c',
      'coalesce < c.email c.name | -',
      'nullif < c.id | -',
    ],
    [
      'select array[name, email], row(id, ssn), greatest(id, 1) from c',
      'array < c.email c.name | -',
      'row < c.id c.ssn | -',
      'greatest < c.id | -',
    ],
    [
      'select ssn::int, cast(name as text), email collate "C" from c',
      'ssn < c.ssn | -',
      'name < c.name | -',
      'email < c.email | -',
    ],
    [
      "select doc->'a'->>'b', doc['a'], tags[1], tags[id:2] from c",
      '?column? < c.doc | -',
      'doc < c.doc | -',
      'tags < c.tags | -',
      'tags < c.id c.tags | -',
    ],
    [
      "select json_value(doc, '$.a'), json_object('k': name), json_array(name, ssn) from c",
      'json_value < c.doc | -',
      'json_object < c.name | -',
      'json_array < c.name c.ssn | -',
    ],
    [
      'select xmlforest(name, ssn as s), xmlelement(name x, xmlattributes(id as i), email) from c',
      'xmlforest < c.name c.ssn | -',
      'xmlelement < c.email c.id | -',
    ],
    [
      'select now(), current_user, current_date',
      'now < - | -',
      'current_user < - | -',
      'current_date < - | -',
    ],
    [
      'select ctid, tableoid, c.xmin from o c',
      'ctid < o.amount o.c_id o.id o.note | -',
      'tableoid < - | -',
      'xmin < - | -',
    ],
    ['select (home).city, (c).email from c', 'city < c.home | -', 'email < c.email | -'],
    [
      'select id is null, name in (email, ssn), id between 1 and 2 from c',
      '?column? < c.id | -',
      '?column? < c.email c.name c.ssn | -',
      '?column? < c.id | -',
    ],
  ],
  'whole rows': [
    ['select o from o', 'o < o.amount o.c_id o.id o.note | -'],
    ['select row_to_json(x) from (select id, note from o) x', 'row_to_json < o.id o.note | -'],
    [
      'select (o).* from o',
      'id < o.id | -',
      'c_id < o.c_id | -',
      'amount < o.amount | -',
      'note < o.note | -',
    ],
    [
      'select count(o.*), jsonb_agg(o) from o',
      'count < o.amount o.c_id o.id o.note | -',
      'jsonb_agg < o.amount o.c_id o.id o.note | -',
    ],
    ['select row(o.*, 1) from o', 'row < o.amount o.c_id o.id o.note | -'],
    [
      'select x.note from (select o as x from o) y, lateral (select (y.x).note) x',
      'note < o.amount o.c_id o.id o.note | -',
    ],
  ],
  aggregates: [
    [
      "select count(*), sum(amount) filter (where note = 'a') from o",
      'count < - | -',
      'sum < o.amount o.note | -',
    ],
    [
      "select string_agg(name, ',' order by ssn) from c group by email having max(id) > 1",
      'string_agg < c.name c.ssn | c.email c.id',
    ],
    ['select percentile_cont(0.5) within group (order by amount) from o', 'percentile_cont < o.amount | -'],
    ['select email e, count(*) from c group by e', 'e < c.email | c.email', 'count < - | c.email'],
    [
      'select email, ssn, count(*) from c group by grouping sets ((1), (ssn), rollup (2, name))',
      'email < c.email | c.email c.name c.ssn',
      'ssn < c.ssn | c.email c.name c.ssn',
      'count < - | c.email c.name c.ssn',
    ],
    ['select rank() over (partition by name order by ssn) from c', 'rank < c.name c.ssn | -'],
    [
      'select sum(id) over w, max(id) over (w order by email), min(id) over () from c window w as (partition by ssn)',
      'sum < c.id c.ssn | -',
      'max < c.email c.id c.ssn | -',
      'min < c.id | -',
    ],
  ],
  rows: [
    [
      "select id from c where ssn = '1' order by email limit (select max(amount) from o)",
      'id < c.id | c.email c.ssn o.amount',
    ],
    ['select distinct name, id from c', 'name < c.name | c.id c.name', 'id < c.id | c.id c.name'],
    ['select distinct on (ssn) id from c order by ssn, 1', 'id < c.id | c.id c.ssn'],
    [
      'select id, generate_series(1, length(ssn)) from c',
      'id < c.id | c.ssn',
      'generate_series < c.ssn | c.ssn',
    ],
    ['select id, unnest(tags) t from c', 'id < c.id | c.tags', 't < c.tags | c.tags'],
    [
      'select id as email from c order by email',
      'email < c.id | c.id c.email'.replace('c.id c.email', 'c.email c.id'),
    ],
  ],
  joins: [
    [
      'select c.name, note from c join o on o.c_id = c.id',
      'name < c.name | c.id o.c_id',
      'note < o.note | c.id o.c_id',
    ],
    ['select id, name from c join o using (id)', 'id < c.id o.id | c.id o.id', 'name < c.name | c.id o.id'],
    ['select id from c left join o using (id)', 'id < c.id | c.id o.id'],
    ['select id from c right join o using (id)', 'id < o.id | c.id o.id'],
    ['select id, o.id from c full join o using (id)', 'id < c.id o.id | c.id o.id', 'id < o.id | c.id o.id'],
    ['select j.q from (c natural join o) as j (q)', 'q < c.id o.id | c.id o.id'],
    ['select j.id from c join o using (id) as j', 'id < c.id o.id | c.id o.id'],
    [
      'select * from o natural join (select id, ssn from c) s',
      'id < c.id o.id | c.id o.id',
      'c_id < o.c_id | c.id o.id',
      'amount < o.amount | c.id o.id',
      'note < o.note | c.id o.id',
      'ssn < c.ssn | c.id o.id',
    ],
    [
      'select l.x from c, lateral (select c.ssn || o.note as x from o where o.c_id = c.id) l',
      'x < c.ssn o.note | c.id o.c_id',
    ],
  ],
  subqueries: [
    ['select (select max(amount) from o where o.c_id = c.id) from c', 'max < c.id o.amount o.c_id | -'],
    [
      'select exists (select note from o where o.c_id = c.id and amount > 1) e from c',
      'e < c.id o.amount o.c_id | -',
    ],
    ['select name in (select note from o) from c', '?column? < c.name o.note | -'],
    ['select array(select note from o order by amount) from c', 'array < o.amount o.note | -'],
    ['select id from c where exists (select from o where note = ssn)', 'id < c.id | c.ssn o.note'],
    ['select a, b from (select ssn, id from c) x (a, b)', 'a < c.ssn | -', 'b < c.id | -'],
    ['select n from (values (1, (select max(ssn) from c)), (2, null)) t (i, n)', 'n < c.ssn | -'],
    ['values (1), (2)', 'column1 < - | -'],
  ],
  sets: [
    [
      'select id, ssn from c union all select c_id, note from o',
      'id < c.id o.c_id | -',
      'ssn < c.ssn o.note | -',
    ],
    ['select ssn from c union select note from o', 'ssn < c.ssn o.note | c.ssn o.note'],
    ['select ssn from c except select note from o', 'ssn < c.ssn | c.ssn o.note'],
    [
      'select ssn s, id from c intersect all select note, c_id from o order by s',
      's < c.ssn o.note | c.id c.ssn o.c_id o.note',
      'id < c.id o.c_id | c.id c.ssn o.c_id o.note',
    ],
  ],
  with: [
    ['with x as (select ssn from c where id = 1) select upper(ssn) from x', 'upper < c.ssn | c.id'],
    ['with c as (select note as ssn from o) select ssn from c', 'ssn < o.note | -'],
    ['with x (q) as (select ssn from c), y as (select q from x) select q from y', 'q < c.ssn | -'],
    [
      'with recursive t (n, s) as (select id, name from c union all select n + 1, s || (select max(ssn) from c) from t where n < 9) select s from t',
      's < c.name c.ssn | c.id',
    ],
    [
      'with recursive t (a, b, d) as (select name, email, ssn from c union all select b, d, d from t) select a, b, d from t',
      'a < c.email c.name c.ssn | -',
      'b < c.email c.ssn | -',
      'd < c.ssn | -',
    ],
    ['with recursive b as (select s from a), a as (select ssn s from c) select s from b', 's < c.ssn | -'],
    [
      'with recursive t (n, p) as (select id, email from c union all select n, p from t) search depth first by n set o cycle n set y using z select p, o, y, z from t',
      'p < c.email | -',
      'o < c.id | -',
      'y < c.id | -',
      'z < c.id | -',
    ],
    [
      "with d as (delete from c where ssn = '1' returning name, email) select name from d",
      'name < c.name | c.ssn',
    ],
  ],
  'data changes': [
    [
      'insert into o (id, note) select id, ssn from c returning note, id, amount',
      'note < c.ssn o.note | -',
      'id < c.id o.id | -',
      'amount < c.id c.ssn o.amount | -',
    ],
    ['insert into o select 1, 2, 3, ssn from c'],
    [
      'update o set note = c.ssn from c where c.id = o.c_id returning note, o.id',
      'note < c.ssn o.note | c.id o.c_id',
      'id < c.ssn o.id | c.id o.c_id',
    ],
    ['delete from o using c where c.id = o.c_id returning c.email', 'email < c.email | c.id o.c_id'],
    [
      'merge into o using c on c.id = o.c_id when matched then update set note = c.ssn when not matched then insert (id, note) values (c.id, c.email) returning note',
      'note < c.email c.ssn o.note | c.id o.c_id',
    ],
    [
      "update g set email = 'x' || id returning low, old.email, new.email",
      'low < g.id g.low | -',
      'email < g.email | -',
      'email < g.email g.id | -',
    ],
    [
      "insert into o (id, note) values (1, 'a') on conflict (id) do update set note = excluded.note || o.c_id returning note",
      'note < o.c_id o.note | o.amount o.c_id o.id o.note',
    ],
  ],
  'functions in FROM': [
    ['select x from c, unnest(tags) x', 'x < c.tags | c.tags'],
    [
      'select * from c, lateral jsonb_each_text(doc) where false',
      'id < c.id | c.doc',
      'name < c.name | c.doc',
      'email < c.email | c.doc',
      'ssn < c.ssn | c.doc',
      'home < c.home | c.doc',
      'doc < c.doc | c.doc',
      'tags < c.tags | c.doc',
      'key < c.doc | c.doc',
      'value < c.doc | c.doc',
    ],
    [
      'select a, b, n from c, unnest(tags, array[ssn]) with ordinality u (a, b, n)',
      'a < c.tags | c.ssn c.tags',
      'b < c.ssn | c.ssn c.tags',
      'n < - | c.ssn c.tags',
    ],
    [
      "select j.a, j.b, j.n from c, json_table(doc, '$' columns (n for ordinality, nested path '$.x[*]' columns (b int), a text path '$.a')) j",
      'a < c.doc | c.doc',
      'b < c.doc | c.doc',
      'n < - | c.doc',
    ],
    [
      "select x.t from c, xmltable('/a' passing xmlparse(content name) columns t text path 't' default ssn) x",
      't < c.name c.ssn | c.name',
    ],
    [
      'select r.* from c, jsonb_to_record(doc) as r (a int, b text)',
      'a < c.doc | c.doc',
      'b < c.doc | c.doc',
    ],
    ['select g from generate_series(1, 3) g', 'g < - | -'],
  ],
  'views and stored copies': [
    ['select s from v', 's < c.ssn | c.name'],
    ['select a, b from vv', 'a < c.ssn | c.name', 'b < c.email | c.name'],
    ['select ssn from m', 'ssn < m.ssn | -'],
    ['select low from g', 'low < g.low | -'],
    ['table o', 'id < o.id | -', 'c_id < o.c_id | -', 'amount < o.amount | -', 'note < o.note | -'],
    ['copy o (note) to stdout', 'note < o.note | -'],
    ['declare x cursor for select ssn from c', 'ssn < c.ssn | -'],
    ['explain select ssn from c'],
  ],
  'what is not understood': [
    [
      'select spy(id), name from c',
      'spy? < c.doc c.email c.home c.id c.name c.ssn c.tags | c.doc c.email c.home c.id c.name c.ssn c.tags',
      'name < c.name | c.doc c.email c.home c.id c.name c.ssn c.tags',
    ],
    [
      "select pg_read_file('x'), id from o",
      'pg_read_file? < o.amount o.c_id o.id o.note | o.amount o.c_id o.id o.note',
      'id < o.id | o.amount o.c_id o.id o.note',
    ],
    ['select * from spy(1)', 'unknown columns'],
    ['select x.a, id from nowhere x, o', 'a? < o.amount o.c_id o.id o.note | -', 'id < o.id | -'],
    ['select o.spy from o', 'spy? < o.amount o.c_id o.id o.note | -'],
    ['select (home).spy from c', 'spy? < c.doc c.email c.home c.id c.name c.ssn c.tags | -'],
  ],
};

for (const [family, cases] of Object.entries(CASES))
  describe(family, () => {
    test.each(cases)('%s', async (sql, ...expected) => {
      expect(lineageText(await lineageIn(schema, sql))).toEqual(expected);
    });
  });
