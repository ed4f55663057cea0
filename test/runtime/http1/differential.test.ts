/**
 * Our reader of answers beside undici: random answers, legal and broken, cut into random pieces. What ours takes for an answer is what undici takes
 * for the same one; where they differ, ours refuses. `DLP_HTTP1_RUNS` runs more, `DLP_HTTP1_SEED` the same again.
 */
import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, type Fields, readAnswer } from './read-answer.ts';

const RUNS = Number(process.env.DLP_HTTP1_RUNS ?? 400);
const SEED = Number(process.env.DLP_HTTP1_SEED ?? Date.now() % 2 ** 31);

let answer: Buffer = Buffer.alloc(0);
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  socket.once('data', () => socket.end(answer));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const NOTHING: Answered = { status: 0, fields: [], body: '', trailers: [], isWhole: false };

/** What undici makes of the bytes, sent by a server that then closes. */
async function askUndici(method: string, bytes: Buffer): Promise<Answered> {
  answer = bytes;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new Client(`http://127.0.0.1:${port}`, { maxHeaderSize: 64 * 1024 });
  let seen = NOTHING;
  try {
    return await new Promise<Answered>((resolve) => {
      client.dispatch(
        { method, path: '/', headers: [] },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, status, fields) => {
            if (status >= 200) seen = { ...seen, status, fields: trimmed(fields) };
          },
          onResponseData: (_controller, chunk) => {
            seen = { ...seen, body: seen.body + chunk.toString('latin1') };
          },
          onResponseEnd: (_controller, trailers) =>
            resolve({ ...seen, trailers: trimmed(trailers ?? {}), isWhole: true }),
          onResponseError: () => resolve({ ...seen, isWhole: false }),
        },
      );
    });
  } finally {
    await client.destroy();
  }
}

/** undici leaves the white space behind a value, which belongs to none (RFC 9112, section 5.1). */
function trimmed(fields: object): Fields {
  const trim = (value: unknown) => (typeof value === 'string' ? value.replace(/[ \t]+$/, '') : value);
  return Object.entries(fields).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(trim) : trim(value),
  ]);
}

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const often = <T>(usual: T, ...rare: readonly T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...rare) });

const firstLine = fc
  .tuple(
    often(
      'HTTP/1.1',
      'HTTP/1.0',
      'HTTP/1.2',
      'HTTP/2.0',
      'http/1.1',
      'HTTP/1.1 ',
      'ICY',
      'HTTP/01.1',
      ' HTTP/1.1',
    ),
    often(
      ' 200',
      ' 204',
      ' 304',
      ' 206',
      ' 404',
      ' 20',
      ' 2000',
      ' 099',
      ' +200',
      '200',
      ' 103',
      ' 101',
      ' 100',
    ),
    often(' OK', '', ' ', ' \tA B', ' \x01', ' caf\xe9', ' a\rb'),
  )
  .map((parts) => parts.join(''));

const lineEnd = often('\r\n', '\n', '\r', '\r\r\n', '\n\n');

const field = fc.oneof(
  {
    weight: 4,
    arbitrary: oneOf('content-length: 5', 'Content-Length:5', 'content-length: 0', 'content-length: 12'),
  },
  { weight: 4, arbitrary: oneOf('transfer-encoding: chunked', 'Transfer-Encoding: Chunked') },
  {
    weight: 2,
    arbitrary: oneOf(
      ...[
        'content-length: +5',
        'content-length: 5, 5',
        'content-length: 0x5',
        'content-length: 5 5',
        'content-length:',
      ],
      ...[
        'content-length: -1',
        'content-length : 5',
        'content-length: 18446744073709551621',
        'Content_Length: 5',
      ],
      ...[
        'transfer-encoding: gzip, chunked',
        'transfer-encoding: chunked, identity',
        'transfer-encoding: identity',
      ],
      ...['transfer-encoding: xchunked', 'transfer-encoding:\tchunked', 'transfer-encoding : chunked'],
      ...[
        'transfer-encoding: \x0bchunked',
        ' transfer-encoding: chunked',
        'x: y\r\n transfer-encoding: chunked',
      ],
    ),
  },
  {
    weight: 4,
    arbitrary: oneOf(
      ...[
        'connection: close',
        'connection: keep-alive',
        'connection: x, Close',
        'a: b',
        'A: c',
        'x-empty:',
        'x:\t y \t',
      ],
      ...[
        'set-cookie: a=b',
        'etag: "\xe9"',
        '__proto__: x',
        'constructor: y',
        'keep-alive: timeout=5',
        'trailer: t',
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      ...[
        'a: b\x00',
        'a\x00: b',
        'a b: c',
        ': x',
        'no-colon',
        'x: a\rb',
        'x: a\nb',
        'x: \x7f',
        '(x): y',
        'x: \x01',
        '\ta: b',
      ],
    ),
  },
);

const chunk = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .string({ minLength: 1, maxLength: 20 })
      .map((text) => ascii(text))
      .map(chunked),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      ...[
        '5\r\nhello',
        '5\nhello\r\n',
        '5;a=b\r\nhello\r\n',
        '5;a="b;c"\r\nhello\r\n',
        '5 \r\nhello\r\n',
        '5\r\nhello\n',
      ],
      ...[
        '0x5\r\nhello\r\n',
        'g\r\nhello\r\n',
        '\r\n',
        '-5\r\nhello\r\n',
        'fffffffffffffffff\r\nhello\r\n',
        '05\r\nhello\r\n',
      ],
      ...[
        '5;\r\nhello\r\n',
        '5;a\r\nhello\r\n',
        '5\r\nhello\r\r\n',
        '4\r\nhello\r\n',
        ' 5\r\nhello\r\n',
        '5;a=\nb\r\nhello\r\n',
      ],
    ),
  },
);

const chunks = fc
  .tuple(
    fc.array(chunk, { maxLength: 4 }),
    often(
      '0\r\n\r\n',
      '0\r\nt: v\r\n\r\n',
      '00\r\n\r\n',
      '0\r\n',
      '0\n\n',
      '0\r\nt: v\r\n',
      '0\r\nbroken\r\n\r\n',
      '0\r\n x: y\r\n\r\n',
    ),
  )
  .map(([all, end]) => all.join('') + end);

const body = fc.oneof(
  fc.constant(''),
  fc.constant('hello'),
  fc.constant('hello world!'),
  chunks,
  chunks,
  chunks,
  fc.string({ maxLength: 30 }).map(ascii),
);

const response = fc
  .tuple(
    firstLine,
    fc.array(fc.tuple(field, often('\r\n', '\n', '\r', '\r\r\n')), { maxLength: 4 }),
    often('\r\n', '\n', '\r', ''),
    body,
    lineEnd,
    often('', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'x'),
  )
  .map(([first, fields, blank, content, end, surplus]) =>
    [first, end, ...fields.flat(), blank, content, surplus].join(''),
  );

function chunked(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.');
}

const method = often('GET', 'HEAD');

describe(`beside undici (seed ${SEED})`, () => {
  test('what is taken is taken for the same', { timeout: 120_000 }, async () => {
    let taken = 0;
    const cases = fc.tuple(method, fc.tuple(fc.boolean(), response), fc.array(fc.nat(), { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([asked, [saysFirst, text], cuts]) => {
        const bytes = Buffer.from(
          (saysFirst ? 'HTTP/1.1 103 Early Hints\r\na: b\r\n\r\n' : '') + text,
          'latin1',
        );
        const ours = readAnswer(asked, bytes, cuts);
        if (!ours.isWhole) return;
        taken += 1;
        expect(ours).toEqual(await askUndici(asked, bytes));
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // Refusing everything would be right every time.
    expect(taken).toBeGreaterThan(RUNS / 20);
  });

  test('cuts change nothing', () => {
    fc.assert(
      fc.property(method, response, (asked, text) => {
        const bytes = Buffer.from(text, 'latin1');
        const whole = readAnswer(asked, bytes, []);
        const single = readAnswer(asked, bytes, [...bytes.keys()]);
        expect(single).toEqual(whole);
        for (let at = 1; at < bytes.length; at += 1) expect(readAnswer(asked, bytes, [at])).toEqual(whole);
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  });
});
