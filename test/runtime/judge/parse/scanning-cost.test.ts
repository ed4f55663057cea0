import { describe, expect, it } from 'vitest';
import { isCostlyToScan } from '../../../../runtime/src/judge/parse/scanning-cost.ts';

describe('costly', () => {
  it.each([
    ['signs', `select ${'+'.repeat(100_000)}1`],
    ['comments inside one another', `select ${'/*'.repeat(40_000)}${'*/'.repeat(40_000)} 1`],
    ['comments one after another', `select ${'/**/'.repeat(40_000)} 1`],
    ['signs of both kinds', `select ${'+-'.repeat(50_000)}1`],
    ['many runs', `select ${`1${'+-'.repeat(500)}`.repeat(200)}1`],
    ['a comment that begins as a line', `select 1 ${'--/*'.repeat(40_000)}`],
  ])('%s', (_, text) => {
    expect(isCostlyToScan(text)).toBe(true);
  });
});

describe('not costly', () => {
  it.each([
    ['a ruler', `select 1 -- ${'-'.repeat(200_000)}`],
    ['a line of stars', `select 1 /${'*'.repeat(2_000)}/`],
    ['an equals sign of great length', `select '${'='.repeat(200_000)}'`],
    ['sums', `select ${'1+'.repeat(100_000)}1`],
    ['a table drawn in a comment', `-- ${'+---+---+'.repeat(100)}\n`.repeat(10)],
    ['a table drawn in a literal', `select '${`${'+---+---+'.repeat(20)}\n`.repeat(200)}'`],
    ['spaced comments', `select ${'/* '.repeat(40_000)}${'*/ '.repeat(40_000)} 1`],
    ['a short run', `select ${'+'.repeat(1_000)}1`],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(isCostlyToScan(text)).toBe(false);
  });
});
