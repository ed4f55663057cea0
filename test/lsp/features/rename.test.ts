/** Renaming across files; a project that was right before is right after it. */
import { checkPolicies, memoryHost } from '@dlpc/compiler';
import { expect, test } from 'vitest';
import { ResponseError } from 'vscode-languageserver/node';
import { prepareRename, rename } from '../../../lsp/src/features/rename.ts';
import { edited, FOLDER, markedProject } from '../support/cursor.ts';

/** The files after the rename, by name. */
async function renamed(files: Record<string, string>, name: string): Promise<Record<string, string>> {
  const { context, texts } = await markedProject(files);
  const edit = rename(context, name);
  if (edit instanceof ResponseError) throw edit;
  const after = [...texts].map(([file, text]) => {
    const edits = Object.entries(edit.changes ?? {}).flatMap(([uri, found]) =>
      new URL(uri).pathname === `${FOLDER}/${file}` ? found : [],
    );
    return [file, edited(text, edits)] as const;
  });
  const host = memoryHost(Object.fromEntries(after.map(([file, text]) => [`${FOLDER}/${file}`, text])));
  const { diagnostics } = await checkPolicies(host, [FOLDER]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries(after);
}

async function refusal(files: Record<string, string>, name: string): Promise<string> {
  const { context } = await markedProject(files);
  const answer = rename(context, name);
  return answer instanceof ResponseError ? answer.message : 'renamed';
}

const FILES = {
  'crm.sql': 'create table t (a text);',
  'a.dlp': `database crm from "crm.sql"
label pii { con<|>tact }
label pci { contact }
classify pii.contact crm.t.a
classify pci.contact crm.t.a
`,
  'b.dlp': 'policy p for true { on crm { allow select on t mask pii.contact, pci with null } }\n',
};

test('a label: its own paths alone, in all files', async () => {
  const after = await renamed(FILES, 'reach');
  expect(after['a.dlp']).toBe(`database crm from "crm.sql"
label pii { reach }
label pci { contact }
classify pii.reach crm.t.a
classify pci.contact crm.t.a
`);
  expect(after['b.dlp']).toContain('mask pii.reach, pci with null');
});

test('a name that is no word is quoted', async () => {
  const after = await renamed(FILES, 'how to reach');
  expect(after['b.dlp']).toContain('mask pii."how to reach", pci');
});

test('a claim, in conditions, row filters and tests', async () => {
  const after = await renamed(
    {
      'crm.sql': 'create table t (a text);',
      'a.dlp': `identity corp { issuer "https://a.example" audience "b" claim te<|>am: string }
database crm from "crm.sql"
policy p for caller.claims.team == "x" { on crm { allow select on t filter t where a = caller.claims.team } }
test "t" { as { kind: human, sub: "a", claims: { team: "x" } } sql crm "select a from t" => allow }
`,
    },
    'unit',
  );
  expect(after['a.dlp']).not.toContain('team');
});

test('a group, a policy and a source', async () => {
  const policy = (place: string): string =>
    `database crm from "crm.sql"\ngroup staff = caller.kind == human\npolicy p for staff { on crm { allow select on t } }\n`.replace(
      place,
      (found) => `${found.slice(0, -1)}<|>${found.slice(-1)}`,
    );
  const schema = { 'crm.sql': 'create table t (a text);' };
  expect((await renamed({ ...schema, 'a.dlp': policy('group staff') }, 'us'))['a.dlp']).toContain('for us {');
  expect((await renamed({ ...schema, 'a.dlp': policy('policy p') }, 'q'))['a.dlp']).toContain('policy q for');
  expect((await renamed({ ...schema, 'a.dlp': policy('database crm') }, 'db'))['a.dlp']).toContain('on db {');
});

test('nothing that is taken, empty or declared elsewhere', async () => {
  expect(await refusal({ 'a.dlp': 'group a<|> = true\ngroup b = a\n' }, 'b')).toContain('declared already');
  expect(await refusal({ 'a.dlp': 'group a<|> = true\n' }, ' ')).toContain('at least one character');
  const column = {
    'crm.sql': 'create table t (a text);',
    'a.dlp': 'database crm from "crm.sql"\nlabel pii\nclassify pii crm.t.a<|>\n',
  };
  expect(await refusal(column, 'b')).toContain('renamed in the schema');
  expect(await refusal({ 'a.dlp': 'group a = call<|>er.kind == human\n' }, 'b')).toContain(
    'word of the language',
  );
});

test('a label keeps its name among others of that name', async () => {
  expect(await refusal({ 'a.dlp': 'label pii { a<|> b }\nlabel c\n' }, 'b')).toContain('declared already');
  await renamed({ 'a.dlp': 'label pii { a<|> b }\nlabel c\n' }, 'c');
});

test('the name without its path is what is edited', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label pii { con<|>tact }\n' });
  expect(prepareRename(context)).toEqual({
    range: { start: { line: 0, character: 12 }, end: { line: 0, character: 19 } },
    placeholder: 'contact',
  });
});
