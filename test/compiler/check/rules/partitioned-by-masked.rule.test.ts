import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

const PARTED = `
create table visits (id bigint, ward text, at date, note text) partition by list (ward);
create table visits_a partition of visits for values in ('a') partition by range (extract(year from at));
create table visits_a_1 partition of visits_a for values from (1900) to (2000);
create table plain (id bigint, ward text);
`;
const PRELUDE = `
database crm from "crm.sql"
label pii { ward  day }
classify pii.ward crm.visits.ward
`;
const options = { schema: PARTED, prelude: PRELUDE };

test('a policy that lets a table be read, and masks what its partitions are chosen by', async () => {
  await checkPolicy(
    `
policy clerks for "clerks" in caller.groups { on crm {
  allow select on visits, plain
                  ^^^^^^ DLP2380
} }
policy nurses for "nurses" in caller.groups { on crm {
  allow select on visits
  reveal pii.ward
} }
policy masks for "masks" in caller.groups { on crm {
  allow select on plain, visits
                         ^^^^^^ DLP2380
  mask pii.ward with null
} }
policy others for "others" in caller.groups { on crm { allow insert on visits  allow select on plain } }
`,
    options,
  );
});

test('a key of expressions, and that of a partition that is read through its parent', async () => {
  await checkPolicy(
    `
policy nurses for "nurses" in caller.groups { on crm {
  allow select on visits
                  ^^^^^^ DLP2380
  reveal pii.ward
} }
`,
    { ...options, prelude: `${PRELUDE}\nclassify pii.day crm.visits.at\n` },
  );
});

test('a column that was renamed is the same', async () => {
  await checkPolicy(
    `
policy clerks for "clerks" in caller.groups { on crm {
  allow select on visits
                  ^^^^^^ DLP2380
} }
`,
    {
      schema: `${PARTED}\nalter table visits rename column ward to place;`,
      prelude: PRELUDE.replace('crm.visits.ward', 'crm.visits.place'),
    },
  );
});
