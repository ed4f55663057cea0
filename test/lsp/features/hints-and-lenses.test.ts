/** Inlay hints and code lenses. */
import { describe, expect, test } from 'vitest';
import { codeLenses, resolveLens } from '../../../lsp/src/features/code-lenses.ts';
import { inlayHints } from '../../../lsp/src/features/inlay-hints.ts';
import { CRM_POLICY, CRM_SCHEMA } from '../support/crm.ts';
import { markedProject } from '../support/cursor.ts';

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

/** The policy with each hint where an editor shows it, in `⟨…⟩`. */
async function hinted(policy: string): Promise<string> {
  const { context } = await markedProject({ 'crm.sql': CRM_SCHEMA, 'crm.dlp': policy });
  const hints = inlayHints(context, WHOLE).map(({ position, label }) => ({
    at: context.source.offsetAt({ line: position.line + 1, column: position.character + 1 }),
    label: String(label),
  }));
  return hints
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, label }) => `${text.slice(0, at)}⟨${label}⟩${text.slice(at)}`, context.source.text);
}

describe('inlay hints', () => {
  test('how a policy shows the labelled columns of what it opens', async () => {
    expect(await hinted(CRM_POLICY)).toContain('allow select on customers⟨email: reveal; ssn: keep_last(4)⟩');
  });

  test('where the policy says nothing, the fallback', async () => {
    const silent = CRM_POLICY.replace('    reveal pii.contact\n', '');
    expect(await hinted(silent)).toContain('allow select on customers⟨email: redact; ssn: keep_last(4)⟩');
  });

  test('of two labels, one that is revealed and one that nobody speaks of, the fallback wins', async () => {
    const twice = CRM_POLICY.replace(
      'group support',
      'label secret\nclassify secret crm.customers.email\n$&',
    );
    expect(await hinted(twice)).toContain('allow select on customers⟨email: redact; ssn: keep_last(4)⟩');
  });

  test('wildcards of columns and relations', async () => {
    const text = await hinted(`database crm from "crm.sql"
label pii
classify pii crm.customers.*s*
policy p for true { on crm { allow insert on *s } }
`);
    expect(text).toContain('crm.customers.*s*⟨ssn⟩');
    expect(text).toContain('insert on *s⟨customers, orders, mails⟩');
  });

  test('none outside of the range', async () => {
    const { context } = await markedProject({ 'crm.sql': CRM_SCHEMA, 'crm.dlp': CRM_POLICY });
    expect(inlayHints(context, { start: WHOLE.start, end: { line: 2, character: 0 } })).toEqual([]);
  });
});

/** Titles of the lenses, by the line that they stand over. */
async function lenses(policy: string): Promise<readonly (readonly [number, string | undefined])[]> {
  const { context } = await markedProject({ 'crm.sql': CRM_SCHEMA, 'crm.dlp': policy });
  return codeLenses(context).map((lens) => {
    const { range, command } = lens.command === undefined ? resolveLens(context, lens) : lens;
    return [range.start.line + 1, command?.title];
  });
}

describe('code lenses', () => {
  test('who sees what is classified and masked', async () => {
    expect(await lenses(CRM_POLICY)).toEqual([
      [4, 'seen unmasked by desk'],
      [5, 'seen unmasked by nobody'],
      [11, 'seen unmasked by nobody'],
    ]);
  });

  test('undecided while there are errors', async () => {
    expect((await lenses(`${CRM_POLICY}group a = nobody\n`))[0]?.[1]).toContain('errors');
  });

  test('a test can be run', async () => {
    const policy = `${CRM_POLICY}test "t" { as { kind: human } sql crm "select 1" => deny }\n`;
    const { context } = await markedProject({ 'crm.sql': CRM_SCHEMA, 'crm.dlp': policy });
    expect(codeLenses(context).at(-1)?.command).toEqual({
      title: 'Run test',
      command: 'dlpc.runTest',
      arguments: ['file:///project/crm.dlp', 't'],
    });
  });
});
