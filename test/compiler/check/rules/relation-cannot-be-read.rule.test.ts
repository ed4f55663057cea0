import { test } from 'vitest';
import { CRM, checkPolicy } from '../../support/check-policy.ts';

const schema = `${CRM}
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table visits_elsewhere (id bigint, visitor text) server elsewhere;`;

test('a foreign table that is allowed or treated, not one that is denied', () =>
  checkPolicy(
    `
classify pii crm.visits_elsewhere.visitor
policy p for true { on crm {
  allow select on customers, visits_elsewhere
                             ^^^^^^^^^^^^^^^^ DLP4010
  mask visits_elsewhere.visitor with redact
       ^^^^^^^^^^^^^^^^^^^^^^^^ DLP4010
} }
policy q for caller.kind == human { on crm { deny delete on visits_elsewhere } }
`,
    { schema },
  ));

test('a view is read through its definition, a materialized one by its labels', () =>
  checkPolicy(`
policy p for true { on crm { allow select on customers, customer_names, customer_regions } }
`));
