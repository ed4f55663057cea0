import { expect, test } from 'vitest';
import { checkText } from '../../support/check-policy.ts';
import { apiOptions } from './api-options.ts';

async function messages(text: string): Promise<string[]> {
  const { diagnostics } = await checkText(text, apiOptions());
  return diagnostics.filter((d) => d.code === 'DLP4045').map((d) => d.message);
}

test('operations that no policy speaks of, a few of them by name', async () => {
  expect(
    await messages(
      'policy p for true { on billing { allow GET "/v1/customers/{rest}" deny operation deleteCustomer } }',
    ),
  ).toEqual([
    'no policy speaks of `GET /v1/customers`, `POST /v1/customers`, `PUT /v1/customers/{id}`, `GET /v1/invoices/{id}`, `GET /v2/customers` of `billing`',
  ]);
});

test('not what is allowed, has to be approved or is denied', async () => {
  const all = 'deny POST, PUT, DELETE "/v1/{rest}" approve operation searchCustomers by "dba" within 15m';
  expect(await messages(`policy p for true { on billing { allow GET "/v1/{rest}" ${all} } }`)).toEqual([]);
});

test('with a statement that leads nowhere, nothing is concluded', async () => {
  expect(await messages('policy p for true { on billing { allow operation getCustomr } }')).toEqual([]);
});
