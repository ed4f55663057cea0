/** What the terminal can show: its width, its colours, and how many cells a text takes. Knows nothing of the demo. */
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

export interface Terminal {
  /** Cells in a line. */
  readonly width: number;
  /** Whether text can be overwritten, for a spinner. */
  readonly interactive: boolean;
  write(text: string): void;
  readonly style: Style;
}

/** Each gives back its text unchanged where there are no colours. */
export interface Style {
  strong(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
  masked(text: string): string;
}

const NARROWEST = 40;
const WIDEST = 132;

/** The terminal behind `stream`; `NO_COLOR`, `FORCE_COLOR` and a stream that is no terminal are respected. */
export function terminal(stream: WriteStream): Terminal {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream });
  const columns = stream.columns ?? Number(process.env.COLUMNS ?? 100);
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns || 100)),
    interactive: stream.isTTY === true && process.env.TERM !== 'dumb',
    write: (text) => {
      stream.write(text);
    },
    style: {
      strong: paint('bold'),
      dim: paint('dim'),
      good: paint('green'),
      bad: paint(['bold', 'red']),
      accent: paint('cyan'),
      masked: paint(['dim', 'magenta']),
    },
  };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** East Asian scripts and pictures, which take two cells. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|^\p{Emoji_Presentation}/u;

/** How many cells `text` takes; it holds no control sequences. */
export function cells(text: string): number {
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += WIDE.test(segment) ? 2 : 1;
  return sum;
}

/** `text` in exactly `width` cells: filled up with spaces, or cut with an ellipsis. */
export function fit(text: string, width: number): string {
  const taken = cells(text);
  if (taken <= width) return text + ' '.repeat(width - taken);
  let kept = '';
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = sum + (WIDE.test(segment) ? 2 : 1);
    if (next > width - 1) break;
    kept += segment;
    sum = next;
  }
  return `${kept}…${' '.repeat(Math.max(0, width - 1 - sum))}`;
}

/** `text` in lines of at most `width` cells, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cells(longer) > width && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
