/** Requests and answers with values at every place there is, in order and not, and the search for those values in whatever a program says. Data alone; api-silence.test.ts sends it. */
import { gzipSync } from 'node:zlib';
import { answer, type RequestParts } from '../attacks-http/attack.ts';
import { basic } from '../attacks-http/world/world.ts';
import { type ProtectedValues, protectedValues } from '../support/protected-values.ts';

/** In every value, which is an address for the detector, and stands in labelled fields. */
export const MARK = 'zq-hidden-value';
export const VALUE = `${MARK}@corp.example`;
/** A number that is found by what it is. */
export const CARD = '4012888888881881';

export const percent = (text: string) => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&');
export const escaped = (text: string) => Buffer.from(text).toString('hex').replaceAll(/../g, '\\u00$&');
/** What base64 makes of it behind 0, 1 and 2 other bytes, without the letters that depend on what stands beside it. */
const base64 = (text: string) =>
  [0, 1, 2].map((before) => {
    const letters = Buffer.from(' '.repeat(before) + text).toString('base64');
    return letters.slice(Math.ceil((before * 4) / 3), -4);
  });
export const dashed = (digits: string) => digits.replaceAll(/(\d{4})(?=\d)/g, '$1-');

/** Every way in which the tests write a value, and in which a careless program would. */
export const sought: ProtectedValues = protectedValues(
  [MARK, CARD].flatMap((text) => {
    const spelt = [text, dashed(text), dashed(text).replaceAll('-', ' '), percent(text), escaped(text)];
    return [
      ...[...spelt, ...spelt.map((each) => each.toUpperCase())],
      ...[...base64(text), Buffer.from(text).toString('hex')],
    ];
  }),
);

export const person = (value: string) =>
  JSON.stringify({ id: 7, name: value, email: value, phones: [value] });
const typed = (type: string) => `Content-Type: ${type}`;
export const JSON_TYPE = typed('application/json');
const disposed = (name: string, file = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${VALUE}\r\n--b--\r\n`;

type Parts = Omit<RequestParts, 'caller'>;

/** Requests with a value at every place there is, in order and not. */
export const REQUESTS: readonly Parts[] = [
  ...[VALUE, CARD].flatMap((value): readonly Parts[] => [
    ...[
      value,
      percent(value),
      `${value}%`,
      `${value}%zz`,
      `${percent(value)}%00`,
      `%25${value}`,
      `..;${value}`,
    ]
      .flatMap((each) => [
        `/people/by-email/${each}`,
        `/people/${each}`,
        `/${each}`,
        `/${each}/../people`,
        `//${each}/people`,
        `/people?email=${each}`,
        `/people?cursor=${each}`,
        `/people?${each}`,
        `/people?${each}=1`,
        `/people?email=1&email=${each}`,
        `/people?email=1;x=${each}`,
      ])
      .map((target) => ({ target })),
    { target: `http://${value}/people` },
    { target: `/people#${value}` },
    { target: `/people/by-email/${value.repeat(600)}` },
    { method: 'CONNECT', target: `${value}:443` },
    { method: 'DELETE', target: `/people/${value}` },
    { method: 'PURGE', target: `/people/by-email/${value}` },
    { method: `M${MARK}`, target: '/people/7' },
    ...[
      ...[`X-Email: ${value}`, `X-Tenant: ${value}`, `Cookie: mail=${value}`, `Cookie: other=${value}`],
      ...[`X-Undescribed: ${value}`, `X-Email: ${value}\r\nX-Email: ${value}`, `X_Email: ${value}`],
      ...[
        `X-${MARK}: 1\r\nX-${MARK}: 2`,
        `${CARD}: 1\r\n${CARD}: 2`,
        `${value}: 1`,
        `X-Email: \u0001${value}`,
      ],
      ...[`X-Email : ${value}`, ` ${value}`, `X-Request-Id: ${value}`, `Traceparent: ${value}`],
      ...[`Tracestate: a=${value}`, `Upgrade: ${value}`, `Expect: ${value}`, `Range: bytes=${value}`],
      ...[`If-Match: "${value}"`, `Transfer-Encoding: ${value}`, `Content-Length: ${value}`],
      ...[
        `X-Forwarded-For: ${value}`,
        `Forwarded: for=${value}`,
        `Referer: http://x/${value}`,
        `Host: ${value}`,
      ],
      ...[`User-Agent: ${value}`, `Origin: http://${value}`, `X-Email: ${value.repeat(3000)}`],
    ].map((line) => ({ headers: [line] })),
    ...[
      [JSON_TYPE, person(value)],
      [JSON_TYPE, `{"email":"${escaped(value)}"}`],
      [JSON_TYPE, JSON.stringify({ [value]: value, tags: { [value]: value }, address: { [value]: 1 } })],
      [JSON_TYPE, JSON.stringify({ tags: { [value]: 'eve@corp.example' }, manager: { [value]: null } })],
      [JSON_TYPE, JSON.stringify(value)],
      [JSON_TYPE, `{"name":"${value}`],
      [JSON_TYPE, `{"${value}":${value}}`],
      [JSON_TYPE, `{"name":1,"${value}":2,"${value}":3}`],
      [JSON_TYPE, `{"name":"\u00ff${value}"}`],
      [`${JSON_TYPE}; charset=${value}`, person(value)],
      [`${JSON_TYPE}\r\nContent-Encoding: gzip`, gzipSync(person(value))],
      [typed(`text/${value}`), value],
      [typed('application/xml'), `<p>${value}</p>`],
      [typed('application/x-www-form-urlencoded'), `email=${value}&${value}=1&name=${percent(value)}`],
      [typed('application/x-www-form-urlencoded'), `name=%zz${value}`],
      [typed('multipart/form-data; boundary=b'), disposed('email')],
      [typed('multipart/form-data; boundary=b'), disposed(value)],
      [typed('multipart/form-data; boundary=b'), disposed('name', `; filename="${value}"`)],
      [typed(`multipart/form-data; boundary=${value}`), value],
    ].map(([head, body]) => ({
      ...{ method: 'POST', target: '/people', headers: [String(head)], ...(body !== undefined && { body }) },
    })),
    {
      ...{ method: 'POST', target: '/graphql', headers: [JSON_TYPE] },
      body: JSON.stringify({ query: `{ person(email: "${value}") { name } }` }),
    },
    {
      method: 'POST',
      target: '/people',
      head: ['Host: a', `Authorization: ${basic('contractor')}`, JSON_TYPE, 'Transfer-Encoding: chunked'],
      body: `${value}\r\n${person(value)}\r\n0\r\n${value}: ${value}\r\n\r\n`,
    },
    { method: 'POST', target: '/people', headers: [JSON_TYPE, 'Content-Length: 5'], body: person(value) },
  ]),
];

/** Answers with a value at every place there is, in order and not; null for none at all. */
export const ANSWERS: readonly (Buffer | string | null)[] = [
  answer(person(VALUE)),
  answer(person(VALUE).slice(0, -1)),
  answer(`{"email":${VALUE}}`),
  answer(`{"email":"${VALUE}`, [JSON_TYPE, `X-Email: ${VALUE}`, `Location: /people/by-email/${VALUE}`]),
  answer(person(VALUE), [typed(`text/${VALUE}`)]),
  answer(`<p>${VALUE}</p>`, [typed('application/xml')]),
  answer(person(VALUE), [JSON_TYPE, 'Content-Encoding: gzip']),
  answer(person(VALUE), [JSON_TYPE, `Content-Encoding: ${VALUE}`]),
  answer(VALUE, [typed('text/plain')], '500 Error'),
  answer(JSON.stringify({ title: VALUE }), [typed('application/problem+json')], '404 Not Found'),
  answer(person(VALUE), [JSON_TYPE], `200 ${VALUE}`),
  // Long enough for its beginning to be with the client.
  `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: 1000000\r\n\r\n${`{"name":"${'a'.repeat(300_000)}","email":"${VALUE}"`}`,
  `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: 5000\r\n\r\n${person(VALUE)}`,
  `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${VALUE}\r\n${person(VALUE)}`,
  `HTTP/1.1 200 OK\r\n${VALUE}\r\n\r\n`,
  `HTTP/9 ${VALUE}\r\n\r\n`,
  `HTTP/1.1 200 OK\r\nX-Email: ${VALUE.repeat(3000)}\r\n\r\n`,
  VALUE,
  null,
];
