import { describe, expect, test } from 'vitest';
import { MOST_HEAD_BYTES, MOST_TRAILER_BYTES } from '../../../runtime/src/http1/response-reader.ts';
import { readAnswer, readWith } from './read-answer.ts';

function read(text: string, method = 'GET') {
  const { answered, keepsAlive, faults } = readWith(method, Buffer.from(text, 'latin1'), []);
  return { ...answered, keepsAlive, fault: faults[0] ?? null };
}

describe('an answer', () => {
  test.each([
    ['of a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'hello', true],
    ['of no length', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', '', true],
    ['without a reason', 'HTTP/1.1 200\r\ncontent-length: 5\r\n\r\nhello', 'hello', true],
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\n\r\n',
      'hello',
      true,
    ],
    ['up to its end', 'HTTP/1.1 200 OK\r\n\r\nhello', 'hello', false],
    [
      'that closes',
      'HTTP/1.1 200 OK\r\nconnection: x, Close\r\ncontent-length: 5\r\n\r\nhello',
      'hello',
      false,
    ],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nhello', 'hello', false],
    [
      'behind a hint',
      'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello',
      'hello',
      true,
    ],
    ['of nothing', 'HTTP/1.1 204 No Content\r\n\r\n', '', true],
    ['that did not change', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n', '', false],
    ['with another behind it', 'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n\r\n', '', false],
  ])('%s', (_name, text, body, keepsAlive) => {
    expect(read(text)).toMatchObject({ body, isWhole: true, keepsAlive, fault: null });
  });

  test('to HEAD has no body, whatever it says', () => {
    expect(read('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n', 'HEAD')).toMatchObject({
      ...{ status: 200, body: '', isWhole: true, keepsAlive: true },
    });
  });

  test('keeps fields of one name apart, and trailers from its head', () => {
    const text =
      'HTTP/1.1 200 OK\r\nA: 1\r\nset-cookie: x\r\nSet-Cookie: y\r\ntransfer-encoding: chunked\r\n\r\n0\r\nT: v\r\n\r\n';
    expect(read(text)).toMatchObject({
      fields: [
        ['a', '1'],
        ['set-cookie', ['x', 'y']],
        ['transfer-encoding', 'chunked'],
      ],
      trailers: [['t', 'v']],
    });
  });
});

describe('refused is', () => {
  const head = (...fields: string[]) =>
    `HTTP/1.1 200 OK\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;
  const chunks = (text: string) => `${head('transfer-encoding: chunked')}${text}`;
  test.each([
    ['a length and chunks', head('content-length: 5', 'transfer-encoding: chunked')],
    ['a length twice', `${head('content-length: 5', 'content-length: 5')}hello`],
    ['a list of lengths', `${head('content-length: 5, 5')}hello`],
    ['a length with a sign', `${head('content-length: +5')}hello`],
    ['a coding before chunked', chunks('').replace('chunked', 'gzip, chunked')],
    ['a coding that is nearly chunked', chunks('0\r\n\r\n').replace('chunked', 'xchunked')],
    ['a coding twice', head('transfer-encoding: chunked', 'transfer-encoding: chunked')],
    ['a coding of HTTP/1.0', chunks('0\r\n\r\n').replace('1.1', '1.0')],
    ['a space before a colon', head('content-length : 5')],
    ['a folded line', head('a: b', ' c: d')],
    ['a bare LF', 'HTTP/1.1 200 OK\na: b\n\n'],
    ['a bare CR in a value', head('a: b\rc: d')],
    ['NUL', head('a: b\0')],
    ['another protocol', 'HTTP/2 200 OK\r\n\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
    ['a word to go on', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'],
    ['a status of four figures', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['an endless row of hints', 'HTTP/1.1 103 Hints\r\n\r\n'.repeat(17)],
    ['a head without an end', 'HTTP/1.1 200 OK\r\na: b\r\n'],
    ['a head that is too long', head(`a: ${'b'.repeat(MOST_HEAD_BYTES)}`)],
    ['a body that is too short', `${head('content-length: 6')}hello`],
    ['a chunk without a length', chunks('\r\nhello\r\n0\r\n\r\n')],
    ['a chunk with a sign', chunks('+5\r\nhello\r\n0\r\n\r\n')],
    ['a chunk of 0x5', chunks('0x5\r\nhello\r\n0\r\n\r\n')],
    ['a chunk with a space', chunks('5 \r\nhello\r\n0\r\n\r\n')],
    ['a chunk that is too long', chunks('4\r\nhello\r\n0\r\n\r\n')],
    ['a chunk that ends with LF', chunks('5\r\nhello\n0\r\n\r\n')],
    ['a chunk of more than can be counted', chunks('fffffffffffffffff\r\n')],
    ['a line of a chunk without an end', chunks(`5;a=${'b'.repeat(300)}`)],
    ['chunks without the last', chunks('5\r\nhello\r\n')],
    ['a trailer that is no field', chunks('0\r\nbroken\r\n\r\n')],
    ['trailers that are too long', chunks(`0\r\na: ${'b'.repeat(MOST_TRAILER_BYTES)}\r\n\r\n`)],
  ])('%s', (_name, text) => {
    const read = readWith('GET', Buffer.from(text, 'latin1'), []);
    expect(read.answered.isWhole).toBe(false);
    expect(read.faults).toHaveLength(1);
    // Byte by byte it is no other answer.
    expect(
      readAnswer(
        'GET',
        Buffer.from(text, 'latin1'),
        [...text].map((_, at) => at),
      ),
    ).toEqual(read.answered);
  });
});
