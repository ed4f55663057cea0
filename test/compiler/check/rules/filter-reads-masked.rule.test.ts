/** DLP4030: a row filter that would tell about what some of its callers see masked. */
import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('a column that some callers see masked, with one of them', async () => {
  const { found } = await checkPolicy(`
policy p for "a" in caller.groups { on crm {
  allow select on customers
  reveal pii.contact
  filter customers where email = caller.sub
                         ^^^^^^^^^^^^^^^^^^ DLP4030
} }
policy q for (caller.actor.sub ?? "") == "assistant" { on crm {
  mask pii.contact with hash
} }
`);
  expect(found[0]?.hint).toContain('groups: ["a"], actor: { sub: "assistant" }');
});

test('nobody who sees it masked, nothing to tell', () =>
  checkPolicy(`
policy p for "a" in caller.groups and (caller.actor.sub ?? "") == "" { on crm {
  allow select on customers
  reveal pii.contact
  filter customers where email = caller.sub
} }
policy q for (caller.actor.sub ?? "") != "" { on crm {
  mask pii.contact with hash
} }
`));

test('with a label that could not be read, nothing is concluded', () =>
  checkPolicy(`
policy p for "a" in caller.groups { on crm {
  allow select on customers
  reveal pii.contakt
         ^^^^^^^^^^^ DLP2004
  filter customers where email = caller.sub
} }
`));
