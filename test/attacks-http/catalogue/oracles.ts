/** Requests that hold no protected value, and whose answers would tell of one: conditions, orders, and requests within requests. */
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

/** What the API answers to everything here: nothing hidden stands in it. */
const fine =
  (more: (s: Secrets) => readonly string[] = () => []) =>
  (secrets: Secrets) =>
    answer('{"ok":true}', ['Content-Type: application/json', ...more(secrets)]);

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
