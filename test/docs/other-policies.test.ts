/** Policies on the other pages of docs/ are policies: whole files, or statements of one, as `dlpc fmt` writes them. */
import { readdir, readFile } from 'node:fs/promises';
import { formatText } from '@dlpc/language';
import { expect, test } from 'vitest';

const DOCS = new URL('../../docs/', import.meta.url);

/** The book is compiled by a test of its own; this page shows a mistake, with what is said of it. */
const ELSEWHERE = ['language.md', 'diagnostics-json.md'];

const pages = (await readdir(DOCS)).filter((name) => name.endsWith('.md') && !ELSEWHERE.includes(name));
const policies = await Promise.all(
  pages.map(async (page) => {
    const text = await readFile(new URL(page, DOCS), 'utf8');
    return [...text.matchAll(/^```dlp[^\n]*\n(.*?)^```$/gms)].map(([, policy = '']) => ({ page, policy }));
  }),
);

test.each(policies.flat())('$page: $policy', ({ policy }) => {
  const within = `policy p for true {\n  on crm {\n${policy.replaceAll(/^(?=.)/gm, '    ')}  }\n}\n`;
  const written = [policy, within].filter((text) => formatText(text).diagnostics.length === 0);
  expect(written).toHaveLength(1);
  for (const text of written) expect(formatText(text).text).toBe(text);
});
