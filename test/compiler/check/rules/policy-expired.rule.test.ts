import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

test('a policy whose last day is over', async () => {
  // The clock of the tests stands at the first instant of 2026.
  const { found } = await checkPolicy(`
policy a for true until 2025-12-31 { }
                        ^^^^^^^^^^ DLP4015
policy b for true until 2026-01-01 { }
policy c for true { }
`);
  expect(found[0]?.message).toBe('`a` ended with 2025-12-31, and applies to nobody any more');
});

test('is compiled all the same', async () => {
  const { found } = await checkText('policy a for true until 2000-02-29 { }');
  expect(found.map(({ severity }) => severity)).toEqual(['warning']);
});
