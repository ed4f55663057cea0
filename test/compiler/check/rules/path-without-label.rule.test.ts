/** DLP3025: a `mask` or `reveal` of a path into JSON that carries no label. */
import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

const PRELUDE = `
database crm from "crm.sql"
label pii { contact }
classify pii.contact crm.people.profile.$.contact.email
`;

const options = { prelude: PRELUDE, schema: 'create table people (id bigint primary key, profile jsonb);' };

test('a mask of a path that carries no label', async () => {
  const { found } = await checkPolicy(
    `
policy p for true { on crm {
  allow select on people
  mask people.profile.$.contact.email with keep_last(4)
  mask people.profile.$.contact.mail with redact
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3025
} }
`,
    options,
  );
  expect(found[0]).toMatchObject({ hint: 'labels are on `$.contact.email`' });
});

test('another path than the one that is classified, though it leads to it', () =>
  checkPolicy(
    `
policy p for true { on crm {
  allow select on people
  reveal people.profile.$.contact
         ^^^^^^^^^^^^^^^^^^^^^^^^ DLP3025
} }
`,
    options,
  ));
