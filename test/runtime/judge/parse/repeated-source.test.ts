import { beforeAll, describe, expect, it } from 'vitest';
import { mayRepeatSource, repeatsSource } from '../../../../runtime/src/judge/parse/repeated-source.ts';
import { createSqlParser, type SqlParser } from '../../../../runtime/src/judge/parse/sql-parser.ts';

let parser: SqlParser;

beforeAll(async () => {
  parser = await createSqlParser();
});

function repeats(text: string): boolean {
  return mayRepeatSource(text) && repeatsSource(parser.scan(text) ?? []);
}

const list = (count: number, item: string) => Array.from({ length: count }, () => item).join(', ');

describe('refused', () => {
  it.each([
    ['one assignment to many columns', `update t set (${list(1000, 'a')}) = (select ${list(1000, '1')})`],
    [
      'with comments between',
      `update t set /* ( */ (${list(1000, 'a')}) /* = */ = /**/ (select ${list(1000, '1')})`,
    ],
    [
      'many assignments to a few',
      `update t set ${list(300, `(${list(10, 'a')}) = (select ${list(10, '1')})`)}`,
    ],
    [
      'after a conflict',
      `insert into t values (1) on conflict (a) do update set (${list(1000, 'a')}) = (${list(1000, '1')})`,
    ],
    ['of elements and fields', `update t set (${list(500, 'a[(1)].b')}) = (select '${'x'.repeat(5000)}')`],
  ])('%s', (_, text) => {
    expect(repeats(text)).toBe(true);
    expect(parser.parse(text)).toMatchObject({ kind: 'unparsable' });
  });
});

describe('passed', () => {
  it.each([
    ['a few columns', 'update t set (a, b, c) = (select 1, 2, 3)'],
    [
      'from a long list',
      `update t set a = v.a from (values ${list(20_000, '(1, 2)')}) v (a, b) where (t.b, t.c) = (v.b, 1)`,
    ],
    ['a long list of single assignments', `update t set ${list(10_000, 'a = (1)')}`],
    ['a literal that looks like one', `update t set a = '(${list(1000, 'a')}) = (${list(1000, '1')})'`],
    [
      'rows that are compared',
      `select 1 from t where (a, b) = (1, 2) or (a, b) = (${list(2000, '1')}) -- update`,
    ],
  ])('%s', (_, text) => {
    expect(repeats(text)).toBe(false);
    expect(parser.parse(text).kind).toBe('parsed');
  });
});
