/**
 * The promise for what detectors find: no label stands anywhere, values stand within texts, names and numbers. Answers are written in any legal form;
 * the other way round, an API that tells whoever asks with a value whether it has it tells nothing, since no such request reaches it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeenRequest } from '../support/api-upstream.ts';
import { request, type Secrets } from './attack.ts';
import { answerOf, pairsOf, stripped, styles, type Template, tableOf, write } from './legal-answers.ts';
import { SECRETS } from './replay.ts';
import { type ApiWorld, apiWorld, compilePeople, NOTES } from './world/world.ts';

/** Of each of the two properties; more by hand. */
const RUNS = Number(process.env.DLP_TWO_WORLDS_RUNS ?? 150);

let directory: string;
let worlds: readonly [ApiWorld, ApiWorld];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-two-worlds-found-'));
  const bundle = await compilePeople(directory, NOTES);
  worlds = await Promise.all([apiWorld({ bundle }), apiWorld({ bundle })]);
});
afterAll(async () => {
  await Promise.all((worlds ?? []).map((world) => world.stop()));
  rmSync(directory, { recursive: true, force: true });
});

const FOUND = ['card', 'email'] as const;
/**
 * What may stand before a value without being taken for a part of it. Nothing that JSON escapes: the letter of an escape stands at the value where
 * JSON is the text of a cell, and docs/apis.md says that this is not undone.
 */
const before = fc.constantFrom('', ', ', ': paid (', ' 😀 ', '€/', '<b>', ', é ');
const behind = fc.constantFrom('', ', ', ')\n', '"', ' 😀 ', '</b>', '\u0000');
const hole = fc.constantFrom(...FOUND).map((secret) => ({ secret }));
const texts: fc.Arbitrary<Template> = fc
  .tuple(
    before,
    fc.array(fc.tuple(hole, fc.constantFrom(', ', '; ', '" ', '\n: ')), { maxLength: 3 }),
    behind,
  )
  .map(([first, holes, last]) => ({ parts: [first, ...holes.flat(), last] }));
const plain = fc.constantFrom<unknown>(null, 1, -2.5, true, '', 4111).map((json) => ({ json }));
const { note: notes } = fc.letrec<{ note: Template; any: Template }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    texts,
    plain,
    fc.array(tie('any'), { maxLength: 3 }).map((list) => ({ list })),
    fc.array(fc.tuple(fc.constantFrom('a', 'body', '__proto__', 'é'), tie('any')), { maxLength: 3 }),
  ),
  note: fc.array(
    fc.tuple(
      fc.constantFrom('body', 'body', 'code', 'n', 'amount', 'list', 'more', 'undescribed', 'bo"dy'),
      fc.oneof(texts, tie('any')),
    ),
    { maxLength: 6 },
  ),
}));

const FORMS = [
  { type: 'application/json', wrap: (one: string) => one },
  { type: 'application/x-ndjson', wrap: (one: string) => `${one.replaceAll('\n', ' ')}\n`.repeat(2) },
  { type: 'text/event-stream', wrap: (one: string) => `data: ${one.replaceAll('\n', '\ndata: ')}\n\n` },
  { type: 'text/csv', wrap: (one: string) => tableOf(one, '\r\n') },
  {
    type: 'application/x-www-form-urlencoded',
    wrap: (one: string) => new URLSearchParams(pairsOf(one)).toString(),
  },
  { type: 'text/plain', wrap: (one: string) => one },
  { type: 'application/octet-stream', wrap: (one: string) => one },
] as const;

it('two APIs that differ in values that are found cannot be told apart by their answers', async () => {
  let masked = 0;
  await fc.assert(
    fc.asyncProperty(notes, styles, fc.constantFrom(...FORMS), async (note, style, { type, wrap }) => {
      const replies = await Promise.all(
        worlds.map((world, index) => {
          world.upstream.answerRaw(
            answerOf(wrap(write(note, SECRETS[index] ?? SECRETS[0], style)), type, style),
          );
          return world.raw(request({ target: '/notes/a' }));
        }),
      );
      const [first, second] = replies.map(stripped);
      expect(first).toBe(second);
      for (const secret of SECRETS.flatMap((secrets) => FOUND.map((name) => secrets[name])))
        expect(first).not.toContain(secret);
      if (first?.startsWith('HTTP/1.1 200') === true && first.includes('redacted')) masked += 1;
    }),
    { numRuns: RUNS },
  );
  // A property over answers that were all refused would hold of anything.
  expect(masked).toBeGreaterThan(RUNS / 10);
}, 120_000);

/** Ways to write a value that whoever reads the place undoes. */
const WAYS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  dashed: (text) => text.replace(/(\d{4})(?=\d)/g, '$1-'),
  percent: (text) =>
    [...text].map((one) => `%${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`).join(''),
  escapes: (text) =>
    [...text].map((one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(''),
};

/** Where a value is sent, and the ways that are undone there. */
const PLACES: readonly {
  readonly ways: readonly (keyof typeof WAYS)[];
  readonly send: (value: string) => Parameters<typeof request>[0];
}[] = [
  { ways: ['plain', 'dashed', 'percent'], send: (value) => ({ target: `/notes/${value}` }) },
  { ways: ['plain', 'dashed', 'percent'], send: (value) => ({ target: `/notes/a?q=x,${value}` }) },
  { ways: ['plain', 'dashed'], send: (value) => ({ headers: [`X-About: of ${value}`] }) },
  { ways: ['plain', 'dashed'], send: (value) => ({ headers: [`Cookie: mark=${value}`] }) },
  ...(
    [
      ['application/json', ['plain', 'dashed', 'escapes'], (value: string) => `{"body":"of ${value}"}`],
      ['application/json', ['plain', 'escapes'], (value: string) => `{"more":{"${value}":1}}`],
      [
        'application/x-ndjson',
        ['plain', 'dashed', 'escapes'],
        (value: string) => `{}\n{"body":"${value}"}\n`,
      ],
      [
        'application/x-www-form-urlencoded',
        ['plain', 'dashed', 'percent'],
        (value: string) => `body=${value}`,
      ],
      ['text/csv', ['plain', 'dashed'], (value: string) => `body\r\n"of ${value}"\r\n`],
      [
        'multipart/form-data; boundary=b',
        ['plain', 'dashed'],
        (value: string) => `--b\r\nContent-Disposition: form-data; name="body"\r\n\r\n${value}\r\n--b--\r\n`,
      ],
      ['text/plain', ['plain'], (value: string) => value],
    ] as const
  ).map(([type, ways, body]) => ({
    ways,
    send: (value: string) => ({ method: 'PUT', headers: [`Content-Type: ${type}`], body: body(value) }),
  })),
];

/** Whether a request names one of these values, for an API that undoes all that it is sent. */
function names({ url, rawHeaders, body }: SeenRequest, secrets: Secrets): boolean {
  const text = [url, ...rawHeaders, body.toString()]
    .join('\n')
    .replace(/%([0-9a-f]{2})|\\u([0-9a-f]{4})/gi, (_, two, four) =>
      String.fromCodePoint(Number.parseInt(two ?? four, 16)),
    )
    .replace(/(?<=\d)[ -](?=\d)/g, '');
  return FOUND.some((name) => text.includes(secrets[name]));
}

it('nor by an API that tells whether it has the value that it is asked for', async () => {
  let [reached, told] = [0, 0];
  const asked = fc
    .constantFrom(...PLACES)
    .chain(({ ways, send }) => fc.record({ send: fc.constant(send), way: fc.constantFrom(...ways) }));
  const values = fc.constantFrom(
    ...SECRETS.flatMap((secrets) => FOUND.map((name) => secrets[name])),
    ...['4012888888881881', 'eve@gamma.example', 'nothing-of-the-kind', '12345', '4111111111111112'],
  );
  await fc.assert(
    fc.asyncProperty(asked, values, async ({ send, way }, value) => {
      const sends = request({ target: '/notes/a', ...send(WAYS[way]?.(value) ?? value) });
      const replies = await Promise.all(
        worlds.map((world, index) => {
          world.upstream.answer((seen, response) => {
            reached += 1;
            const has = names(seen, SECRETS[index] ?? SECRETS[0]);
            response.writeHead(has ? 409 : 200, { 'content-type': 'application/json' });
            response.end(JSON.stringify({ n: has ? 1 : 0 }));
          });
          return world.raw(sends);
        }),
      );
      const [first, second] = replies.map(stripped);
      expect(first).toBe(second);
      if (SECRETS.some((secrets) => FOUND.some((name) => secrets[name] === value))) told += 1;
    }),
    { numRuns: RUNS },
  );
  // Some went through, and many would have told something.
  expect(reached).toBeGreaterThan(10);
  expect(told).toBeGreaterThan(10);
}, 120_000);
