/** Measurements as a page. Ratios are to the first side: absolute figures of shared machines mean little. */
import type { Measured } from './measure.ts';

export function report(measured: readonly Measured[], machine: string): string {
  const tables = measured.map(({ name, sides }) => {
    const base = sides[0]?.median ?? Number.NaN;
    const rows = sides.map(
      ({ name: side, median, least, most }) =>
        `| ${side} | ${show(median)} | ${show(least)} – ${show(most)} | ${(median / base).toFixed(2)} |`,
    );
    return `## ${name}\n\n| side | median | range | ratio |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Benchmarks\n\nMedians of alternating runs, made by \`npm run bench -- --write\` on ${machine}.\n\n${tables.join('\n')}`;
}

/** The tables of `fresh` in place of those of the same name in `old`, and behind its others. */
export function mergeReports(old: string, fresh: string): string {
  const tablesOf = (page: string): readonly (readonly [string, string])[] =>
    page
      .split(/^(?=## )/m)
      .slice(1)
      .map((table) => [table.slice(0, table.indexOf('\n')), `${table.trimEnd()}\n`] as const);
  const head = fresh.slice(0, fresh.indexOf('## '));
  return head + [...new Map([...tablesOf(old), ...tablesOf(fresh)]).values()].join('\n');
}

/** The sections of `page` that hold no table. */
export function proseOf(page: string): string {
  const sections = page.split(/^(?=## )/m).slice(1);
  return sections.filter((section) => !section.includes('| side |')).join('');
}

function show(figure: number): string {
  if (figure >= 100) return figure.toFixed(0);
  return figure >= 1 ? figure.toFixed(2) : figure.toFixed(3);
}
