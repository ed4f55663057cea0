/** Groups: their order does not matter, circles do. */
import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../support/check-policy.ts';

test('a group may be used before it is declared', async () => {
  const { found, checked } = await checkText(
    'group a = b and c\ngroup c = b\ngroup b = "b" in caller.groups',
  );
  expect(found).toEqual([]);
  expect([...checked.program.groups.keys()]).toEqual(['b', 'c', 'a']);
});

test('circles are reported once each, and what needs them is not', async () => {
  const { found } = await checkPolicy(`
group self = self or true
      ^^^^ DLP2018
group a = b
      ^ DLP2018
group b = c and true
group c = not a
group outside = a
policy p for outside and nosuch { }
                         ^^^^^^ DLP2006
`);
  expect(found.map((d) => d.hint).slice(0, 2)).toEqual([null, 'the circle is `a` → `b` → `c`']);
  expect(found[1]?.related).toHaveLength(2);
});

test('a name that conditions use already cannot be a group', () =>
  checkPolicy(`
group human = "a" in caller.groups
      ^^^^^ DLP2017
group caller = "a" in caller.groups
      ^^^^^^ DLP2017
policy p for human { }
             ^^^^^ DLP3006
`));

test('two of one name', () =>
  checkPolicy(`
group a = "a" in caller.groups
group a = "b" in caller.groups
      ^ DLP2014
`));

test('a long chain of groups overflows no stack', async () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => `group g${i} = g${i + 1}`).join('\n');
  const { found } = await checkText(`${chain}\ngroup g20000 = g0`);
  expect(found.map((d) => d.code)).toEqual(['DLP2018']);
});
