/** Each DLP1xxx code has a page, whose first example raises it and whose second does not. */
import { readdir, readFile } from 'node:fs/promises';
import { catalog, parsePolicyFile } from '@dlpc/language';
import { describe, expect, it } from 'vitest';

const DOCS = new URL('../../../docs/diagnostics/', import.meta.url);
const isOurs = (name: string): boolean => name.startsWith('DLP1');
const entries = Object.values(catalog).filter(({ code }) => isOurs(code));

/** Undoes what a page writes to stay readable: `⟨U+202E⟩` for an invisible character, `// × 3` for a repeated line. */
function readExample(text: string): string {
  return text
    .replaceAll(/⟨U\+([0-9A-F]{4,6})⟩/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/^(.*) \/\/ × (\d+)$/gm, (_, line: string, times: string) =>
      `${line}\n`.repeat(Number(times)),
    );
}

function codesOf(text: string): ReadonlySet<string> {
  return new Set(parsePolicyFile('example.dlp', readExample(text)).diagnostics.map((d) => d.code));
}

describe.each(entries)('the page of $code', ({ code }) => {
  const page = readFile(new URL(`${code}.md`, DOCS), 'utf8');

  it('has a title, an example, and how to mend it', async () => {
    expect(await page).toMatch(
      new RegExp(
        `^# ${code}: .+\\n\\n[^\`]*[\\s\\S]*\`\`\`dlp error=${code}\\n[\\s\\S]*## How to mend it\\n[\\s\\S]*\`\`\`dlp\\n`,
      ),
    );
  });

  it('has an example that raises it, and one that raises nothing', async () => {
    const examples = [...(await page).matchAll(/^```dlp(?: error=(DLP\d+))?\n([\s\S]*?)^```$/gm)];
    expect(examples.map(([, raises]) => raises)).toEqual([code, undefined]);
    for (const [, raises, text = ''] of examples) {
      // Too many mistakes cannot be made without making mistakes.
      const others = raises === 'DLP1020' ? ['DLP1005'] : [];
      expect(codesOf(text)).toEqual(new Set([...(raises === undefined ? [] : [raises]), ...others]));
    }
  });
});

it('there is no page of a code that does not exist', async () => {
  const pages = (await readdir(DOCS)).filter(isOurs);
  expect(pages.sort()).toEqual(entries.map(({ code }) => `${code}.md`).sort());
});

it('no two entries of the catalog share a code', () => {
  const codes = Object.values(catalog).map((entry) => entry.code);
  expect(new Set(codes).size).toBe(codes.length);
});
