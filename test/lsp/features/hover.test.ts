/** What hovering over each kind of name says. */
import { keywords } from '@dlpc/language';
import { expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver/node';
import { hover } from '../../../lsp/src/features/hover.ts';
import { keywordHelp } from '../../../lsp/src/features/keyword-help.ts';
import { CRM_POLICY, CRM_SCHEMA } from '../support/crm.ts';
import { markedProject } from '../support/cursor.ts';

/** Puts the cursor into the first occurrence of `name` behind `after`. */
async function said(after: string, name: string, policy = CRM_POLICY): Promise<string | null> {
  const at = policy.indexOf(name, policy.indexOf(after)) + 1;
  const { context } = await markedProject({
    'crm.sql': CRM_SCHEMA,
    'crm.dlp': `${policy.slice(0, at)}<|>${policy.slice(at)}`,
  });
  return textOf(hover(context));
}

function textOf(found: Hover | null): string | null {
  return found === null ? null : (found.contents as { value: string }).value;
}

test('a column: type, labels and how they came, comment, who sees it', async () => {
  expect(await said('classify pii.national_id', 'ssn')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    crm.customers.ssn
    \`\`\`
    \`text\`

    Social security number

    Labels
    - \`pii.national_id\`, by \`classify\` in crm.dlp:5

    Seen
    - with \`keep_last(4)\`: \`"support" in caller.groups\`"
  `);
});

test('a column that is shown', async () => {
  expect(await said('classify pii.contact', 'email')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    crm.customers.email
    \`\`\`
    \`text not null\`

    Labels
    - \`pii.contact\`, by \`classify\` in crm.dlp:4

    Seen
    - as it is: \`"support" in caller.groups\`"
  `);
});

test('a relation', async () => {
  expect(await said('allow', 'customers')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    crm.public.customers
    \`\`\`
    table

    - \`id\` integer
    - \`email\` text — pii.contact
    - \`ssn\` text — pii.national_id
    - \`region\` text"
  `);
});

test('a label: its documentation, columns and readers', async () => {
  expect(await said('label', 'pii')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    label pii
    \`\`\`

    About people.

    Carried by \`crm.customers.email\`, \`crm.customers.ssn\`, \`crm.mails.email\`.

    Seen
    - as it is: \`"support" in caller.groups\`
    - with \`keep_last(4)\`: \`"support" in caller.groups\`"
  `);
});

test('a group', async () => {
  expect(await said('for', 'support')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    group support = "support" in caller.groups
    \`\`\`"
  `);
});

test('a policy', async () => {
  expect(await said('policy', 'desk')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    policy desk for support
    \`\`\`"
  `);
});

test('a source', async () => {
  expect(await said('on crm', 'crm')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    database crm from "crm.sql"
    \`\`\`

    3 relations."
  `);
});

test('a mask', async () => {
  expect(await said('with', 'keep_last')).toMatchInlineSnapshot(`
    "\`\`\`dlp
    keep_last(count)
    \`\`\`

    The last characters after \`****\`, however long the rest is. A value that is no longer than that becomes stars alone; NULL stays NULL. Fits text that is longer than what is kept, and arrays of such text.

    \`keep_last(4)\` shows \`078-05-1120\` as \`****1120\`."
  `);
});

test('what conditions can read', async () => {
  expect(await said('group', 'groups')).toBe('set of strings: the groups of the identity.');
});

test('a claim', async () => {
  const policy =
    'identity corp { issuer "https://a.example" audience "b" claim level?: int }\ngroup g = (caller.claims.level ?? 0) > 1\n';
  expect(await said('group', 'level', policy)).toMatchInlineSnapshot(`
    "\`\`\`dlp
    claim level?: int
    \`\`\`

    An identity may lack it; say what counts then with \`??\`."
  `);
});

test('a word of the language', async () => {
  expect(await said('reveal', 'reveal')).toContain('the one statement that shows labelled values');
});

test('a column that is called like a word is a column', async () => {
  const { context } = await markedProject({
    'crm.sql': 'create table t (label text);',
    'crm.dlp': 'database crm from "crm.sql"\nlabel pii\nclassify pii crm.t.la<|>bel\n',
  });
  expect(textOf(hover(context))).toContain('crm.t.label');
});

test('nothing where nothing is', async () => {
  const { context } = await markedProject({ 'crm.dlp': 'label pii\n<|>\n' });
  expect(hover(context)).toBeNull();
});

test('who sees it is not decided while there are errors', async () => {
  expect(
    await said('classify pii.national_id', 'ssn', `${CRM_POLICY}classify nothing crm.orders.id\n`),
  ).toContain('decided once the policies have no errors');
});

test('each word of the language has a line', () => {
  expect(keywords.map(({ word }) => word).filter((word) => !Object.hasOwn(keywordHelp, word))).toEqual([]);
  const known = new Set(keywords.map(({ word }) => word));
  expect(Object.keys(keywordHelp).filter((word) => !known.has(word))).toEqual([]);
});

test('what is wrong: where to read on, with what is known of the name', async () => {
  const { context } = await markedProject({ 'a.dlp': 'group a = nob<|>ody\n' });
  expect(textOf(hover(context))).toMatch(/^`dlpc explain (DLP\d{4})` says more about \1\.$/);
});
