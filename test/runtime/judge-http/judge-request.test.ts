/** Routes and parameters of requests: what belongs to which operation, and what is refused whatever the rules say. */
import { expect, test } from 'vitest';
import { ABI_VERSION, type HttpMatcher, type OperationEntry, REVEAL_RANK } from '../../../runtime/src/abi.ts';
import { policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { FieldView } from '../../../runtime/src/judge-http/field-view.ts';
import { judgeRequest } from '../../../runtime/src/judge-http/judge-request.ts';

function operation(method: string, path: string, parameters: OperationEntry['parameters']): OperationEntry {
  return {
    method,
    path,
    operationId: null,
    rules: [
      { policy: 0, rule: 0, effect: 'allow', approval: null },
      ...(method === 'DELETE'
        ? [
            {
              policy: 1,
              rule: 1,
              effect: 'approve' as const,
              approval: { by: ['dba'], people: 1, within: 60 },
            },
          ]
        : []),
      { policy: 2, rule: 2, effect: 'deny', approval: null },
    ],
    alerts: [{ policy: 1, rule: 3 }],
    parameters,
    request: [],
    responses: [],
  };
}

const scalar = {
  types: ['string' as const],
  properties: new Map(),
  additional: null,
  undeclared: 'show' as const,
  items: null,
  searches: [],
};

const matcher: HttpMatcher = {
  closed: false,
  detectors: [],
  searches: [],
  ...{ abi: ABI_VERSION, source: 'billing', identity: null, claims: [], windows: [], ends: [], limits: [] },
  policies: ['all', 'careful', 'none'].map((name) => ({
    ...{ name, admits: true, record: null },
    applies: () => true,
  })),
  rules: [0, 1, 2, 1].map((policy, line) => ({ policy, text: 'rule', file: 'a.dlp', line: line + 1 })),
  routes: [
    { method: 'GET', segments: [['customers'], ['me']], operation: 0 },
    { method: 'DELETE', segments: [['customers'], ['me']], operation: null },
    { method: 'GET', segments: [['customers'], ['', '']], operation: 1 },
    { method: 'DELETE', segments: [['customers'], ['', '']], operation: 2 },
    { method: 'GET', segments: [['ssn'], ['', '']], operation: 3 },
    { method: 'GET', segments: [['files'], ['', '-', '.json']], operation: 1 },
  ],
  operations: [
    operation('GET', '/customers/me', []),
    operation('GET', '/customers/{id}', [
      { name: 'id', in: 'path', shape: 0 },
      { name: 'page', in: 'query', shape: 0 },
      { name: 'ssn', in: 'query', shape: 1 },
      { name: 'X-Ssn', in: 'header', shape: 1 },
      { name: 'who', in: 'cookie', shape: 2 },
    ]),
    operation('DELETE', '/customers/{id}', []),
    operation('GET', '/ssn/{ssn}', [{ name: 'ssn', in: 'path', shape: 1 }]),
  ],
  shapes: [
    { ...scalar, fields: [], isProtected: false },
    { ...scalar, fields: [0], isProtected: true },
    { ...scalar, types: ['array'], fields: [], items: 1, isProtected: true },
  ],
  fields: [
    {
      name: 'Customer.ssn',
      found: null,
      labels: [
        {
          label: 'pii',
          rules: [
            {
              policy: 1,
              rule: 1,
              treatment: { text: 'reveal', rank: REVEAL_RANK.value, mask: null, keyed: false },
            },
          ],
        },
      ],
      fallback: { text: 'redact', rank: 0, mask: { name: 'redact', args: [], type: 'text' }, keyed: false },
    },
  ],
};

function say(method: string, target: string, policies: readonly number[] = [0], headers: string[] = []) {
  const applicable = policySet(policies);
  const view = new FieldView(matcher, applicable);
  const { effect, operation, denial, rules } = judgeRequest(
    matcher,
    { applicable, view },
    { method, target, headers: new Set(headers) },
  );
  const place = operation === null ? '-' : operation.path;
  return `${effect} ${place} ${rules.join()}${denial === null ? '' : ` ${denial.status} ${denial.message}`}`;
}

test.each([
  ['GET', '/customers/42', 'allow /customers/{id} 0'],
  ['GET', '/customers/me', 'allow /customers/me 0'],
  ['GET', '/customers/%6De', 'allow /customers/me 0'],
  ['GET', '/files/a-b.json', 'allow /customers/{id} 0'],
  ['GET', '/customers/42?page=1&page=2', 'allow /customers/{id} 0'],
  ['GET', '/customers/ME', 'deny -  403 servers disagree'],
  ['GET', '/Customers/42', 'deny -  403 the document of billing has no operation'],
  ['GET', '/customers/', 'deny -  403 the document of billing has no operation'],
  ['GET', '/files/-b.json', 'deny -  403 the document of billing has no operation'],
  ['get', '/customers/42', 'deny -  403 the document of billing has no operation'],
  ['HEAD', '/customers/42', 'deny -  403 the document of billing has no operation'],
  // The path is known, and has not this method: what stands beside it is another path's.
  ['DELETE', '/customers/me', 'deny -  403 the document of billing has no operation'],
  ['GET\r\nX: y', '/customers/42', 'for this path and the method that was sent'],
  ['GET', '/customers/../admin', 'deny -  400 the proxy cannot judge'],
  ['GET', '/customers/42?_method=DELETE', 'deny /customers/{id}  403 the query has a parameter'],
  ['GET', '/customers/42?SSN=1', 'deny /customers/{id}  403 the query has a parameter'],
  ['GET', '/customers/42?ssn=1', 'deny /customers/{id}  403 the parameter "ssn"'],
  ['GET', '/ssn/1', 'deny /ssn/{ssn}  403 the parameter "ssn"'],
])('%s %s: %s', (method, target, said) => {
  expect(say(method, target)).toContain(said);
});

test('rules of policies that apply decide, deny before approve before allow', () => {
  expect(say('DELETE', '/customers/42', [0])).toBe('allow /customers/{id} 0');
  expect(say('DELETE', '/customers/42', [0, 1])).toBe(
    'approve /customers/{id} 1 403 DELETE /customers/{id} needs the approval of "dba"',
  );
  expect(say('DELETE', '/customers/42', [0, 1, 2])).toContain('deny /customers/{id} 2 403 the policy');
  expect(say('GET', '/customers/42', [1])).toContain('deny /customers/{id}  403 the policy does not allow');
  expect(say('GET', '/customers/42', [])).toContain('403 no policy of billing applies to you');
});

test('what its caller sees as it is may be sent', () => {
  expect(say('GET', '/customers/42?ssn=1', [0, 1])).toBe('allow /customers/{id} 0');
  expect(say('GET', '/ssn/1', [0, 1])).toBe('allow /ssn/{ssn} 0');
});

test('masked headers and cookies are refused where they are sent', () => {
  expect(say('GET', '/customers/42', [0], ['accept'])).toBe('allow /customers/{id} 0');
  expect(say('GET', '/customers/42', [0], ['x-ssn'])).toContain('the parameter "X-Ssn"');
  expect(say('GET', '/customers/42', [0], ['cookie'])).toContain('the parameter "who"');
  expect(say('GET', '/customers/42', [0, 1], ['cookie', 'x-ssn'])).toBe('allow /customers/{id} 0');
});
