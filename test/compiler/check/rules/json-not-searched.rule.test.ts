import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

const options = {
  prelude: `database crm from "crm.sql"
label pan
label pii
detector card = /\\d{16}/
policy all for true { on crm { allow select on notes } }
`,
  schema: `create table notes (id bigint, body text, meta jsonb, more json, tags jsonb[]);
create view shown as select id, meta from notes;`,
};

test('documents without a label, each detector that looks everywhere', async () => {
  const { found } = await checkPolicy(
    `
classify pan values matching card
             ^^^^^^^^^^^^^^^^^^^^ DLP4047
classify pii crm.notes.more
`,
    options,
  );
  expect(found[0]?.message).toBe(
    '`card` does not look into JSON, and `crm.notes.meta`, `crm.notes.tags` may hold what it would find',
  );
});

test('not where they, or paths into them, carry a label, and not of detectors that say where they look', () =>
  checkPolicy(
    `
classify pan values matching card
classify pii crm.notes.{more, tags}
classify pii crm.notes.meta.$.phone
`,
    options,
  ).then(() => checkPolicy(`classify pan values matching card in crm.notes.body\n`, options)));

test('not where the database is closed', () =>
  checkPolicy('classify pan values matching card\n', {
    ...options,
    prelude: options.prelude.replace('"crm.sql"', '"crm.sql" closed'),
  }));
