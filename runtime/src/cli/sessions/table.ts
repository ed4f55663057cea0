/** Tables as psql prints them: aligned, a head, a line below it. Cells are printable already. */

export interface TableColumn {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Around a cell once it is as wide as its column. */
  readonly paint?: (text: string) => string;
}

/** A wider cell is cut. */
const MAX_WIDTH = 60;

export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const cut = (text: string) =>
    [...text].length > MAX_WIDTH ? `${[...text].slice(0, MAX_WIDTH - 1).join('')}…` : text;
  const cells = rows.map((row) => columns.map((_, at) => cut(row[at] ?? '')));
  const widths = columns.map(({ head }, at) =>
    Math.max([...head].length, ...cells.map((row) => [...(row[at] ?? '')].length)),
  );
  const pad = (text: string, at: number, align: 'left' | 'right' = 'left') => {
    const space = ' '.repeat((widths[at] ?? 0) - [...text].length);
    return align === 'left' ? text + space : space + text;
  };
  const line = (parts: readonly string[]) => ` ${parts.join(' | ')}`.trimEnd();
  return [
    line(columns.map(({ head }, at) => pad(head, at))),
    widths.map((width) => '-'.repeat(width + 2)).join('+'),
    ...cells.map((row) =>
      line(columns.map(({ align, paint = (text) => text }, at) => paint(pad(row[at] ?? '', at, align)))),
    ),
    '',
  ].join('\n');
}
