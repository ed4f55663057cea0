/**
 * The pages under docs/diagnostics, the catalog and the compiler agree: each code has a page, the page's first example
 * raises that code and no other, and its second is what the page says it is, mended.
 */
import { readdir, readFile } from 'node:fs/promises';
import { catalog, formatText } from '@dlpc/language';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { checkPolicies } from '../../../compiler/src/pipeline.ts';
import { examplesOf, type PageExample } from '../support/page-examples.ts';

const DOCS = new URL('../../../docs/diagnostics/', import.meta.url);

const schemaNames = await readdir(new URL('schema/', DOCS));
const schemas = Object.fromEntries(
  await Promise.all(
    schemaNames.map(
      async (name) => [`schema/${name}`, await readFile(new URL(`schema/${name}`, DOCS), 'utf8')] as const,
    ),
  ),
);
const pageNames = (await readdir(DOCS)).filter((name) => name.endsWith('.md')).sort();

const NOTHING = { text: '', language: 'dlp' } as const;

const isOurs = (name: string): boolean => name >= 'DLP2000';
/** The codes of this half of the compiler; those of the syntax have tests of their own. */
const entries = Object.values(catalog).filter(({ code }) => isOurs(code));

async function diagnosticsOf({ text, language }: Pick<PageExample, 'text' | 'language'> = NOTHING) {
  const example = language === 'json' ? { 'dlp.json': text, 'policy.dlp': '' } : { 'policy.dlp': text };
  const { diagnostics } = await checkPolicies(memoryHost({ ...schemas, ...example }), ['policy.dlp']);
  return diagnostics;
}

test('each code has a page, and each page a code', () => {
  const codes = entries.map(({ code }) => `${code}.md`).sort();
  expect(pageNames.filter(isOurs)).toEqual(codes);
});

describe.each(entries)('$code', ({ code, severity }) => {
  const read = async () => examplesOf(await readFile(new URL(`${code}.md`, DOCS), 'utf8'));

  test('the page begins with the code and says what raises it', async () => {
    const page = await readFile(new URL(`${code}.md`, DOCS), 'utf8');
    expect(page).toMatch(new RegExp(`^# ${code}: \\S`));
    const [wrong, mended, ...more] = await read();
    expect(wrong?.raises).toEqual({ severity, code });
    expect(mended?.raises).toBeNull();
    expect(more).toEqual([]);
  });

  test('its example raises the code and nothing else', async () => {
    const [wrong] = await read();
    const found = await diagnosticsOf(wrong);
    // An example of an error need not be free of warnings: that would bury what it shows.
    const counted = severity === 'error' ? found.filter((d) => d.severity === 'error') : found;
    expect([...new Set(counted.map((d) => d.code))]).toEqual([code]);
  });

  test('its mended example does not', async () => {
    const [, mended] = await read();
    const found = await diagnosticsOf(mended);
    const counted = severity === 'error' ? found.filter((d) => d.severity === 'error') : found;
    expect(counted.map((d) => `${d.code} ${d.message}`)).toEqual([]);
  });

  test('its sentences are written as all are', async () => {
    const [wrong] = await read();
    const found = (await diagnosticsOf(wrong)).filter((d) => d.code === code);
    for (const { message, hint } of found)
      for (const sentence of [message, hint ?? 'x']) {
        // Lower case, unless it begins with a name; no full stop; quotes of one kind.
        expect(sentence).toMatch(/^[a-z`…]/);
        expect(sentence).not.toMatch(/[.!]$/);
        expect(sentence.split('`').length % 2).toBe(1);
      }
  });

  test('its examples are formatted', async () => {
    for (const { text, language } of await read())
      if (language === 'dlp') expect(formatText(text)).toEqual({ text, diagnostics: [] });
  });
});
