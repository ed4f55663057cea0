/** What is emitted for an API is what was lowered, as the proxy loads it; and what does not hold together is refused. */
import { ABI_VERSION, type HttpMatcher } from '@dlpc/runtime/abi';
import { checkHttpMatcher } from '@dlpc/runtime/bundle/check-http-matcher';
import { runMatcher } from '@dlpc/runtime/bundle/run-matcher';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiContents } from '../../../compiler/src/bundle/source-contents.ts';
import { emitHttpMatcher } from '../../../compiler/src/emit/emit-matcher.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { arbitraryRequest, holds } from '../support/arbitrary-condition.ts';
import { irApi } from './arbitrary-api.ts';

const FILES = ['a.dlp', 'b/c.dlp'];

function check(ir: IrApi, value: unknown) {
  const source = {
    name: ir.source,
    kind: 'http',
    matcher: '',
    schemaFingerprint: '',
    contents: apiContents(ir),
  } as const;
  return checkHttpMatcher(value, source, new Set(FILES));
}

function exportedOf(ir: IrApi): unknown {
  const exported = runMatcher(emitHttpMatcher(ir).javascript, 'matcher.js', 10_000);
  if (!exported.ok) throw new Error(exported.problem.message);
  return exported.value;
}

test('a module holds what was lowered, whatever names there are', () => {
  fc.assert(
    fc.property(irApi(FILES), fc.array(arbitraryRequest, { maxLength: 5 }), (ir, requests) => {
      const checked = check(ir, exportedOf(ir));
      if (!checked.ok) throw new Error(checked.problem.message);
      const { identity, claims, rules, limits, routes, operations, shapes, fields } = checked.value;
      const { detectors, searches, closed } = checked.value;
      expect({
        ...{ identity, claims, rules, limits, routes, operations, shapes, fields },
        ...{ detectors, searches, closed },
      }).toEqual({
        closed: ir.closed,
        ...{ identity: ir.identity, claims: ir.claims, rules: ir.rules, limits: ir.limits },
        ...{ routes: ir.routes, operations: ir.operations, shapes: ir.shapes, fields: ir.fields },
        ...{ detectors: ir.detectors, searches: ir.searches },
      });
      expect(checked.value.policies.map(({ name }) => name)).toEqual(ir.policies.map(({ name }) => name));
      // Windows and ends are numbered per module: a condition that asks for none needs none.
      for (const [index, { condition }] of ir.policies.entries())
        for (const { now, ...asker } of requests)
          if (!JSON.stringify(condition).match(/in-window|before/))
            expect(checked.value.policies[index]?.applies({ ...asker, now, inWindow: [] })).toBe(
              holds(condition, { now, ...asker }),
            );
    }),
    { numRuns: 40 },
  );
}, 120_000);

const plain: HttpMatcher = {
  abi: ABI_VERSION,
  source: 'billing',
  closed: false,
  detectors: [],
  searches: [],
  identity: null,
  claims: [],
  windows: [],
  ends: [],
  policies: [{ name: 'p', admits: true, record: null, applies: () => true }],
  rules: [{ policy: 0, text: 'allow GET "/a"', file: 'a.dlp', line: 1 }],
  limits: [],
  routes: [{ method: 'GET', segments: [['a']], operation: 0 }],
  operations: [
    {
      method: 'GET',
      path: '/a',
      operationId: 'getA',
      rules: [{ policy: 0, rule: 0, effect: 'allow', approval: null }],
      alerts: [],
      parameters: [],
      request: [],
      responses: [{ status: '200', bodies: [{ mediaType: 'application/json', shape: 0 }], headers: [] }],
    },
  ],
  shapes: [
    {
      types: ['object'],
      fields: [],
      properties: new Map([['a', 1]]),
      additional: null,
      undeclared: 'hide',
      items: null,
      searches: [],
      isProtected: true,
    },
    {
      types: ['string'],
      fields: [0],
      properties: new Map(),
      additional: null,
      undeclared: 'show',
      items: null,
      searches: [],
      isProtected: true,
    },
  ],
  fields: [
    {
      name: 'A.a',
      found: null,
      labels: [{ label: 'pii', rules: [] }],
      fallback: { text: 'redact', rank: 0, mask: { name: 'redact', args: [], type: 'text' }, keyed: false },
    },
  ],
};

function verdictOn(changes: Partial<HttpMatcher>): string {
  const value = { ...plain, ...changes };
  const checked = checkHttpMatcher(
    value,
    {
      name: 'billing',
      kind: 'http',
      matcher: '',
      schemaFingerprint: '',
      contents: { policies: ['p'], rules: 1, relations: 1, protectedColumns: 1 },
    },
    new Set(FILES),
  );
  return checked.ok ? 'ok' : checked.problem.message;
}

const [operation] = plain.operations;
const [outer, inner] = plain.shapes;
const [field] = plain.fields;

test.each([
  [{}, 'ok'],
  [{ abi: 2 }, 'speaks ABI 2'],
  [{ source: 'other' }, 'decides for `other`'],
  [{ routes: [{ method: 'GET', segments: [['a']], operation: 1 }] }, 'a route to operation 1'],
  [{ routes: [{ method: 'PUT', segments: [['a']], operation: 0 }] }, 'a route of another method'],
  [{ shapes: outer === undefined ? [] : [outer] }, 'a shape 0 that leads nowhere'],
  [{ shapes: outer && inner ? [outer, { ...inner, fields: [1] }] : [] }, 'a shape 1 that leads nowhere'],
  [{ shapes: outer && inner ? [outer, { ...inner, isProtected: false }] : [] }, 'labelled unnoticed'],
  [
    { shapes: outer && inner ? [{ ...outer, undeclared: 'show' as const, isProtected: false }, inner] : [] },
    'a shape 0 that holds what is labelled unnoticed',
  ],
  [
    { operations: operation ? [{ ...operation, request: [{ mediaType: 'a/b', shape: 9 }] }] : [] },
    'names a shape',
  ],
  [
    {
      operations: operation
        ? [{ ...operation, rules: [{ policy: 0, rule: 4, effect: 'allow' as const, approval: null }] }]
        : [],
    },
    'names rule 4 of policy 0 for `GET /a`',
  ],
  [
    {
      operations: operation
        ? [{ ...operation, rules: [{ policy: 0, rule: 0, effect: 'approve' as const, approval: null }] }]
        : [],
    },
    'is wrong at `operations.0.rules.0`',
  ],
  [
    { fields: field ? [{ ...field, fallback: { text: 'reveal', rank: 40, mask: null, keyed: false } }] : [] },
    'is wrong at `fields.0`',
  ],
  [{ fields: field ? [{ ...field, labels: [] }] : [] }, 'is wrong at `fields.0.labels`'],
])('%#: %s', (changes, verdict) => {
  expect(verdictOn(changes)).toContain(verdict);
});
