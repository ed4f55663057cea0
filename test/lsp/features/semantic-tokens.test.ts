/** Semantic tokens: each word by its meaning, none over another. */
import { expect, test } from 'vitest';
import { semanticTokens, semanticTokensLegend } from '../../../lsp/src/features/semantic-tokens.ts';
import { CRM_SCHEMA } from '../support/crm.ts';
import { markedProject } from '../support/cursor.ts';

/** The tokens of a policy as `text:type`. */
async function tokens(policy: string): Promise<readonly string[]> {
  const { context } = await markedProject({ 'crm.sql': CRM_SCHEMA, 'crm.dlp': policy });
  const { data } = semanticTokens(context);
  const found: string[] = [];
  let line = 1;
  let column = 1;
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    column = lines > 0 ? characters + 1 : column + characters;
    line += lines;
    const start = context.source.offsetAt({ line, column });
    const name = semanticTokensLegend.tokenTypes[type];
    found.push(`${context.source.text.slice(start, start + length)}:${name}${modifiers & 1 ? '!' : ''}`);
  }
  return found;
}

test('names by what they mean', async () => {
  expect(
    await tokens('database crm from "crm.sql"\nlabel label\nclassify label crm.customers.email // who'),
  ).toEqual([
    'database:keyword',
    'crm:namespace!',
    'from:keyword',
    '"crm.sql":string',
    'label:keyword',
    'label:enumMember!',
    'classify:keyword',
    'label:enumMember',
    'crm:namespace',
    'customers:class',
    'email:property',
    '// who:comment',
  ]);
});

test('conditions, statements and masks', async () => {
  expect(
    await tokens(
      'database crm from "crm.sql"\ngroup g = "a" in caller.groups and not true\npolicy p for g { on crm { allow select on customers mask customers.ssn with keep_last(4) filter orders where customer_id = 1 } }',
    ),
  ).toEqual([
    ...['database:keyword', 'crm:namespace!', 'from:keyword', '"crm.sql":string'],
    ...['group:keyword', 'g:variable!', '"a":string', 'in:keyword', 'caller:variable', 'groups:variable'],
    ...['and:keyword', 'not:keyword', 'true:keyword'],
    ...['policy:keyword', 'p:type!', 'for:keyword', 'g:variable', 'on:keyword', 'crm:namespace'],
    ...['allow:keyword', 'select:method', 'on:keyword', 'customers:class'],
    ...['mask:keyword', 'customers:class', 'ssn:property', 'with:keyword', 'keep_last:function', '4:number'],
    ...['filter:keyword', 'orders:class', 'where:keyword', 'customer_id:property'],
  ]);
});

test('a broken text has the tokens of what can be read', async () => {
  expect(await tokens('label pii\npolicy p for {\n')).toEqual([
    'label:keyword',
    'pii:enumMember!',
    'policy:keyword',
    'for:keyword',
  ]);
});
