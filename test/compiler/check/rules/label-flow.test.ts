/** What policies make of labels that flowed: treatments, and whom a `reveal` reaches. */
import { expect, test } from 'vitest';
import { checkText } from '../../support/check-policy.ts';
import { prelude, schema } from './label-flow.ts';

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
