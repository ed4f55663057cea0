import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('a view that is allowed or treated, not one that is denied', () =>
  checkPolicy(`
classify pii crm.customer_names.name
policy p for true { on crm {
  allow select on customers, customer_names
                             ^^^^^^^^^^^^^^ DLP4010
  mask customer_names.name with redact
       ^^^^^^^^^^^^^^^^^^^ DLP4010
} }
policy q for caller.kind == human { on crm { deny delete on customer_names } }
`));
