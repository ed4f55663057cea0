/** `lookup by equality` where it can be, and where it cannot. */
import { expect, test } from 'vitest';
import { LOOKUP_TYPES, mayBeLookedUp } from '../../../../compiler/src/masks/lookup-type.ts';
import type { ColumnType } from '../../../../compiler/src/schema/model.ts';
import { isLookedUp } from '../../../../runtime/src/judge/decide/lookup-type.ts';
import { leakproofTypes } from '../../../../runtime/src/judge/known/leakproof.ts';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

test('of texts, with any mask, by label and by column', () =>
  checkPolicy(`
policy p for true { on crm {
  mask pii.contact with redact, lookup by equality
  mask pii.national_id with keep_last(4), lookup by equality
  mask pii.birth with null, lookup by equality
  mask payments.card_number with keep_last(4), lookup by equality
  allow select on customers, payments
} }
`));

test('of a type that has no such equality, with the way out', async () => {
  const { found } = await checkPolicy(`
classify pci crm.payments.amount, crm.customers.segment, crm.orders.total
policy p for true { on crm {
  allow select on customers, orders, payments
  mask pci with null, lookup by equality
                    ^^^^^^^^^^^^^^^^^^^^ DLP3080
} }
`);
  expect(found[0]).toMatchObject({
    message:
      '`customers.segment` of type `public.segment` cannot be looked up by equality, nor can 2 other columns',
    hint: `what can is ${LOOKUP_TYPES}: leave it out, or name the columns for which it is meant`,
    fix: { title: 'Remove `lookup by equality`', edits: [{ newText: '' }] },
  });
});

test('of parts of values, and of a column that has such parts', async () => {
  const { found } = await checkPolicy(`
detector mail = /\\w+@\\w+/
classify pii.contact values matching mail in crm.orders.region
classify pii.birth values matching mail in crm.payments.card_number
policy p for true { on crm {
  allow select on customers, orders, payments
  mask pii.contact with redact, lookup by equality
                              ^^^^^^^^^^^^^^^^^^^^ DLP3081
  mask pci with keep_last(4), lookup by equality
                            ^^^^^^^^^^^^^^^^^^^^ DLP3081
  mask pii.birth with null
} }
`);
  expect(found.map(({ message }) => message)).toEqual([
    '`orders.region` cannot be looked up by equality, since a part of its values carries a label of its own',
    '`payments.card_number` cannot be looked up by equality, since a part of its values carries a label of its own',
  ]);
});

test('a label that flowed to another type is not looked up there, without a word', async () => {
  const schema = 'create table people (email text, long int generated always as (length(email)) stored);';
  const prelude = 'database crm from "crm.sql"\nlabel pii\nclassify pii crm.people.email\n';
  const policy =
    'policy p for true { on crm { allow select on people mask pii with redact, lookup by equality } }';
  const { found } = await checkText(policy, { schema, prelude });
  expect(found).toEqual([]);
});

test('two statements of one policy that differ in it are one too many', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm {
  mask pii.contact with hash
  mask pii.contact with hash, lookup by equality
       ^^^^^^^^^^^ DLP4001
} }
`);
  expect(found[0]?.message).toContain('`hash, lookup by equality`');
});

test('a policy that reads a hint does not give it', () =>
  checkPolicy(`
policy p for hint.application_name == "psql" { on crm {
  mask pii.contact with null
  mask pii.national_id with null, lookup by equality
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
} }
policy q for true { on crm { allow select on customers } }
`));

test('one that takes it away decides something', () =>
  checkPolicy(`
policy p for true { on crm { allow select on customers mask pii.contact with redact, lookup by equality } }
policy q for "q" in caller.groups { on crm { mask pii.contact with hash } }
policy r for "r" in caller.groups { on crm { mask pii.contact with keep_last(4), lookup by equality } }
                                                  ^^^^^^^^^^^ DLP4016
`));

test('the proxy looks up columns of the same types', () => {
  const others = ['numeric', 'double precision', 'public.mood', 'jsonb', 'text[]', 'citext', 'xml', 'money'];
  for (const type of [
    ...leakproofTypes,
    'character varying(40)',
    'timestamp(3) without time zone',
    ...others,
  ]) {
    const live = { name: 'c', type, addedType: null, nondeterministic: false, generatedFrom: [] };
    const known = { text: type, base: type } as ColumnType;
    expect([type, mayBeLookedUp(known)]).toEqual([type, isLookedUp(live)]);
  }
  const loose = { name: 'c', type: 'text', addedType: null, nondeterministic: true, generatedFrom: [] };
  expect(isLookedUp(loose)).toBe(false);
});
