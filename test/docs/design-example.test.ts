/** The example of the language's design stands under examples/nightly: each of its sentences, and it does what it says. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Judged, judgedApis } from '../../compiler/src/ask/http/judged-api.ts';
import { judgedSources, loadGround } from '../../compiler/src/ask/judged-source.ts';
import { nodeHost } from '../../compiler/src/host/node-host.ts';
import { compilePolicies } from '../../compiler/src/pipeline.ts';
import { runTest } from '../../compiler/src/testing/run-tests.ts';

const directory = fileURLToPath(new URL('../../examples/nightly', import.meta.url));
const text = await readFile(`${directory}/nightly.dlp`, 'utf8');

/** As the design has them, but for white space. What differs is told in docs/language.md. */
const SENTENCES = String.raw`
identity corp { issuer "https://login.corp.example" audience "dlp-proxy" claim department: string claim clearance: int }
database crm from "schema/crm.sql"
api billing from "schema/billing.openapi.yaml"
label pii { contact national_id }
label pci { pan
classify pii.contact crm.customers.{email, phone}, billing.Customer.{email, phone}
classify pii.national_id crm.customers.ssn
classify pci.pan crm.payments.card_number
detector card_number = /(?:\d[ -]?){13,19}/ where luhn
classify pci.pan values matching card_number
group etl = caller.kind == service and "etl" in caller.groups
group contractors = "contractors" in caller.groups
policy nightly_enrich for etl when task.name == "nightly-enrich" and now in 01:00..05:00 "UTC" until 2027-03-31 { on crm {
allow select on customers, orders
allow insert, update on enriched_customers
mask pii.contact with hash
mask pii.national_id with keep_last(4)
filter orders where region = caller.claims.department
approve delete on orders by "dba" within 15m
deny update, delete without where
limit 50_000 rows per session
on billing { allow GET "/v1/customers/{id}" mask pii with redact }
policy support_desk for "support" in caller.groups and caller.kind == human { on crm { allow select on customers reveal pii.contact }
test "the contractor's job never sees an SSN"
at 2026-11-22T02:00:00Z
sql crm "select id, upper(ssn) s from customers" => mask s
sql crm "delete from orders where id = 1" =>
sql crm "drop table customers" => deny
http billing GET "/v1/customers/42" => mask $.email
`
  .trim()
  .split('\n');

const squeezed = (policy: string) => policy.replaceAll(/(?<!:)\/\/.*/g, '').replaceAll(/\s+/g, ' ');

test.each(SENTENCES)('%s', (sentence) => {
  expect(squeezed(text)).toContain(sentence.trim());
});

test('it is checked without an error, and its tests pass', async () => {
  const result = await compilePolicies(nodeHost, [directory]);
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const sources = new Map<string, Judged>([
    ...judgedSources(result.sources ?? [], await loadGround(nodeHost, result.checked)),
    ...judgedApis(result.apis),
  ]);
  const failed = result.tests
    .flatMap((one) => runTest(one, sources, Date.UTC(2026, 10, 22)).cases)
    .flatMap(({ testCase, instead }) => (instead === null ? [] : [`${testCase.sql}: ${instead}`]));
  expect(result.tests.length).toBeGreaterThan(3);
  expect(failed).toEqual([]);
});
