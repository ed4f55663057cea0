/** Constants are told as the server's scanner tells them, and a shared verdict is the one that the text would get by itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { shareVerdict } from '../../../runtime/src/judge/templates/shared-verdict.ts';
import { fill, piecesOf, templateOf } from '../../../runtime/src/judge/templates/template.ts';
import type { Verdict } from '../../../runtime/src/pgwire/gate.ts';
import { askerOf } from '../../support/askers.ts';
import { catalogOf, judgeAs, matcher, parser } from './fixture.ts';
import { randomStatement } from './random-statement.ts';

const CONSTANTS = new Set(['SCONST', 'ICONST', 'FCONST']);

/** Constants as PostgreSQL's scanner sees them; null where it sees no tokens. */
function scanned(text: string): readonly string[] | null {
  const tokens = parser.scan(text);
  return tokens?.filter((token) => CONSTANTS.has(token.tokenName)).map((token) => token.text) ?? null;
}

describe('the constants of a text', () => {
  test.each([
    ["select * from t where a = 7 and b = 'x''y' limit 10", ['7', "'x''y'", '10']],
    ['select 1.5, a.b, $1, t1.c2 from t1', ['1.5']],
    ['select "a 1", \'b\'', ["'b'"]],
    ['select a-1, -2, a::varchar(3), x[1:2]', ['1', '2', '3', '1', '2']],
    ["select u & 'a'", ["'a'"]],
    ["select date '2020-01-01' + interval '1' day", ["'2020-01-01'", "'1'"]],
  ])('%s', (text, constants) => {
    expect(templateOf(text)?.constants).toEqual(constants);
    expect(scanned(text)).toEqual(constants);
  });

  test.each([
    "select E'a'",
    "select e'a'",
    "select U&'a'",
    'select U&"a"',
    "select b'1'",
    "select n'a'",
    "select 'a'\n'b'",
    "select 'a' 'b'",
    "select 'a\\'",
    "select 'é'",
    'select 1 -- 2',
    'select 1 /* 2 */',
    'select $$1$$',
    'select $a$1$a$',
    'select a$1',
    'select 1a',
    'select 1e5',
    'select 0x1f',
    'select 1_000',
    'select .5',
    'select 1.',
    'select "a""b", 1',
    "select 'a",
    'select "a, 1',
    'select 1\u00a0',
    'select 1\0',
  ])('are not told where there is doubt: %j', (text) => {
    expect(templateOf(text)).toBeNull();
  });

  test('of any text of likely pieces are those of the scanner', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          'select',
          'E',
          'U&',
          'u',
          'x',
          'a',
          'a1',
          '_',
          '$1',
          '$',
          '$$',
          '1',
          '0',
          '12.5',
          '.',
          '..',
          '0x1',
          '1e3',
          '_1',
          "'",
          "''",
          "'a'",
          '"',
          '""',
        ],
        ...[
          '"b"',
          '(',
          ')',
          ',',
          '-',
          '--',
          '/',
          '/*',
          '*/',
          '+',
          '&',
          '=',
          '::',
          ':',
          '[',
          ']',
          ' ',
          '\n',
          '\t',
          '\\',
          ';',
          '?',
          '#',
          '@',
          '!',
          '|',
          '%',
          '^',
          '<',
          '>',
          'é',
          'N',
          'B',
        ],
      ),
      fc.string({ maxLength: 3 }),
    );
    let told = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        const template = templateOf(text);
        if (template === null) return;
        told += 1;
        expect(fill(piecesOf(template.key), template.constants)).toBe(text);
        const expected = scanned(text);
        // What the scanner refuses, the server refuses too, whatever was forwarded.
        if (expected !== null) expect(template.constants).toEqual(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(told).toBeGreaterThan(500);
  });
});

/** Without what cannot be compared: positions are compared at some places. */
function comparable(verdict: Verdict): unknown {
  if (verdict.kind === 'deny') return verdict;
  const { positions, ...rest } = verdict;
  return { ...rest, places: positions === null ? null : [1, 10, 40, 80, 200, 400].map(positions) };
}

test('a shared verdict is the one that the text would get by itself', () => {
  const judge = new Judge({ matcher, revision: 'r1' }, catalogOf(), parser);
  const shared = judge.classOf(askerOf({ groups: new Set(['contractors']) }), 0);
  const constant = fc.oneof(fc.nat().map(String), fc.constantFrom("'x'", "'y''z'", '12.75', "''"));
  fc.assert(
    fc.property(randomStatement, fc.array(constant, { minLength: 12, maxLength: 12 }), (text, others) => {
      const statement = text
        .replaceAll('.email', '.name')
        .replaceAll('email', 'name')
        .replaceAll('balance', 'id');
      const template = templateOf(statement);
      shared.judge(statement, 'simple');
      if (template === null) return;
      const isString = (written: string) => written.startsWith("'");
      const changed = template.constants.map(
        (old, index) =>
          others
            .slice(index % 12)
            .concat(others)
            .find((other) => isString(other) === isString(old)) ?? old,
      );
      const other = fill(piecesOf(template.key), changed);
      expect(comparable(shared.judge(other, 'simple'))).toEqual(comparable(judgeAs(['contractors'], other)));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["select current_setting('server_version')", "select current_setting('dlp.mask_key')"],
  ["set application_name = 'a'", "set application_name = 'b'"],
])('where a constant decides, each text is judged by itself: %s', (allowed, other) => {
  const judge = new Judge({ matcher, revision: 'r1' }, catalogOf(), parser);
  const callers = judge.classOf(askerOf({ groups: new Set(['contractors']) }), 0);
  expect(callers.judge(allowed, 'simple').kind).toBe('forward');
  expect(comparable(callers.judge(other, 'simple'))).toEqual(comparable(judgeAs(['contractors'], other)));
});

test('what is spliced in cannot stand for a constant', () => {
  const template = templateOf("select * from t where a = 'x'");
  if (template === null) throw new Error('no template');
  const verdict = { kind: 'forward', text: '', positions: null, touchesProtected: true } as const;
  const splice = { start: 14, end: 15, text: "(select E'\u0001' as b from t) t" };
  expect(shareVerdict(verdict, [splice], template)).toBeNull();
  expect(shareVerdict(verdict, [{ ...splice, text: 'u' }], template)?.pieces).toEqual([
    'select * from u where a = ',
    '',
  ]);
});
