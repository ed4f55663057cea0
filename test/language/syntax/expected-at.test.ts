/** What the grammar expects at a cursor, in texts that are being typed. */
import { expectedAt, keywords, type Place } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function at(marked: string): Place | null {
  return expectedAt(marked.replace('<|>', ''), marked.indexOf('<|>'));
}

/** Words as they are, roles in angle brackets. */
function said(place: Place | null): readonly string[] {
  return (place?.expects ?? []).map((each) => {
    if (each.kind === 'word') return each.word;
    return each.kind === 'mark' ? each.mark : `<${each.role}>`;
  });
}

const statement = (text: string) => `policy p for a {\n  on crm {\n    ${text}`;

describe('expects', () => {
  it.each([
    ['policy p <|>', ['for']],
    ['policy p for a {\n  <|>', ['on', 'record']],
    [
      'policy p for a { } gr<|>',
      keywords.filter(({ roles }) => roles.includes('declaration')).map(({ word }) => word),
    ],
    [statement('allow <|>'), ['operation', '<action>']],
    [statement('allow select on a, <|>'), ['<relation>']],
    [statement('deny update <|>'), ['on', '<endpoint>', 'without']],
    [statement('mask a.b with <|>'), ['<mask>']],
    [statement('mask a with hash, <|>'), ['lookup']],
    [statement('limit 5 rows per <|>'), ['<budget-period>']],
    [statement('filter a where b = <|>'), ['<row-condition>']],
    [statement('filter a where (\n b = <|>'), ['<row-condition>']],
    ['classify a <|>', ['values', '<column-path>']],
    ['detector d = /x/ where <|>', ['<validator>']],
    ['policy p for a when now in 01:00..02:00 "<|>', ['<time-zone>']],
    ['test "t" {\n  as { a: <|>', ['<caller-text>', '<integer>', 'true', 'false', '<caller-value>']],
    ['test "t" {\n  as {}\n  sql crm "select 1" <|>', ['=>']],
    ['test "t" {\n  as {}\n  http a GET "/" => mask <|>', ['<masked>']],
  ])('%s', (text, expected) => {
    const found = said(at(text));
    // Marks aside, the order says nothing here.
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe('says', () => {
  it('what is typed, and what takes its place', () => {
    expect(at('classify pii.con<|>tact crm.a.b')).toMatchObject({
      typed: 'con',
      replace: { start: 13, end: 20 },
      path: ['pii'],
      quoted: false,
    });
    expect(at('database a from "b.s<|>ql" closed')).toMatchObject({
      typed: 'b.s',
      replace: { start: 16, end: 23 },
      quoted: true,
      closed: true,
    });
  });

  it('the path before a place within braces, and what stands beside it', () => {
    expect(at('classify a crm.t.{b, "c d", <|>}')).toMatchObject({
      path: ['crm', 't'],
      siblings: [['b'], ['c d']],
    });
    expect(at(statement('allow select on a, s.b, s.<|>'))).toMatchObject({
      path: ['s'],
      siblings: [['a'], ['s', 'b']],
      source: 'crm',
    });
  });

  it('nothing of finished statements', () => {
    const place = at(statement('allow select on a\n    deny delete on b\n    mask c with <|>'));
    expect(place?.statement.map(({ text }) => text)).toEqual(['mask', 'c', 'with']);
    expect(place?.declaration.map(({ text }) => text)).toEqual(['policy', 'p', 'for', 'a', '{']);
  });
});

it.each(['// a<|>', 'group a = 1<|>', 'detector d = /a<|>', 'group a = b // c <|>'])(
  'expects nothing in %s',
  (text) => {
    expect(at(text)).toBeNull();
  },
);

it('answers at any offset of any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...keywords.map(({ word }) => word),
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ',',
      '.',
      ':',
      '=>',
      '"',
      '\n',
      '//',
      "'",
      '$',
      '*',
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, position) => {
      const text = pieces.join(' ');
      const offset = position % (text.length + 1);
      const place = expectedAt(text, offset);
      if (place === null) return;
      const { start, end } = place.replace;
      expect(start).toBeLessThanOrEqual(offset);
      expect(end).toBeGreaterThanOrEqual(offset);
    }),
    { numRuns: 500 },
  );
});
