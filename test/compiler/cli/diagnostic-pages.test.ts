/** The pages inside the compiler are those under docs/. After changing a page, write them anew: `npx vitest run test/compiler/cli -u`. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const DOCS = new URL('../../../docs/diagnostics/', import.meta.url);

async function readPages(): Promise<[code: string, page: string][]> {
  const names = (await readdir(DOCS)).filter((name) => /^DLP\d{4}\.md$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => [name.replace('.md', ''), await readFile(new URL(name, DOCS), 'utf8')]),
  );
}

function moduleOf(pages: readonly (readonly [code: string, page: string])[]): string {
  const entries = pages.map(([code, page]) => {
    const text = page.replaceAll(/[\\`]|\$\{/g, (found) => `\\${found}`);
    return `  ${code}: \`${text}\`,\n`;
  });
  return [
    '/**\n * The pages under docs/diagnostics, so that `dlpc explain` has them wherever it is installed. Generated from them by\n',
    ' * test/compiler/cli/diagnostic-pages.test.ts: change a page, not this file. Long because it holds them all.\n */\n',
    'export const diagnosticPages: Readonly<Record<string, string>> = {\n',
    ...entries,
    '};\n',
  ].join('');
}

test('the module holds the pages as they are', async () => {
  const pages = await readPages();
  await expect(moduleOf(pages)).toMatchFileSnapshot('../../../compiler/src/cli/diagnostic-pages.ts');
  const script = moduleOf(pages).replace(': Readonly<Record<string, string>>', '');
  const { diagnosticPages } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  expect(Object.entries(diagnosticPages)).toEqual(pages);
});
