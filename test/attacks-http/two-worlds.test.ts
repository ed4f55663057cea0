/**
 * The promise itself: two APIs that answer alike but for protected values, the same requests to both, and every byte that comes back is the
 * same. Requests are made up from the document and from what it has not; answers are written in any legal form, the same in both worlds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request, type Secrets } from './attack.ts';
import { answerOf, pairsOf, stripped, styles, type Template, tableOf, write } from './legal-answers.ts';
import { SECRETS } from './replay.ts';
import { type ApiWorld, apiWorld, type CallerName, compilePeople } from './world/world.ts';

/** Of each of the two properties; more by hand. */
const RUNS = Number(process.env.DLP_TWO_WORLDS_RUNS ?? 250);

let directory: string;
let worlds: readonly [ApiWorld, ApiWorld];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-two-worlds-'));
  const bundle = await compilePeople(directory);
  worlds = await Promise.all([apiWorld({ bundle }), apiWorld({ bundle })]);
});
afterAll(async () => {
  await Promise.all(worlds.map((world) => world.stop()));
  rmSync(directory, { recursive: true, force: true });
});

const plain = fc
  .constantFrom<unknown>(null, 1, -2.5, true, 'x', 'é😀', '', 12345678901234567000)
  .map((json) => ({ json }));
const secret = fc
  .constantFrom<keyof Secrets>('email', 'ssn', 'born', 'salary', 'phone', 'street', 'card')
  .map((name) => ({ secret: name }));

/** Only what the promise is about: protected values stand at protected places, or where nothing is described. */
const documents = fc.letrec<{ person: Template; hidden: Template; address: Template }>((tie) => ({
  hidden: fc.oneof(
    { depthSize: 'small' },
    secret,
    fc.array(tie('hidden'), { maxLength: 3 }).map((list) => ({ list })),
    fc.array(fc.tuple(fc.constantFrom('a', 'email', 'b c'), tie('hidden')), { maxLength: 2 }),
  ),
  address: fc.array(
    fc.oneof(
      fc.tuple(fc.constantFrom('street', 'undescribed', 'STREET'), tie('hidden')),
      fc.tuple(fc.constant('city'), plain),
    ),
    { maxLength: 4 },
  ),
  person: fc.array(
    fc.oneof(
      { depthSize: 'small' },
      fc.tuple(
        fc.constantFrom('email', 'ssn', 'born', 'salary', 'phones', 'undescribed', 'Email', '__proto__'),
        tie('hidden'),
      ),
      fc.tuple(fc.constantFrom('id', 'name', 'tags'), plain),
      fc.tuple(fc.constant('address'), fc.oneof(tie('address'), tie('hidden'))),
      fc.tuple(fc.constant('manager'), tie('person')),
      fc.tuple(
        fc.constant('payment'),
        fc.tuple(
          fc.constant(['kind', { json: 'Card' }] as [string, Template]),
          fc.tuple(fc.constant('number'), tie('hidden')),
        ),
      ),
    ),
    { maxLength: 6 },
  ),
})).person;

function isHidden(template: Template): boolean {
  if ('secret' in template) return true;
  if ('json' in template) return false;
  if ('parts' in template) return template.parts.some((part) => typeof part !== 'string');
  return 'list' in template ? template.list.some(isHidden) : template.some(([, inner]) => isHidden(inner));
}

const FORMS = [
  { type: 'application/json', target: '/people/7', wrap: (one: string) => one },
  { type: 'application/json; charset=utf-8', target: '/people/me', wrap: (one: string) => one },
  { type: 'application/json', target: '/people', wrap: (one: string) => `[${one},${one}]` },
  {
    type: 'application/x-ndjson',
    target: '/people',
    wrap: (one: string) => `${one.replaceAll('\n', ' ')}\n${one.replaceAll('\n', ' ')}\n`,
  },
  {
    type: 'text/event-stream',
    target: '/people',
    wrap: (one: string) => `data: ${one.replaceAll('\n', '\ndata: ')}\n\n`,
  },
  { type: 'text/html', target: '/people/7', wrap: (one: string) => one },
  { type: 'text/csv', target: '/people', wrap: (one: string) => tableOf(one, '\r\n') },
  { type: 'text/csv; header=present', target: '/people', wrap: (one: string) => tableOf(one, '\n') },
  {
    type: 'application/x-www-form-urlencoded',
    target: '/people',
    wrap: (one: string) => new URLSearchParams(pairsOf(one)).toString(),
  },
] as const;

it('two APIs that differ in protected values cannot be told apart by their answers', async () => {
  let masked = 0;
  await fc.assert(
    fc.asyncProperty(
      documents,
      styles,
      fc.constantFrom(...FORMS),
      fc.constantFrom<CallerName>('contractor', 'contractor', 'stranger'),
      async (document, style, { type, target, wrap }, caller) => {
        const replies = await Promise.all(
          worlds.map((world, index) => {
            const text = wrap(write(document, SECRETS[index] ?? SECRETS[0], style));
            world.upstream.answerRaw(answerOf(text, type, style));
            return world.raw(request({ caller, target }));
          }),
        );
        const [first, second] = replies.map(stripped);
        expect(first).toBe(second);
        expect(first).toMatch(/^HTTP\/1\.1 (?:200|403|502) /);
        if (isHidden(document) && first?.startsWith('HTTP/1.1 200') === true) masked += 1;
      },
    ),
    { numRuns: RUNS },
  );
  // A property over answers that were all refused would hold of anything.
  expect(masked).toBeGreaterThan(20);
});

it('nor by what comes back for requests that nobody thought of', async () => {
  const word = fc.constantFrom(
    'people',
    'people',
    'me',
    '7',
    'admin',
    'by-email',
    'files',
    '..',
    '%2e%2e',
    'x;y',
    'PEOPLE',
    'status',
    '',
  );
  const targets = fc
    .tuple(
      fc.array(word, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '?cursor=1', '?email=a', '?verbose=true', '?x', '?cursor=1&email=2', '?%65mail=1'),
    )
    .map(([words, query]) => `/${words.join('/')}${query}`);
  const fields = fc.subarray([
    ...[
      'Range: bytes=0-10',
      'If-None-Match: *',
      'X-Tenant: a',
      'X-Email: a',
      'Accept: text/csv',
      'Cookie: a=b',
      'Accept-Encoding: gzip',
    ],
    ...[
      'X-HTTP-Method-Override: PATCH',
      'Expect: 100-continue',
      'Content-Type: application/json',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Type: multipart/form-data; boundary=b',
      'TE: trailers',
      'Transfer-Encoding: chunked',
    ],
  ]);
  const bodies = fc.option(
    fc.constantFrom(
      '{}',
      '{"name":"x"}',
      '{"email":"x"}',
      '[]',
      '0\r\n\r\n',
      'x',
      '2\r\n{}\r\n0\r\n\r\n',
      'name=x',
      'name=x&em%61il=y',
      'id=x',
      '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nx\r\n--b--',
    ),
    { nil: undefined },
  );
  await fc.assert(
    fc.asyncProperty(
      targets,
      fields,
      bodies,
      fc.constantFrom('GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'),
      async (target, headers, body, method) => {
        const sends = request({ target, headers, method, ...(body === undefined ? {} : { body }) });
        const replies = await Promise.all(
          worlds.map((world, index) => {
            const secrets = SECRETS[index] ?? SECRETS[0];
            const person = JSON.stringify({ id: 7, ...secrets, phones: [secrets.phone] });
            world.upstream.answer(({ url }, response) => {
              // Nothing of it is labelled, so it may say what it likes; what it says of people is not the proxy's to find.
              const isOpen = /^\/status(?:\?|$)/.test(url ?? '');
              response.writeHead(200, {
                'content-type': 'application/json',
                ...(isOpen ? {} : { etag: `"${secrets.ssn}"` }),
              });
              response.end(isOpen ? '{"ok":true}' : person);
            });
            return world.raw(sends);
          }),
        );
        const [first, second] = replies.map(stripped);
        expect(first).toBe(second);
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);
