/** Requests that hold no protected value, and whose answers would tell of one: patches, conditions, orders, and requests within requests. */
import {
  type Attack,
  answer,
  answered,
  type Expectation,
  type Family,
  masked,
  type RequestParts,
  refused,
  request,
  type Secrets,
  sent,
} from '../attack.ts';
import type { DefenceName } from '../defences.ts';

type Outcome = readonly [DefenceName, Expectation];

function patch(
  id: string,
  tries: string,
  body: unknown,
  outcome: Outcome,
  type = 'application/json-patch+json',
): Attack {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return sent(
    id,
    tries,
    request({ method: 'PATCH', target: '/records/7', headers: [`Content-Type: ${type}`], body: text }),
    outcome,
  );
}

const has = (name: string): Outcome => ['judged patches', refused(403, `property \\"${name}\\"`)];
const fault: Outcome = ['judged patches', refused(400, 'cannot judge the body')];
const undescribed: Outcome = ['judged patches', refused(403, 'not what the document describes')];
const MERGE = 'application/merge-patch+json';
/** What the API answers to everything here: nothing hidden stands in it. */
const fine =
  (more: (s: Secrets) => readonly string[] = () => []) =>
  (secrets: Secrets) =>
    answer('{"ok":true}', ['Content-Type: application/json', ...more(secrets)]);

export const patches: Family = {
  name: 'Patches',
  about:
    'A patch names what it reads and writes: what is hidden is neither compared nor copied to where another name stands over it.',
  attacks: [
    patch(
      'test',
      'asks whether a value is the one that it guesses',
      [{ op: 'test', path: '/ssn', value: '111-22-3333' }],
      has('ssn'),
    ),
    patch(
      'copy',
      'copies a value to where no label stands',
      [{ op: 'copy', from: '/ssn', path: '/name' }],
      has('ssn'),
    ),
    patch(
      'move',
      'moves a value to where no label stands',
      [{ op: 'move', from: '/email', path: '/name' }],
      has('email'),
    ),
    patch(
      'copy-into-map',
      'copies a value into a map',
      [{ op: 'copy', from: '/salary', path: '/tags/a' }],
      has('salary'),
    ),
    patch(
      'copy-item',
      'copies an item of a list',
      [{ op: 'copy', from: '/phones/0', path: '/name' }],
      has('phones'),
    ),
    patch(
      'copy-nested',
      'copies a value from deeper inside',
      [{ op: 'copy', from: '/manager/manager/address/street', path: '/name' }],
      has('street'),
    ),
    patch(
      'copy-around',
      'copies all that is around a value',
      [{ op: 'copy', from: '/address', path: '/tags/a' }],
      has('address'),
    ),
    patch('copy-all', 'copies the whole', [{ op: 'copy', from: '', path: '/tags/a' }], undescribed),
    patch('test-all', 'compares the whole', [{ op: 'test', path: '', value: {} }], undescribed),
    patch(
      'test-around',
      'compares all that is around a value',
      [{ op: 'test', path: '/address', value: { city: 'Berlin' } }],
      has('address'),
    ),
    patch(
      'copy-of-several',
      'copies one of several',
      [{ op: 'copy', from: '/payment/number', path: '/name' }],
      has('number'),
    ),
    patch(
      'write',
      'writes a mask over a value',
      [{ op: 'replace', path: '/email', value: '[redacted]' }],
      has('email'),
    ),
    patch(
      'write-around',
      'writes it within what is around',
      [{ op: 'add', path: '/manager', value: { ssn: 'x' } }],
      has('ssn'),
    ),
    patch(
      'write-all',
      'writes it within the whole',
      [{ op: 'replace', path: '', value: { ssn: 'x' } }],
      has('ssn'),
    ),
    patch('remove', 'removes a value', [{ op: 'remove', path: '/ssn' }], has('ssn')),
    patch('overwrite', 'copies over a value', [{ op: 'copy', from: '/name', path: '/ssn' }], has('ssn')),
    patch(
      'undescribed',
      'copies what nobody describes',
      [{ op: 'copy', from: '/internal', path: '/name' }],
      undescribed,
    ),
    patch(
      'capitals',
      'writes the name in capitals',
      [{ op: 'copy', from: '/SSN', path: '/name' }],
      undescribed,
    ),
    patch(
      'prototype',
      'reaches for the prototype',
      [{ op: 'copy', from: '/__proto__/ssn', path: '/name' }],
      undescribed,
    ),
    patch('below', 'reaches below a value', [{ op: 'test', path: '/ssn/0', value: '1' }], has('ssn')),
    patch(
      'second',
      'hides it behind an honest one',
      [
        { op: 'add', path: '/name', value: 'a' },
        { op: 'test', path: '/ssn', value: '1' },
      ],
      has('ssn'),
    ),
    patch(
      'escaped',
      'writes the name in escapes',
      '[{"op":"copy","from":"/\\u0073sn","path":"/name"}]',
      has('ssn'),
    ),
    patch(
      'twice',
      'names two places, of which readers take one',
      '[{"op":"copy","from":"/name","from":"/ssn","path":"/tags/a"}]',
      fault,
    ),
    patch(
      'other-member',
      'names a place in capitals beside an honest one',
      [{ op: 'copy', from: '/name', From: '/ssn', path: '/tags/a' }],
      fault,
    ),
    patch('made-up', 'makes an operation up', [{ op: 'inc', path: '/salary', value: 1 }], fault),
    patch('no-pointer', 'names a place in another way', [{ op: 'test', path: 'ssn', value: '1' }], fault),
    patch(
      'bad-escape',
      'writes a place with an escape that is none',
      [{ op: 'test', path: '/ss~n', value: '1' }],
      fault,
    ),
    patch('one', 'sends an operation without a list', { op: 'test', path: '/ssn', value: '1' }, fault),
    patch(
      'no-utf8',
      'sends what is no UTF-8',
      '[{"op":"copy","from":"/\ud800","path":"/name"}]',
      undescribed,
    ),
    patch('merge', 'writes it as a merge of what nobody describes', { ssn: 'x' }, has('ssn'), MERGE),
    patch('merge-null', 'removes it by a merge', { address: { street: null } }, has('street'), MERGE),
    patch('merge-undescribed', 'merges what nobody describes', { isAdmin: true }, undescribed, MERGE),
    patch(
      'apply',
      'applies YAML, in which nobody can look',
      'ssn: x\n',
      ['judged patches', refused(415, 'cannot look')],
      'application/apply-patch+yaml',
    ),
    {
      ...patch(
        'honest',
        'changes what carries no label, and nothing else',
        [{ op: 'replace', path: '/name', value: 'x' }],
        ['judged patches', masked(200, 'true')],
      ),
      answer: fine(),
    },
  ],
};

function asked(
  id: string,
  tries: string,
  parts: RequestParts,
  outcome: Outcome,
  unseen: string | null,
): Attack {
  return { ...sent(id, tries, request({ target: '/records/7', ...parts }), outcome, unseen), answer: fine() };
}

const change = (header: string): RequestParts => ({
  method: 'PATCH',
  headers: ['Content-Type: application/merge-patch+json', header],
  body: '{"name":"x"}',
});
const version: Outcome = ['versions of what is hidden', refused(403, 'version')];
const unsent: Outcome = ['versions of what is hidden', masked()];
/** Answers to HEAD have none. */
const head = (header: string): RequestParts => ({ method: 'HEAD', headers: [header] });

export const versions: Family = {
  name: 'Versions and lengths',
  about:
    'A tag, a time and a length are computed from the values: they are neither compared nor told, also by methods whose own answers hold nothing.',
  attacks: [
    asked('change-if', 'changes it if its tag is the one of a guess', change('If-Match: "a"'), version, null),
    asked(
      'change-if-since',
      'changes it if it is old enough',
      change('If-Unmodified-Since: Mon, 01 Jan 2024 00:00:00 GMT'),
      version,
      null,
    ),
    asked(
      'change-unless',
      'changes it unless its tag is that of a guess',
      change('If-None-Match: "a"'),
      unsent,
      'if-none-match',
    ),
    asked(
      'head-if',
      'asks by HEAD for one tag',
      head('If-Match: "a"'),
      ['versions of what is hidden', refused(403, '')],
      null,
    ),
    asked(
      'head-unless',
      'asks by HEAD whether the tag is that of a guess',
      head('If-None-Match: "a"'),
      unsent,
      'if-none-match',
    ),
    asked(
      'head-since',
      'asks by HEAD whether it has changed',
      head('If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT'),
      unsent,
      'if-modified-since',
    ),
    asked(
      'head-range',
      'asks by HEAD whether it is as long as that',
      head('Range: bytes=200-'),
      unsent,
      'range',
    ),
    ...(['ETag', 'Last-Modified', 'Repr-Digest'] as const).map((name) =>
      answered(
        `answer-${name.toLowerCase()}`,
        `tells \`${name}\` of what was changed, with a body in which nothing is hidden`,
        fine((s) => [`${name}: "${s.ssn}"`]),
        ['versions of what is hidden', masked(200, 'true')],
        request({ target: '/records/7', ...change('X-A: b') }),
      ),
    ),
    answered(
      'head-length',
      'is that to a HEAD, with length, tag and range of what would come',
      (s) =>
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${s.email.length}\r\nETag: "${s.ssn}"\r\nAccept-Ranges: bytes\r\nConnection: close\r\n\r\n`,
      ['versions of what is hidden', masked()],
      request({ method: 'HEAD', target: '/records/7' }),
    ),
  ],
};

function ordered(id: string, tries: string, query: string, headers: readonly string[] = []): Attack {
  return sent(id, tries, request({ target: `/directory${query}`, headers }), [
    'named fields',
    refused(403, 'names the field'),
  ]);
}

export const orders: Family = {
  name: 'Orders and filters',
  about:
    'What is sorted, filtered or chosen by a masked field tells of its values: a described parameter does not name one.',
  attacks: [
    ordered('sort', 'orders by a masked field', '?sort=ssn'),
    ordered('sort-down', 'orders the other way', '?sort=-ssn'),
    ordered('sort-second', 'orders by it in the second place', '?sort=name,salary:desc'),
    ordered('sort-nested', 'orders by a field deeper inside', '?sort=address.street'),
    ordered('sort-list', 'orders by an item of a list', '?sort=phones%5B0%5D'),
    ordered('capitals', 'writes the name in capitals', '?sort=SSN'),
    ordered('full-width', 'writes it in full-width letters', '?sort=%EF%BD%93%EF%BD%93%EF%BD%8E'),
    ordered('twice', 'sends the parameter a second time', '?sort=name&sort=ssn'),
    ordered('filter', 'filters by it', '?filter=ssn%20eq%20%27111%27'),
    ordered('filter-part', 'asks how it begins', '?filter=startswith(ssn,%271%27)'),
    ordered('filter-operator', 'asks whether it is at most that', '?filter=ssn%3Clt%3E5'),
    ordered('filter-json', 'filters by it in JSON', '?filter=%7B%22where%22:%7B%22ssn%22:1%7D%7D'),
    ordered(
      'filter-escaped',
      'filters by it in JSON with escapes',
      '?filter=%7B%22where%22:%7B%22%5Cu0073sn%22:1%7D%7D',
    ),
    ordered('filter-encoded', 'encodes it twice', '?filter=%2573sn:1'),
    ordered('filter-operator-in-name', 'names it with an operator behind', '?filter=ssn__gt:1'),
    ordered('filter-camel', 'names it within one word', '?filter=minSalary:1000'),
    ordered('own-parameter', 'filters by a parameter whose name says the field', '?ssn__startswith=1'),
    ordered('field', 'orders by it in a header field', '', ['X-Order: ssn']),
    ordered('cookie', 'orders by it in a cookie', '', ['Cookie: order=ssn']),
    sent(
      'honest',
      'orders by what carries no label',
      request({ target: '/directory?sort=-name,id&filter=name%20eq%20%27Essn%27' }),
      ['named fields', masked()],
    ),
  ],
};

const within = (saying: string): Outcome => ['one request in one', refused(403, saying)];

export const nested: Family = {
  name: 'Requests within requests',
  about:
    'A request that holds others is judged by nobody, and one that comes back as it was sent tells how the proxy proves itself.',
  attacks: [
    sent(
      'batch',
      'hides requests in parts',
      request({
        method: 'POST',
        target: '/$batch',
        headers: ['Content-Type: multipart/mixed; boundary=b'],
        body: '--b\r\nContent-Type: application/http\r\n\r\nGET /admin/people/7 HTTP/1.1\r\n\r\n\r\n--b--',
      }),
      within('requests within a request'),
      'admin',
    ),
    sent(
      'batch-json',
      'hides requests in JSON',
      request({
        method: 'POST',
        target: '/several',
        headers: ['Content-Type: application/json'],
        body: '{"requests":[{"method":"GET","url":"/admin/people/7"}]}',
      }),
      within('requests within a request'),
      'admin',
    ),
    sent(
      'trace',
      'has the request sent back, with the credential of the proxy',
      request({ method: 'TRACE', target: '/status' }),
      within('does not pass TRACE'),
    ),
  ],
};
