/** DLP1019 for masks that look for a pattern, of fields of an API. */
import { readFile } from 'node:fs/promises';
import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

const BILLING = await readFile(
  new URL('../../../../examples/nightly/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);
const options = {
  prelude: 'api billing from "billing.openapi.yaml"\ndatabase crm from "crm.sql"\nlabel pii\n',
  files: { 'billing.openapi.yaml': BILLING },
};

test('fields of an API have no mask that looks for a pattern, columns have', async () => {
  await checkPolicy(
    `
classify pii billing.Customer.email, crm.customers.email
policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii with replace(/\\w+@/, "#@")
  }
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with replace(/\\w+@/, "#@")
                  ^^^^^^^^^^^^^^^^^^^^^ DLP1019
  }
}
mask default with replace(/\\w/, "#")
                  ^^^^^^^^^^^^^^^^^^ DLP1019
`,
    options,
  );
});
