/**
 * Tables as psql prints them: aligned, a head, a line below it; records one below the other where columns do not fit the terminal. Cells are
 * printable already.
 */
import { clipped, lengthOf } from '../clipped.ts';

export interface TableColumn {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Whether its cells may be cut where the table is wider than the terminal. */
  readonly shrinks?: boolean;
  /** Whether it is left out where the table is wider than the terminal even so; the last of these first. */
  readonly mayGo?: boolean;
  /** Around a cell once it is as wide as its column. */
  readonly paint?: (text: string) => string;
}

/** A wider cell is cut. */
const MAX_WIDTH = 60;
/** Nothing is cut to less. */
const MIN_WIDTH = 8;
/** Between two columns, and before the first. */
const GAP = 3;

/** `width`: characters of a line. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const goes = columns.findLastIndex(({ mayGo }) => mayGo);
  const cells = rows.map((row) => columns.map((_, at) => clipped(row[at] ?? '', MAX_WIDTH)));
  const natural = columns.map(({ head }, at) =>
    Math.max(lengthOf(head), ...cells.map((row) => lengthOf(row[at] ?? ''))),
  );
  const widths = fitting(columns, natural, width);
  if (widths !== null) return aligned(columns, cells, widths);
  return goes < 0
    ? records(columns, cells, width)
    : table(
        columns.toSpliced(goes, 1),
        rows.map((row) => row.toSpliced(goes, 1)),
        width,
      );
}

/** Widths that fit, from the widest column down; null where there are none. */
function fitting(
  columns: readonly TableColumn[],
  natural: readonly number[],
  width: number,
): readonly number[] | null {
  const widths = [...natural];
  const total = () => widths.reduce((sum, each) => sum + each + GAP, -1);
  while (total() > width) {
    const widest = Math.max(...widths.filter((each, at) => columns[at]?.shrinks && each > MIN_WIDTH));
    if (!Number.isFinite(widest)) return null;
    widths[widths.findIndex((each, at) => columns[at]?.shrinks && each === widest)] = widest - 1;
  }
  return widths;
}

function aligned(
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const pad = (text: string, at: number, align: 'left' | 'right' = 'left') => {
    const shown = clipped(text, widths[at] ?? 0);
    const space = ' '.repeat((widths[at] ?? 0) - lengthOf(shown));
    return align === 'left' ? shown + space : space + shown;
  };
  const line = (parts: readonly string[]) => ` ${parts.join(' | ')}`.trimEnd();
  return [
    line(columns.map(({ head }, at) => pad(head, at))),
    widths.map((each) => '-'.repeat(each + 2)).join('+'),
    ...cells.map((row) =>
      line(columns.map(({ align, paint = (text) => text }, at) => paint(pad(row[at] ?? '', at, align)))),
    ),
    '',
  ].join('\n');
}

/** As psql does with `\x`. */
function records(
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  width: number,
): string {
  const widest = Math.max(...columns.map(({ head }) => lengthOf(head)));
  const head = Math.max(1, Math.min(widest, Math.floor(width / 2)));
  const lines = cells.flatMap((row, index) => [
    `-[ RECORD ${index + 1} ]-`,
    ...columns.map(({ head: name, paint = (text) => text }, at) => {
      const shown = paint(clipped(row[at] ?? '', Math.max(MIN_WIDTH, width - head - GAP)));
      return `${clipped(name, head).padEnd(head)} | ${shown}`.trimEnd();
    }),
  ]);
  return [...lines, ''].join('\n');
}
