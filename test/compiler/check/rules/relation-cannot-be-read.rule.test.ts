import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('a materialized view that is allowed or treated, not one that is denied', () =>
  checkPolicy(`
classify pii crm.customer_regions.region
policy p for true { on crm {
  allow select on customers, customer_regions
                             ^^^^^^^^^^^^^^^^ DLP4010
  mask customer_regions.region with redact
       ^^^^^^^^^^^^^^^^^^^^^^^ DLP4010
} }
policy q for caller.kind == human { on crm { deny delete on customer_regions } }
`));

test('a view is read through its definition', () =>
  checkPolicy(`
policy p for true { on crm { allow select on customers, customer_names } }
`));
