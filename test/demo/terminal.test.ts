import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { renderComparison } from './side-by-side.ts';
import { cells, fit, type Terminal, terminal, wrap } from './terminal.ts';

const plain = (text: string): string => text;

function screen(width: number): Terminal {
  const style = {
    strong: plain,
    dim: plain,
    good: plain,
    bad: plain,
    accent: plain,
    masked: (text: string) => text.toUpperCase(),
  };
  return { width, interactive: false, write: () => undefined, style };
}

describe('cells', () => {
  it.each([
    ['abc', 3],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['田中 陽子', 9],
    ['Ελένη', 5],
    ['😊!', 3],
    ['', 0],
  ])('%j takes %d', (text, expected) => {
    expect(cells(text)).toBe(expected);
  });
});

describe('fit', () => {
  it.each([
    ['abc', 5, 'abc  '],
    ['abcdef', 5, 'abcd…'],
    ['abcde', 5, 'abcde'],
    ['田中陽子', 6, '田中… '],
    ['田中陽子', 5, '田中…'],
  ])('%j in %d cells', (text, width, expected) => {
    expect(fit(text, width)).toBe(expected);
    expect(cells(expected)).toBe(width);
  });
});

describe('wrap', () => {
  it('breaks between words', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });

  it('leaves a word that is too long on a line of its own', () => {
    expect(wrap('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b']);
  });
});

describe('renderComparison', () => {
  const column = (heading: string, ok: boolean, masked: boolean) => ({
    heading,
    records: [
      [
        { text: '1', masked: false },
        { text: 'grace@example.com', masked },
      ],
    ],
    verdict: { text: 'what was to be seen here', ok },
  });
  const comparison = {
    fields: ['id', 'email'],
    columns: [column('a job', true, true), column('an agent', false, false)],
  };

  it('puts callers side by side', () => {
    expect(renderComparison(comparison, screen(60))).toMatchInlineSnapshot(`
      "         a job                     an agent
        ─────  ────────────────────────  ────────────────────────
        id     1                         1
        email  GRACE@EXAMPLE.COM         grace@example.com
        ─────  ────────────────────────  ────────────────────────
               ✓ what was to be seen     ✗ what was to be seen
                 here                      here
      "
    `);
  });

  it('puts them one after the other on a narrow terminal', () => {
    expect(renderComparison(comparison, screen(40))).toMatchInlineSnapshot(`
      "         a job
        ─────  ───────────────────────────────
        id     1
        email  GRACE@EXAMPLE.COM
        ─────  ───────────────────────────────
               ✓ what was to be seen here

               an agent
        ─────  ───────────────────────────────
        id     1
        email  grace@example.com
        ─────  ───────────────────────────────
               ✗ what was to be seen here
      "
    `);
  });

  it('says where there are no rows', () => {
    const empty = {
      fields: ['id'],
      columns: [{ heading: 'a job', records: [], verdict: { text: 'none', ok: true } }],
    };
    expect(renderComparison(empty, screen(60))).toContain('(no rows)');
  });

  it.each([40, 60, 80, 132])('stays within %d cells', (width) => {
    for (const line of renderComparison(comparison, screen(width)).split('\n')) {
      expect(cells(line)).toBeLessThanOrEqual(width);
    }
  });
});

describe('terminal', () => {
  const stream = (isTTY: boolean, columns?: number) => {
    const written: string[] = [];
    return Object.assign(
      { isTTY, columns, write: (text: string) => written.push(text) },
      { written },
    ) as unknown as WriteStream;
  };

  it.each([
    [1_000, 132],
    [20, 40],
    [90, 90],
  ])('of %d columns uses %d', (columns, expected) => {
    expect(terminal(stream(true, columns)).width).toBe(expected);
  });

  it('spins only where lines can be overwritten', () => {
    expect(terminal(stream(false)).interactive).toBe(false);
  });
});
