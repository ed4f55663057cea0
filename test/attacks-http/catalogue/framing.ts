/** Requests that two readers would end at different places, or read as different requests. */
import { type Attack, type Family, masked, refused, request, sent, withheld } from '../attack.ts';
import { basic } from '../world/world.ts';

const AUTH = `Authorization: ${basic('contractor')}`;
const HOST = 'Host: people.example';

/** What is hidden behind: a request that would be allowed to others. */
const SMUGGLED = 'GET /admin/people/7 HTTP/1.1\r\nHost: a\r\n\r\n';

function framed(headers: readonly string[], body: string): Buffer {
  return request({ method: 'POST', target: '/people', head: [HOST, AUTH, ...headers], body });
}

const parser = ['strict parser', refused(400, 'one meaning')] as const;
const reading = (saying: string) => ['one reading', refused(400, saying)] as const;

function smuggling(
  id: string,
  tries: string,
  headers: readonly string[],
  body = `0\r\n\r\n${SMUGGLED}`,
): Attack {
  return sent(id, tries, framed(headers, body), parser, '/admin');
}

const CHUNKED = 'Transfer-Encoding: chunked';

export const framing: Family = {
  name: 'Framing',
  about:
    'Where a request ends, and what is its head, must have one answer: else a second one hides in the first.',
  attacks: [
    smuggling('length-and-chunks', 'sends a length and a transfer coding', ['Content-Length: 6', CHUNKED]),
    smuggling('chunks-and-length', 'sends a transfer coding and a length', [CHUNKED, 'Content-Length: 6']),
    smuggling('two-lengths', 'sends two lengths', ['Content-Length: 0', 'Content-Length: 44']),
    smuggling('same-length-twice', 'sends one length twice', ['Content-Length: 5', 'Content-Length: 5']),
    smuggling('list-of-lengths', 'sends a list of lengths', ['Content-Length: 0, 44']),
    smuggling('signed-length', 'sends a length with a sign', ['Content-Length: +5']),
    smuggling('negative-length', 'sends a negative length', ['Content-Length: -1']),
    smuggling('hexadecimal-length', 'sends a hexadecimal length', ['Content-Length: 0x5']),
    smuggling('length-with-space', 'sends a length with a space in it', ['Content-Length: 4 4']),
    smuggling('empty-length', 'sends an empty length', ['Content-Length: ']),
    smuggling('huge-length', 'sends a length that overflows', ['Content-Length: 99999999999999999999999']),
    smuggling('coding-with-prefix', 'sends a coding that is nearly chunked', [
      'Content-Length: 4',
      'Transfer-Encoding: xchunked',
    ]),
    smuggling('coding-after-chunked', 'sends a coding behind chunked', [
      'Transfer-Encoding: chunked, identity',
    ]),
    sent(
      'coding-before-chunked',
      'sends a coding before chunked',
      framed(['Transfer-Encoding: gzip, chunked'], '0\r\n\r\n'),
      reading('transfer coding'),
    ),
    smuggling('coding-twice', 'sends a transfer coding twice', [CHUNKED, 'Transfer-Encoding: identity']),
    sent(
      'chunked-twice',
      'sends the same transfer coding twice',
      framed([CHUNKED, CHUNKED], '0\r\n\r\n'),
      parser,
    ),
    smuggling('coding-of-tab', 'puts a vertical tab before chunked', [
      'Content-Length: 4',
      'Transfer-Encoding: \x0bchunked',
    ]),
    smuggling('space-before-colon', 'puts a space before a colon', ['Content-Length : 5']),
    smuggling('tab-before-colon', 'puts a tab before a colon', ['Transfer-Encoding\t: chunked']),
    smuggling('folded-coding', 'folds the line of a coding', [
      'Transfer-Encoding:\r\n chunked',
      'Content-Length: 4',
    ]),
    smuggling('folded-field', 'folds the line of some field', ['X-A: b\r\n Content-Length: 44']),
    smuggling('bare-cr', 'ends a line with a bare CR', ['X-A: b\rContent-Length: 44']),
    smuggling('bare-cr-in-name', 'puts a bare CR into a name', ['X-A\rB: c']),
    smuggling('nul-in-value', 'puts NUL into a value', ['X-A: b\x00c']),
    smuggling('nul-in-name', 'puts NUL into a name', ['X-A\x00: c']),
    smuggling('no-name', 'sends a field without a name', [': chunked']),
    smuggling('no-colon', 'sends a line without a colon', ['Transfer-Encoding chunked']),
    sent(
      'underscore-length',
      'sends a length with an underscore',
      framed(['Content_Length: 5'], ''),
      reading('underscore'),
    ),
    sent(
      'underscore-coding',
      'sends a coding with an underscore',
      framed(['Transfer_Encoding: chunked'], ''),
      reading('underscore'),
    ),
    smuggling(
      'chunk-not-hexadecimal',
      'sends a chunk whose size is no number',
      [CHUNKED, 'Content-Type: application/json'],
      'g\r\n{}\r\n0\r\n\r\n',
    ),
    smuggling(
      'chunk-negative',
      'sends a chunk of negative size',
      [CHUNKED, 'Content-Type: application/json'],
      '-2\r\n{}\r\n0\r\n\r\n',
    ),
    smuggling(
      'chunk-overflow',
      'sends a chunk whose size overflows',
      [CHUNKED, 'Content-Type: application/json'],
      'ffffffffffffffffff\r\n{}\r\n0\r\n\r\n',
    ),
    smuggling(
      'chunk-0x',
      'sends a chunk whose size has a prefix',
      [CHUNKED, 'Content-Type: application/json'],
      '0x2\r\n{}\r\n0\r\n\r\n',
    ),
    smuggling(
      'chunk-too-long',
      'sends more than the size of a chunk',
      [CHUNKED, 'Content-Type: application/json'],
      '2\r\n{}GET\r\n0\r\n\r\n',
    ),
    smuggling(
      'chunk-bare-lf',
      'ends the size of a chunk with a bare LF',
      [CHUNKED, 'Content-Type: application/json'],
      '2\n{}\r\n0\r\n\r\n',
    ),
    sent('http-0.9', 'speaks HTTP/0.9', 'GET /people/7\r\n\r\n', reading('version')),
    sent('http-1.2', 'speaks a version that there is not', `GET /people/7 HTTP/1.9\r\n${HOST}\r\n\r\n`, [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    sent('http-2-preface', 'begins HTTP/2 without having agreed on it', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    sent(
      'chunks-in-1.0',
      'sends chunks in HTTP/1.0',
      `POST /people HTTP/1.0\r\n${HOST}\r\n${AUTH}\r\n${CHUNKED}\r\n\r\n0\r\n\r\n`,
      reading('HTTP/1.0'),
    ),
    sent('no-host', 'names no host', `GET /people/7 HTTP/1.1\r\n${AUTH}\r\n\r\n`, reading('no Host')),
    sent('two-hosts', 'names two hosts', request({ headers: ['Host: other.example'] }), reading('twice')),
    sent('bare-lf', 'ends lines with bare LF', `GET /people/7 HTTP/1.1\n${HOST}\n${AUTH}\n\n`, [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    sent('tabs-in-line', 'puts tabs into the first line', `GET\t/people/7\tHTTP/1.1\r\n${HOST}\r\n\r\n`, [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    sent(
      'two-spaces',
      'puts two spaces into the first line',
      request({ target: ' /people/7' }),
      ['one target', masked()],
      'GET  /',
    ),
    sent('head-too-long', 'sends a head without end', request({ headers: [`X-A: ${'a'.repeat(20_000)}`] }), [
      'strict parser',
      refused(431, 'too long'),
    ]),
    sent(
      'trailers',
      'sends fields behind its body',
      `PUT /files/a HTTP/1.1\r\n${HOST}\r\n${AUTH}\r\nConnection: close\r\nContent-Type: application/octet-stream\r\n${CHUNKED}\r\nTrailer: X-Tenant\r\n\r\n2\r\n{}\r\n0\r\nX-Tenant: admin\r\n\r\n`,
      ['fields by list', withheld(502, 'does not describe')],
      'admin',
    ),
    sent(
      'body-of-get',
      'hides a request in the body of a GET',
      request({ body: SMUGGLED }),
      ['judged bodies', refused(403, 'describes no body')],
      '/admin',
    ),
    sent('tls', 'speaks TLS where there is none', Buffer.from('16030100050100000100', 'hex'), [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
  ],
};
