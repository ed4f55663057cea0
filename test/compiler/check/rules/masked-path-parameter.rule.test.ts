import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';
import { apiOptions } from './api-options.ts';

test('a path whose parameter is masked to all who may ask', async () => {
  const { found } = await checkPolicy(
    `
classify key billing.getCustomer.id
policy desk for "support" in caller.groups { on billing {
  allow operation getCustomer, getOwnCustomer
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4046
} }
`,
    apiOptions(),
  );
  expect(found[0]?.message).toBe(
    '`GET /v1/customers/{id}` is denied to all whom `desk` allows it: they see its parameter `id` masked',
  );
});

test('not where somebody of them sees it, be it by another policy', () =>
  checkPolicy(
    `
classify key billing.getCustomer.id
policy desk for "support" in caller.groups { on billing { allow operation getCustomer } }
policy senior for "senior" in caller.groups { on billing { allow operation getCustomer reveal key } }
`,
    apiOptions(),
  ));

test('in a closed API, where nobody has classified it', () =>
  checkPolicy(
    `
policy desk for "support" in caller.groups { on billing {
  allow operation getCustomer, getOwnCustomer
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4046
} }
policy all for "senior" in caller.groups and not "support" in caller.groups { on billing {
  allow operation getCustomer
  reveal unclassified
         ^^^^^^^^^^^^ DLP4006
} }
`,
    apiOptions('closed'),
  ));
