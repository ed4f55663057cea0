import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('by the same policy, by one for everyone, by several together', async () => {
  const { found } = await checkPolicy(`
policy a for "a" in caller.groups { on crm {
  allow select, insert on orders
                          ^^^^^^ DLP4005
  deny insert on orders
} }
policy everyone for true { on crm { deny delete on orders } }
policy b for caller.kind == human { on crm { allow delete on orders } }
                                                             ^^^^^^ DLP4005
policy c for true { on crm { allow update on orders } }
                                             ^^^^^^ DLP4005
policy humans   for caller.kind == human   { on crm { deny update on orders } }
policy services for caller.kind == service { on crm { deny update on orders } }
`);
  expect(found[0]?.message).toBe('`insert` on `orders` is denied to every caller whom `a` allows it');
  expect(found[2]?.related).toHaveLength(2);
});

test('a denial to some, or of something else, is none', () =>
  checkPolicy(`
policy a for "a" in caller.groups { on crm { allow select on orders, customers } }
policy b for caller.kind == human { on crm { deny select on orders deny insert on customers } }
`));
