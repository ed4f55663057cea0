import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';
import { apiOptions } from './api-options.ts';

test('a policy that reads a hint gives nothing', () =>
  checkPolicy(`
group by_psql = hint.application_name == "psql"
group others = not by_psql
policy a for hint.application_name in ["psql"] { on crm {
  allow select on customers
  ^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
  deny select on payments
} }
policy b for true when others { on crm {
  allow select on customers
  ^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
  reveal pii.contact
  ^^^^^^^^^^^^^^^^^^ DLP3019
} }
policy c for true { on crm { allow select on customers, payments } }
policy d for task.name != "psql" { on crm { allow select on customers } }
`));

test('nor does its mask show more than would be shown without it', () =>
  checkPolicy(
    `
policy a for hint.application_name == "psql" { on crm {
  mask pii.contact with null
  mask pii.national_id with keep_last(4)
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
} }
policy b for true { on crm { allow select on customers, payments } }
`,
  ));

test('a mask that hides more than the default one may depend on a hint', () =>
  checkPolicy(`
mask default with null
policy a for hint.application_name == "psql" { on crm {
  mask pii.contact with redact
  mask customers.email with null
} }
policy b for true { on crm { allow select on customers, payments } }
`));

test('what it has approved of an API has to be allowed, or approved, without it', () =>
  checkPolicy(
    `
policy a for hint.application_name == "psql" { on billing {
  approve operation deleteCustomer by "dba" within 15m
  approve operation getCustomer by "dba" within 15m
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
  allow operation listCustomers
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
} }
policy b for true { on billing { allow operation deleteCustomer } }
policy c for "x" in caller.groups { on billing { allow operation getCustomer } }
`,
    apiOptions(),
  ));
