/**
 * Lays out what several callers were answered: callers across, fields down, one block a record. Where the terminal is
 * too narrow for that, the callers come one after the other. Knows nothing of where the answers come from.
 */
import { cells, fit, type Terminal, wrap } from './terminal.ts';

export interface Cell {
  readonly text: string;
  /** Whether something stands in place of the stored value. */
  readonly masked: boolean;
}

export interface Column {
  readonly heading: string;
  /** Each with the fields in the order of {@link Comparison.fields}. */
  readonly records: readonly (readonly Cell[])[];
  /** What was expected here, in a few words, and whether it came true. */
  readonly verdict: { readonly text: string; readonly ok: boolean };
}

export interface Comparison {
  readonly fields: readonly string[];
  readonly columns: readonly Column[];
}

const GAP = 2;
const INDENT = 2;
const NARROWEST_COLUMN = 18;
const WIDEST_COLUMN = 44;
const MOST_CELL_LINES = 4;

/** The lines of the comparison, each with its line end. */
export function renderComparison(comparison: Comparison, terminal: Terminal): string {
  const fieldWidth = Math.max(...comparison.fields.map(cells), 1);
  const room = terminal.width - INDENT - fieldWidth - comparison.columns.length * GAP;
  const width = Math.floor(room / comparison.columns.length);
  if (width >= NARROWEST_COLUMN) {
    return render(comparison, terminal, fieldWidth, Math.min(width, WIDEST_COLUMN));
  }
  const wide = Math.max(NARROWEST_COLUMN, terminal.width - INDENT - fieldWidth - GAP);
  return comparison.columns
    .map((column) => render({ ...comparison, columns: [column] }, terminal, fieldWidth, wide))
    .join('\n');
}

function render(comparison: Comparison, terminal: Terminal, fieldWidth: number, width: number): string {
  const { style } = terminal;
  const { fields, columns } = comparison;
  const line = (field: string, parts: readonly string[]): string =>
    `${' '.repeat(INDENT)}${field}${' '.repeat(GAP)}${parts.join(' '.repeat(GAP))}`.trimEnd();
  const blank = ' '.repeat(fieldWidth);
  const rule = line(
    style.dim('─'.repeat(fieldWidth)),
    columns.map(() => style.dim('─'.repeat(width))),
  );
  const lines = [
    line(
      blank,
      columns.map(({ heading }) => style.strong(fit(heading, width))),
    ),
    rule,
  ];
  const records = Math.max(...columns.map((column) => column.records.length), 0);
  for (let record = 0; record < records; record += 1) {
    for (const [index, field] of fields.entries()) {
      const shown = columns.map((column) => column.records[record]?.[index]);
      const texts = shown.map((cell) => (cell === undefined ? [] : cellLines(cell.text, width)));
      for (let row = 0; row < Math.max(...texts.map((rows) => rows.length)); row += 1) {
        const parts = shown.map((cell, at) => {
          const text = fit(texts[at]?.[row] ?? '', width);
          return cell?.masked === true ? style.masked(text) : text;
        });
        lines.push(line(row === 0 ? style.dim(fit(field, fieldWidth)) : blank, parts));
      }
    }
    lines.push(rule);
  }
  if (records === 0) {
    lines.push(
      line(
        blank,
        columns.map(() => style.dim(fit('(no rows)', width))),
      ),
      rule,
    );
  }
  // The mark hangs to the left of its sentence, which may take several lines.
  const verdicts = columns.map(({ verdict }) => wrap(verdict.text, width - 2));
  for (let row = 0; row < Math.max(...verdicts.map((rows) => rows.length)); row += 1) {
    const parts = columns.map(({ verdict: { ok } }, index) => {
      const mark = row > 0 ? ' ' : ok ? '✓' : '✗';
      return (ok ? style.good : style.bad)(fit(`${mark} ${verdicts[index]?.[row] ?? ''}`, width));
    });
    lines.push(line(blank, parts));
  }
  return `${lines.join('\n')}\n`;
}

/** A long text takes a few lines; what does not fit them is cut off. */
function cellLines(text: string, width: number): string[] {
  const lines = wrap(text, width);
  const kept = lines.slice(0, MOST_CELL_LINES);
  const rest = lines.slice(MOST_CELL_LINES - 1).join(' ');
  return lines.length > MOST_CELL_LINES ? [...kept.slice(0, -1), fit(rest, width)] : kept;
}
