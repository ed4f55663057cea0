/** The page of the catalogue for people: how much comes through, and what does not, with the reason. Made from the data that the replay runs. */
import { cell, code } from '../support/markdown.ts';
import { readCatalogue } from './read-catalogue.ts';
import type { EverydayCase } from './statement.ts';

export function everydayPage(): string {
  const catalogue = readCatalogue();
  const all = catalogue.flatMap(({ cases }) => cases);
  const refused = all.filter(({ outcome }) => outcome.kind === 'refused');
  return [
    '# Everyday statements',
    '<!-- Written by test/everyday/page.test.ts: change the catalogue, then `npx vitest run test/everyday/page.test.ts --update`. -->',
    `What people, drivers, object mappers and tools send every day: ${all.length} statements, or sequences of a few. \`npx vitest run test/everyday\` sends each of them
to PostgreSQL 15 and 18, past the proxy and through it, as a Query and in the extended protocol, in text and in binary. ${all.length - refused.length} of them bring the same bytes; ${refused.length} are
refused, and stand below with the reason.`,
    `What is not compared: salts and keys of the start, and the file, line and routine of the server's source that an error names, which errors lack that the proxy words
itself. Statements marked as different show what the server counts of stored rows (\`pg_class.reltuples\` and the like) as for an empty table.`,
    [
      '| statements | | of them refused | different |',
      '|---|--:|--:|--:|',
      ...catalogue.map(({ name, title, cases }) => {
        const link = `[${cell(title)}](../test/everyday/catalogue/${name}.sql)`;
        return `| ${link} | ${cases.length} | ${counted(cases, 'refused')} | ${counted(cases, 'differs')} |`;
      }),
    ].join('\n'),
    '## What is refused, and why',
    [
      '| statement | the proxy says | why, and the way out |',
      '|---|---|---|',
      ...refused.map(({ texts, outcome }) => {
        const { saying, why } = outcome.kind === 'refused' ? outcome : { saying: '', why: '' };
        return `| ${code(texts.map(({ sql }) => sql).join('; '))} | … ${cell(saying)} … | ${why} |`;
      }),
    ].join('\n'),
  ].join('\n\n');
}

function counted(cases: readonly EverydayCase[], kind: EverydayCase['outcome']['kind']): string {
  const count = cases.filter(({ outcome }) => outcome.kind === kind).length;
  return count === 0 ? '' : String(count);
}
