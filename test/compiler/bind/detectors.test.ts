import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../support/check-policy.ts';

const PRELUDE = `
database crm from "crm.sql"
label pii { contact }
label pci { pan }
detector digits = /\\d+/
detector card = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn
classify pii.contact crm.people.email, crm.people.profile.$.contact.email
`;

const SCHEMA = `
create table people (id bigint primary key, email text, note text, code varchar(4), tags text[], profile jsonb, old json, n integer);
create table notes (id bigint, body text) partition by range (id);
create table notes_1 partition of notes for values from (0) to (10);
create view people_notes as select note from people;
`;

const options = { prelude: PRELUDE, schema: SCHEMA };

test('what an expression cannot be, at the very place', async () => {
  const { found } = await checkPolicy(
    `
detector a = /(x)\\1/
                 ^^ DLP3021
detector b = /a*/
              ^^ DLP3021
detector c = /[a-/ where lunh
                ^ DLP3021
                         ^^^^ DLP2071
detector d = /\\d+/ where luhn
             ^^^^^ DLP3022
detector e = /a\\/b/
detector e = /b/
         ^ DLP2072
`,
    options,
  );
  expect(found[0]).toMatchObject({
    message: 'a back reference cannot be matched in linear time',
    hint: 'write out what may stand there',
  });
  expect(found.find(({ code }) => code === 'DLP2071')).toMatchObject({ hint: 'did you mean `luhn`?' });
});

test('what values are found in must be text', () =>
  checkPolicy(
    `
classify pci.pan values matching card in crm.people.{note, n}, crm.people.{profile, old}
                                                           ^ DLP3023
classify pci.pan values matching card in crm.people.profile.$.a
                                                    ^^^^^^^ DLP3023
classify pci.pan values matching crad
                                 ^^^^ DLP2070
classify pci.pan values matching card in crm.people.tags
`,
    options,
  ));

test('only JSON has paths inside', () =>
  checkPolicy(
    `
classify pii crm.people.note.$.a
                             ^^^ DLP3024
classify pii crm.people.old.$.a[*].b
policy p for true { on crm {
  mask people.note.$.a with redact
                   ^^^ DLP3024
  mask people.old.$.a[*].b with date_shift(3)
                                ^^^^^^^^^^^^^ DLP3005
} }
`,
    options,
  ));

test('masks of what detectors find must fit text', async () => {
  const { found } = await checkPolicy(
    `
classify pci.pan values matching card in crm.people.note
policy p for true { on crm {
  mask pci.pan with bucket(10)
                    ^^^^^^^^^^ DLP3005
} }
`,
    options,
  );
  expect(found[0]?.message).toBe(
    '`bucket(10)` does not fit `values matching card in people.note` of type `text`',
  );
});

test('everywhere is every text, or document, that carries no label and could hold a match', async () => {
  const { checked } = await checkText('classify pci.pan values matching card', options);
  const parts = [...(checked?.settled.values() ?? [])].flatMap((source) => source.parts);
  const matches = parts.filter(({ part }) => part.kind === 'matches');
  expect(matches.map(({ relation, column }) => `${relation.name}.${column.name}`)).toEqual([
    'people.note',
    'people.tags',
    'people.profile',
    'people.old',
    'notes.body',
    'notes_1.body',
  ]);
});

test('a part is labelled in every table that shares its rows', async () => {
  const { checked } = await checkText('classify pci.pan values matching card in crm.notes_1.body', options);
  const parts = [...(checked?.settled.values() ?? [])].flatMap((source) => source.parts);
  expect(parts.map(({ relation, column }) => `${relation.name}.${column.name}`)).toEqual([
    'people.profile',
    'notes.body',
    'notes_1.body',
  ]);
});
