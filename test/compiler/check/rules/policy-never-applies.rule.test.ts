import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('conditions that no caller meets', async () => {
  await checkPolicy(`
group both = caller.sub == "a" and caller.sub == "b"
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4004
policy a for both { }
             ^^^^ DLP4003
policy b for not (caller.kind == human or caller.kind == service) { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4003
policy c for "x" in caller.groups and not "x" in caller.groups { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4003
policy d for caller.sub in [] { }
             ^^^^^^^^^^^^^^^^ DLP4003
policy e for false { }
             ^^^^^ DLP4003
policy f for caller.sub == "a" or caller.sub == "b" { }
`);
});

test('a condition with a mistake is not judged', () =>
  checkPolicy(`
policy a for nosuch and false { }
             ^^^^^^ DLP2006
`));

test('what cannot be decided is an error', async () => {
  const pairs = Array.from({ length: 20 }, (_, i) => i);
  const first = pairs.map((i) => `"a${i}" in caller.groups`).join(' or ');
  const second = pairs.map((i) => `"a${i}" in caller.groups and "b${i}" in caller.groups`).join(' or ');
  const text = `policy a for (${first}) and (${second}) { }`;
  const { found } = await checkPolicy(`${text}\n             ${'^'.repeat(text.length - 17)} DLP4014`);
  expect(found[0]?.message).toBe('the conditions that bear on `a` are too many to compare');
});
