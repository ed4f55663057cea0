/** What is told of requests over HTTP: the places of the answer that are masked, as paths, with the rules. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { askRequest } from '../../../../compiler/src/ask/http/ask-request.ts';
import { judgedApis } from '../../../../compiler/src/ask/http/judged-api.ts';
import { memoryHost } from '../../../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../../../compiler/src/pipeline.ts';
import { askerOf } from '../../../support/askers.ts';

const BILLING = await readFile(
  new URL('../../../../examples/nightly/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);

const POLICY = `
api billing from "billing.openapi.yaml"
label pii { contact }
label pci
classify pii.contact billing.Customer.email, billing.listCustomers.email
classify pii billing.Customer.notes
classify pci billing.Payment.number, billing.Customer.tags.*
policy p for true {
  on billing {
    allow GET "/v1/{rest}"
    approve DELETE "/v1/customers/{id}" by "dba" within 1h
    mask pci with keep_last(4)
  }
}
policy agents for "support" in caller.groups {
  on billing {
    allow GET "/v1/{rest}"
    reveal pii.contact
  }
}
`;

const { apis, diagnostics } = await compilePolicies(
  memoryHost({ 'p.dlp': POLICY, 'billing.openapi.yaml': BILLING }),
  ['.'],
);
const billing = judgedApis(apis).get('billing');

function ask(request: string, groups: readonly string[] = []) {
  if (billing === undefined) throw new Error(JSON.stringify(diagnostics));
  return askRequest(billing, { asker: askerOf({ groups: new Set(groups) }), now: 0, sql: request });
}

function masked(request: string, groups: readonly string[] = []): readonly string[] {
  return (ask(request, groups).columns ?? []).filter((column) => column.masked).map(({ name }) => name);
}

/** Of a customer, at a place. */
const customer = (at: string) => [`${at}.email`, `${at}.payment.number`, `${at}.notes`, `${at}.tags."*"`];

test('places are told once, also where a value can stand inside of itself', () => {
  // `$.referredBy` is a customer once more, in whom everything is treated alike.
  const own = [...customer('$')].sort();
  expect([...masked('GET /v1/customers/42')].sort()).toEqual(own);
  expect([...masked('GET /v1/customers?cursor=x')].sort()).toEqual(
    own.map((place) => place.replace('$', '$.items[*]')),
  );
});

test('what is revealed is told as it is, with the rule', () => {
  const answer = ask('GET /v1/customers/42', ['support']);
  const email = answer.columns?.find(({ name }) => name === '$.email');
  expect(email).toMatchObject({ masked: false, sources: [{ column: 'Person.email', treatment: 'reveal' }] });
  expect(email?.sources[0]?.rules.map((rule) => billing?.matcher.rules[rule]?.text)).toEqual([
    'reveal pii.contact',
  ]);
});

test('what is denied, and what needs approval', () => {
  expect(ask('POST /v1/customers')).toMatchObject({
    decision: 'deny',
    denial: { sqlstate: '403', message: 'the policy does not allow POST /v1/customers' },
    columns: null,
  });
  expect(ask('GET /v1/customers?email=a')).toMatchObject({
    decision: 'deny',
    denial: { message: expect.stringContaining('the parameter "email"') },
  });
  expect(ask('GET /v1/customers?email=a', ['support']).decision).toBe('allow');
  expect(ask('DELETE /v1/customers/42')).toMatchObject({
    decision: 'approve',
    approvals: [{ by: ['dba'], within: 3600 }],
  });
  expect(ask('select 1').decision).toBe('deny');
});
