import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';
import { apiOptions } from './api-options.ts';

const options = apiOptions();

test('an operation that is denied to all whom it is allowed', async () => {
  const { found } = await checkPolicy(
    `
policy desk for "support" in caller.groups { on billing {
  allow GET "/v1/customers", "/v1/customers/{id}"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4005
  approve operation deleteCustomer by "dba" within 15m
          ^^^^^^^^^^^^^^^^^^^^^^^^ DLP4005
} }
policy nobody for true { on billing { deny operation listCustomers, deleteCustomer } }
`,
    options,
  );
  expect(found.map(({ message }) => message)).toEqual([
    '`GET` on `/v1/customers` is denied to every caller whom `desk` allows it',
    '`DELETE` on `/v1/customers/{id}` is denied to every caller whom `desk` allows it',
  ]);
});

test('not one that is denied to some, and not a pattern of which something is left', () =>
  checkPolicy(
    `
policy desk for "support" in caller.groups { on billing {
  allow operation getCustomer
  allow GET "/v1/{rest}"
} }
policy contractors for "contractors" in caller.groups { on billing { deny operation getCustomer } }
policy nobody for true { on billing { deny operation getInvoice } }
`,
    options,
  ));

test('a pattern of which nothing is left', () =>
  checkPolicy(
    `
policy desk for "support" in caller.groups { on billing {
  allow DELETE "/v1/{rest}"
        ^^^^^^^^^^^^^^^^^^^ DLP4005
} }
policy nobody for true { on billing { deny DELETE "/v1/{rest}" } }
`,
    options,
  ));
