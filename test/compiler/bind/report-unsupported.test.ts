/** What is not compiled is an error, so that no bundle can come of it. */
import { expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { CRM, PRELUDE } from '../support/check-policy.ts';

/** Each construct, with the part of it that is underlined. */
const constructs: readonly (readonly [text: string, underlined: string])[] = [
  ['api billing from "billing.yaml"', 'api billing from "billing.yaml"'],
  ['database crm2 from "crm.sql" closed', 'closed'],
  ['classify pii crm.*.email', '*'],
  ['classify pii crm.customers.{name, *_email}', '*_email'],
  ['test "t" { as { kind: human } http crm GET "/v1" => mask $.a }', 'http crm GET "/v1" => mask $.a'],
  ['policy p for true { record everything }', 'record everything'],
  ...[
    'approve delete on orders by "dba" within 15m',
    'filter orders where id = 1',
    'limit 5 rows per session',
    'alert select on orders',
    'alert above 5 rows per day',
    'declassify pii into orders',
    'deny delete without where',
    'deny delete on orders without where',
    'mask pii with hash, lookup by equality',
  ].map((statement) => [`policy p for true { on crm { ${statement}\n} }`, statement] as const),
  ['policy p for true { on crm { allow GET "/v1" } }', 'GET "/v1"'],
  ['policy p for true { on crm { allow operation list } }', 'operation list'],
  ['policy p for true { on crm { allow select on sales.* } }', '*'],
];

test.each(constructs)('%s', async (text, underlined) => {
  const files = { 'main.dlp': text, 'prelude.dlp': PRELUDE, 'crm.sql': CRM };
  const { diagnostics, sources } = await compilePolicies(memoryHost(files), ['.']);
  const found = diagnostics
    .filter(({ code }) => code === 'DLP1019')
    .map(({ span }) => text.slice(span.start, span.end));
  expect(new Set(found)).toEqual(new Set([underlined]));
  expect(sources).toBeNull();
});
