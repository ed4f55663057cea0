/** Where names lead, and where else they are named. */
import { describe, expect, test } from 'vitest';
import { definition } from '../../../lsp/src/features/definition.ts';
import { highlights, references } from '../../../lsp/src/features/references.ts';
import { markedProject, placeOf } from '../support/cursor.ts';

/** `<<…>>` in the files are all the places that a definition of the cursor's name leads to. */
async function leads(files: Record<string, string>): Promise<void> {
  const { context, marked } = await markedProject(files);
  expect(definition(context).map(({ uri, range }) => placeOf(uri, range))).toEqual(marked);
}

/** `<<…>>` in the files are all the places that name what the cursor is on. */
async function isNamedAt(files: Record<string, string>): Promise<void> {
  const { context, marked } = await markedProject(files);
  const found = references(context, true).map(({ uri, range }) => placeOf(uri, range));
  expect(found.sort()).toEqual(marked);
}

describe('definition', () => {
  test('of a label, in another file', () =>
    leads({
      'crm.sql': 'create table t (a text);',
      'a.dlp': 'database crm from "crm.sql"\nclassify pii.con<|>tact crm.t.a\n',
      'b.dlp': 'label pii { <<contact>> }\nlabel pci { contact }\n',
    }));

  test('of a parent within a path', () =>
    leads({
      'crm.sql': 'create table t (a text);',
      'a.dlp': 'database crm from "crm.sql"\nclassify p<|>ii.contact crm.t.a\nlabel <<pii>> { contact }\n',
    }));

  test('of a group in a condition', () =>
    leads({ 'a.dlp': 'group <<staff>> = caller.kind == human\ngroup both = sta<|>ff and true\n' }));

  test('of a claim', () =>
    leads({
      'a.dlp':
        'identity corp { issuer "https://a.example" audience "b" claim <<team>>: string }\ngroup a = caller.claims.te<|>am == "x"\n',
    }));

  test('of a table and a column in its schema', async () => {
    const schema = (table: string, column: string): string =>
      `-- create table t (a text);\ncreate table other (b text);\ncreate table if not exists public.${table} (\n  id int,\n  ${column} text default 'b, c',\n  primary key (id)\n);`;
    const policy = 'database crm from "crm.sql"\nlabel pii\nclassify pii ';
    await leads({ 'crm.sql': schema('t', '<<"B c">>'), 'a.dlp': `${policy}crm.t."B <|>c"\n` });
    await leads({ 'crm.sql': schema('<<t>>', '"B c"'), 'a.dlp': `${policy}crm.<|>t."B c"\n` });
  });

  test('of a column that a later migration adds', () =>
    leads({
      'schema/1_one.sql': 'create table t (id int);',
      'schema/2_two.sql': 'alter table t add column if not exists <<a>> text;',
      'a.dlp': 'database crm from "schema"\nlabel pii\nclassify pii crm.t.a<|>\n',
    }));

  test('of a view', () =>
    leads({
      'crm.sql': 'create table t (a text);\ncreate or replace view <<v>> as select a from t;',
      'a.dlp': 'database crm from "crm.sql"\npolicy p for true { on crm { allow select on <|>v } }\n',
    }));

  test('of what a mask speaks of: a column, though a label has the name of its table', () =>
    leads({
      'crm.sql': 'create table t (<<a>> text);',
      'a.dlp':
        'database crm from "crm.sql"\nlabel t\nclassify t crm.t.a\npolicy p for true { on crm { allow select on t mask t.a<|> with null } }\n',
    }));

  test('of a column and a claim in a row filter', async () => {
    const filter = (column: string, claim: string, declared: string): Record<string, string> => ({
      'crm.sql': declared === 'claim' ? 'create table t (region text);' : 'create table t (<<region>> text);',
      'a.dlp': `identity corp { issuer "https://a.example" audience "b" claim ${declared === 'claim' ? '<<team>>' : 'team'}: string }
database crm from "crm.sql"
policy p for true { on crm { allow select on t filter t where ${column} = caller.claims.${claim} } }
`,
    });
    await leads(filter('reg<|>ion', 'team', 'column'));
    await leads(filter('region', 'te<|>am', 'claim'));
  });

  test('of an import: the file', async () => {
    const { context } = await markedProject({
      'a.dlp': 'import "lib/b.d<|>lp"\n',
      'lib/b.dlp': 'label pii\n',
    });
    expect(definition(context).map(({ uri, range }) => placeOf(uri, range))).toEqual(['lib/b.dlp:1:1-1:1']);
  });

  test('of a name that leads nowhere: nothing', () => leads({ 'a.dlp': 'group a = nob<|>ody\n' }));

  test('works beside a syntax error', () =>
    leads({ 'a.dlp': 'group <<a>> = true\ngroup b = a<|>\npolicy for on {\n' }));
});

describe('references', () => {
  test('of a label, with those below it and none of another tree', () =>
    isNamedAt({
      'crm.sql': 'create table t (a text);',
      'a.dlp': `database crm from "crm.sql"
label <<p<|>ii>> { contact }
label pci { pii }
classify <<pii>>.contact crm.t.a
policy p for true { on crm { allow select on t mask <<pii>> with null } }
`,
      'b.dlp': 'policy q for true { on crm { allow select on t mask <<pii>>.contact with null } }\n',
    }));

  test('of a column, wherever it is written', () =>
    isNamedAt({
      'crm.sql': 'create table t (a text, b text);',
      'a.dlp': `database crm from "crm.sql"
label pii
classify pii crm.t.{<<a>>, b}, crm.public.t.<<a>>
policy p for true { on crm { allow select on t mask t.<<<|>a>> with null } }
`,
    }));

  test('of a source, in tests too', () =>
    isNamedAt({
      'crm.sql': 'create table t (a text);',
      'a.dlp': `database <<crm>> from "crm.sql"
policy p for true { on <<cr<|>m>> { allow select on t } }
test "t" { as { kind: human } sql <<crm>> "select a from t" => allow }
`,
    }));

  test('of a claim: its declaration, conditions and tests', () =>
    isNamedAt({
      'crm.sql': 'create table t (a text);',
      'a.dlp': `identity corp { issuer "https://a.example" audience "b" claim <<team>>: string }
database crm from "crm.sql"
policy p for caller.claims.<<te<|>am>> == "x" { on crm { allow select on t filter t where a = caller.claims.<<team>> } }
test "t" { as { kind: human, claims: { <<team>>: "x" } } sql crm "select a from t" => allow }
`,
    }));

  test('of a relation, in what a test expects of its rows too', () =>
    isNamedAt({
      'crm.sql': 'create table t (a text);',
      'a.dlp': `database crm from "crm.sql"
policy p for caller.sub == "x" { on crm { allow select on <<<|>t>> } }
test "t" { as { kind: human } sql crm "select a from t" => allow and filter <<t>> }
`,
    }));

  test('without the declaration', async () => {
    const { context } = await markedProject({ 'a.dlp': 'group a<|> = true\ngroup b = a\n' });
    expect(references(context, false)).toHaveLength(1);
  });

  test('highlights are those of the document alone', async () => {
    const { context } = await markedProject({
      'a.dlp': 'group a<|> = true\ngroup b = a\n',
      'b.dlp': 'group c = a\n',
    });
    expect(highlights(context).map(({ range, kind }) => [range.start.line, kind])).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });
});
