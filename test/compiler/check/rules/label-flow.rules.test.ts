/** DLP3040 to DLP3042: what can be said of columns to which labels flow. */
import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

const schema = `
create table customers (id bigint, ssn text, email text, domain text generated always as (split_part(email, '@', 2)) stored,
  age int generated always as (length(ssn)) stored);
create view people as select id, ssn || email as pair, upper(ssn) as number, id + 1 as next from customers;
create view few as select pair, number from people;
create function spy(bigint) returns text language sql as 'select ssn from customers';
create table spied as select id, cast(spy(id) as text) as x, cast(spy(1) as text) as y from customers;
`;
const prelude = `
database crm from "crm.sql"
label pii { contact national_id }
classify pii.contact crm.customers.email
classify pii.national_id crm.customers.ssn
`;

test('a view shows what it reads', async () => {
  const { found } = await checkPolicy(
    `policy p for caller.kind == human {
  on crm {
    allow select on customers, people, few
    reveal few.number
           ^^^^^^^^^^ DLP3040
    mask people.pair with hash
         ^^^^^^^^^^^ DLP3040
    mask people.next with null
         ^^^^^^^^^^^ DLP4007
    reveal customers.domain
  }
}
`,
    { schema, prelude },
  );
  expect(found[0]?.message).toBe(
    '`reveal` cannot change what `crm.few.number` shows: it carries `pii.national_id` from `crm.customers.ssn` through `people`, and is masked there',
  );
  expect(found[0]?.fix?.edits[0]?.newText).toBe('customers.ssn');
  expect(found[1]?.fix?.edits[0]?.newText).toBe('customers.email, customers.ssn');
});

test('a label that flows anyway', async () => {
  await checkPolicy(
    `classify pii.national_id crm.few.number, crm.people.next
                                 ^^^^^^ DLP3041
classify pii.contact crm.few.number
`,
    { schema, prelude },
  );
});

test('a stored column that calls what is not known', async () => {
  const { diagnostics } = await checkText(
    'policy p for caller.kind == human {\n  on crm {\n    allow select on spied\n  }\n}\n',
    { schema, prelude },
  );
  expect(diagnostics.filter(({ code }) => code === 'DLP3042').map(({ message }) => message)).toEqual([
    'what `crm.spied.x` is computed from cannot be told, since what the function `spy` reads is not known: it carries `pii.contact`, `pii.national_id`',
    'what `crm.spied.y` is computed from cannot be told, since what the function `spy` reads is not known: it carries `pii.contact`, `pii.national_id`',
  ]);
});

test('a mask that does not fit what a label flows to shows nothing of it', async () => {
  const { checked, found } = await checkText(
    `mask default with hash
policy p for caller.kind == human {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(4)
  }
}
`,
    { schema, prelude },
  );
  expect(found).toEqual([]);
  const settled = [...checked.settled.values()].flatMap(({ columns }) => columns);
  const age = settled.find(({ relation, column }) => relation.name === 'customers' && column.name === 'age');
  expect(age?.labels[0]?.says[0]?.treatment?.text).toBe('redact');
  expect(age?.fallback?.text).toBe('redact');
});

test('a label that is revealed is not so in copies that the policy lets nobody read', async () => {
  const { checked, found } = await checkText(
    `policy p for caller.kind == human {
  on crm {
    allow select on customers
    reveal pii
  }
}
policy q for caller.kind == service {
  on crm {
    allow select on customers, copies
    reveal pii
  }
}
`,
    { schema: `${schema}create table copies as select ssn from customers;`, prelude },
  );
  expect(found).toEqual([]);
  const settled = [...checked.settled.values()].flatMap(({ columns }) => columns);
  const copy = settled.find(({ relation }) => relation.name === 'copies');
  expect(copy?.labels.flatMap(({ says }) => says.map(({ policy }) => policy.name))).toEqual(['q']);
});
