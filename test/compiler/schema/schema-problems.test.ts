/** What is wrong with a text, and where: `<|>` marks the place that is to blame. */
import { describe, expect, it } from 'vitest';
import { loadSchema, type SchemaLoad } from '../../../compiler/src/schema/load-schema.ts';

const MARK = '<|>';

async function expectProblem(marked: string, message: string, severity = 'error'): Promise<SchemaLoad> {
  const offset = marked.indexOf(MARK);
  const loaded = await loadSchema('crm.sql', marked.replace(MARK, ''));
  expect(loaded.problems).toEqual([{ message, offset: offset === -1 ? null : offset, severity }]);
  return loaded;
}

describe('syntax', () => {
  it.each([
    ['create table t (a int,<|>);', 'syntax error at or near ")"'],
    ['-- ä 🙈\ncreate table ä (🙈 int); create table 🙈 <|>frm;', 'syntax error at or near "frm"'],
    ["create table t (a int default <|>'open);", 'unterminated quoted string at or near "\'open);"'],
    ['create table t (a int); /* open', null],
    ['<|>\\i other.sql', '`\\i` is not followed: put all of the schema into one file'],
    ['<|>\\! rm -rf', 'the psql command `\\!` cannot be followed here'],
    [
      'create table t (a int);\n<|>\\connect other',
      'the text describes more than one database: put each into a file of its own',
    ],
    [
      'create table t (a int);\n<|>copy t from stdin;\n1\n2\n',
      'the data of this COPY do not end with a line `\\.`',
    ],
    [
      '<|>set standard_conforming_strings = off;',
      'a text with `standard_conforming_strings` off cannot be read',
    ],
    [
      'begin; create table t (a int); <|>rollback;',
      'what a ROLLBACK takes back has been read already: remove both',
    ],
    ['<|>PGDMP\u0001', '`crm.sql` is a dump in an archive format: make one with `pg_dump --schema-only`'],
    [
      'create table t (a int);<|>\0create table u (a int);',
      '`crm.sql` holds the character U+0000, which no SQL text does',
    ],
  ])('%j', async (text, message) => {
    if (message === null) expect((await loadSchema('crm.sql', text)).problems).toEqual([]);
    else await expectProblem(text, message);
  });

  it('of one statement does not hide the others', async () => {
    const { schema } = await expectProblem(
      'create table a (a int); create <|>tabel b (b int); create table c (c int);',
      'syntax error at or near "tabel"',
    );
    expect([...(schema?.relations.values() ?? [])].map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('too deep for the parser costs that statement alone', async () => {
    for (const depth of [600, 40_000]) {
      const deep = `create view v as select 1${'::int'.repeat(depth)};`;
      const { schema } = await expectProblem(
        `create table a (a int);<|>${deep}create table c (c int);`,
        'this statement is nested too deeply to be read',
      );
      expect(schema?.relations.size).toBe(2);
    }
  });

  it('stops where there are too many problems', async () => {
    const { problems } = await loadSchema('crm.sql', 'x;'.repeat(1000));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('there are more problems than these');
  });
});

describe('names', () => {
  it.each([
    ['create table t (a <|>txt);', 'no type is called `txt`'],
    ['create table t (a <|>s.mood);', 'no type is called `s.mood`'],
    ['create table t (a <|>int4(3));', '`int4` does not take these modifiers'],
    ['create table t (a <|>varchar(0));', '`pg_catalog.varchar` does not take these modifiers'],
    ['alter table <|>t add a int;', 'no relation is called `t`'],
    ['create table t (a int); <|>alter table t alter b type text;', '`public.t` has no column `b`'],
    ['create table t (a int); alter table t add <|>a text;', 'the column `a` exists already'],
    ['create table t (a int); create table <|>t (b int);', '`public.t` exists already'],
    ['<|>create table t (a int, a text);', 'the column `a` is defined twice'],
    ['create table t (a int, <|>primary key (b));', 'there is no column `b`'],
    ['create table t () inherits (<|>p);', 'no relation is called `p`'],
    ['create table t of <|>p;', 'no composite type is called `p`'],
    ["create type m as enum ('a'); <|>create type m as enum ('b');", 'the type `public.m` exists already'],
    ["create type m as enum ('a'); <|>alter type m add value 'a';", 'the enum `m` has `a` already'],
    [
      "create type m as enum ('a'); <|>alter type m add value 'b' before 'x';",
      'the enum `m` has no value `x`',
    ],
    ["set search_path = ''; create table <|>t (a int);", '`t` has no schema to go into'],
    [
      'create table t (a int); create unique index i on t (a); alter table t add <|>primary key using index j;',
      '`t` has no unique index `j`',
    ],
    [
      'create table a (x int); create table b () inherits (a); <|>alter table a inherit b;',
      '`a` cannot inherit from `b`, which inherits from it',
    ],
    [
      'create table a (x int); create table b () inherits (a); <|>alter table b drop x;',
      'the inherited column `x` cannot be dropped',
    ],
    [
      'create table t (a int); create table <|>u as select a, a + 1 as b from t;',
      'the type of `b` in `u` cannot be told from this query: write the table with its columns, or cast each to a type',
    ],
    [
      'create table <|>u as select * from f();',
      'the columns in `u` cannot be told from this query: write the table with its columns, or cast each to a type',
    ],
  ])('%s', async (text, message) => {
    await expectProblem(text, message);
  });

  it('has at most 1600 columns in a table', async () => {
    const columns = Array.from({ length: 1601 }, (_, index) => `c${index} int`);
    await expectProblem(`<|>create table t (${columns.join(', ')});`, 'a table has at most 1600 columns');
  });
});

describe('warnings', () => {
  it.each([
    [
      '<|>do $$ begin create table hidden (a int); end $$;',
      'what this DO block does to the schema is not known',
    ],
    ['<|>call migrate();', 'what this CALL does to the schema is not known'],
    ["select <|>create_hypertable('t', 'at');", 'what `create_hypertable` does to the schema is not known'],
    [
      'create table t (a int); <|>create view v as select * from t, f() g;',
      'the columns of this view cannot be told from its text: list them after its name',
    ],
    [
      'create extension own; create table t (a <|>thing);',
      '`thing` is taken for a type of the extension `own`',
    ],
  ])('%s', async (text, message) => {
    await expectProblem(text, message, 'warning');
  });
});
