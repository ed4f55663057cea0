/** Values that no schema describes and that detectors find in texts: everywhere that they can be written, sent and answered. */
import { gzipSync } from 'node:zlib';
import {
  type Attack,
  answer,
  answered,
  type Family,
  masked,
  refused,
  request,
  type Secrets,
  sent,
  withheld,
} from '../attack.ts';

const NOTE = '/notes/a';
const asks = request({ target: NOTE });
/** Of neither world. */
const CARD = '4012888888881881';
const MAIL = 'eve@gamma.example';

const json = (made: (secrets: Secrets) => unknown) => (secrets: Secrets) =>
  answer(JSON.stringify(made(secrets)));
const typed = (type: string, body: string | Buffer, more: readonly string[] = []) =>
  answer(body, [`Content-Type: ${type}`, ...more]);

const shown = (saying = '') => ['values within texts', masked(200, saying)] as const;
const hidden = (
  id: string,
  tries: string,
  made: (secrets: Secrets) => string | Buffer,
  saying = '',
): Attack => answered(id, tries, made, shown(saying), asks);
const kept = (id: string, tries: string, type: string, made: (secrets: Secrets) => string | Buffer): Attack =>
  answered(
    id,
    tries,
    (secrets) => typed(type, made(secrets)),
    ['described answers', withheld(502, 'cannot mask')],
    asks,
  );

const escaped = (text: string) =>
  [...text].map((letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('');
const dashed = (card: string) => card.replace(/(\d{4})(?=\d)/g, '$1-');

export const found: Family = {
  name: 'Values that detectors find in answers',
  world: 'notes',
  about:
    'No label stands at these places: a card number or an address is found by what it is, in whatever is answered.',
  attacks: [
    hidden(
      'text',
      'has it within a text',
      json(({ card }) => ({ body: `paid with ${card} today` })),
      'paid with [redacted] today',
    ),
    hidden(
      'all',
      'is nothing but it',
      json(({ card }) => ({ body: card })),
      '"body":"[redacted]"',
    ),
    hidden(
      'dashes',
      'has dashes between its digits',
      json(({ card }) => ({ body: dashed(card) })),
      '"body":"[redacted]"',
    ),
    hidden(
      'spaces',
      'has spaces between its digits',
      json(({ card }) => ({ body: dashed(card).replaceAll('-', ' ') })),
      '"body":"[redacted]"',
    ),
    hidden(
      'escapes',
      'writes every character of it as an escape',
      ({ card }) => answer(`{"body":"${escaped(card)}"}`),
      '"body":"[redacted]"',
    ),
    hidden(
      'at-escape',
      'writes the @ of an address as an escape',
      ({ email }) => answer(`{"body":"by ${email.replace('@', '\\u0040')}"}`),
      'by [redacted]',
    ),
    hidden(
      'after-astral',
      'puts characters of two units before it',
      json(({ card }) => ({ body: `😀😀 ${card} 😀` })),
      '😀😀 [redacted] 😀'.replaceAll('😀', Buffer.from('😀').toString('latin1')),
    ),
    hidden(
      'lone-surrogate',
      'puts half a character beside it',
      ({ card }) => answer(`{"body":"\\ud800 ${card}"}`),
      '[redacted]',
    ),
    hidden(
      'twice',
      'has it twice, and an address between',
      json(({ card, email }) => ({ body: `${card} ${email} ${card}` })),
      '[redacted] [redacted] [redacted]',
    ),
    hidden(
      'stuck-together',
      'has it at once behind an address',
      json(({ card, email }) => ({ body: `${email},${card}` })),
    ),
    hidden(
      'line-ends',
      'has lines around it',
      json(({ card }) => ({ body: `a\n${card}\r\nb` })),
    ),
    hidden(
      'nul',
      'has NUL around it',
      json(({ card }) => ({ body: `\0${card}\0` })),
    ),
    hidden(
      'list',
      'has it in a list',
      json(({ card, email }) => ({ list: ['a', card, email] })),
    ),
    hidden(
      'number',
      'has it as a number',
      json(({ card }) => ({ n: Number(card) })),
      '"n":null',
    ),
    hidden(
      'negative',
      'has it as a negative number',
      json(({ card }) => ({ n: -Number(card) })),
      '"n":null',
    ),
    hidden(
      'exponent',
      'has it as a number with an exponent',
      ({ card }) => answer(`{"n":${card.slice(0, 1)}.${card.slice(1)}e15}`),
      '"n":null',
    ),
    hidden(
      'small-exponent',
      'has it as a number with more digits and a negative exponent',
      ({ card }) => answer(`{"amount":${card}00e-2}`),
      '"amount":null',
    ),
    hidden(
      'fraction',
      'has it as a number with a fraction',
      ({ card }) => answer(`{"amount":${card}.5}`),
      '"amount":null',
    ),
    hidden(
      'long-exponent',
      'has a number with so large an exponent that nobody writes it out',
      () => answer('{"amount":1e999999}'),
      '"amount":null',
    ),
    hidden(
      'other-type',
      'has it as text where a number is described',
      json(({ card }) => ({ n: card })),
      '"n":null',
    ),
    hidden(
      'number-for-text',
      'has it as a number where a text is described',
      json(({ card }) => ({ body: Number(card) })),
    ),
    hidden(
      'undescribed',
      'has it in what nobody described, deep',
      json(({ card }) => ({ more: { a: [{ b: [card] }] } })),
    ),
    hidden(
      'name',
      'has it as the name of a member',
      json(({ card }) => ({ more: { [card]: 1 } })),
      '"more":{}',
    ),
    hidden(
      'name-with-escapes',
      'has it as the name of a member, in escapes',
      ({ email }) => answer(`{"more":{"${escaped(email)}":{"a":1}}}`),
      '"more":{}',
    ),
    hidden(
      'top-name',
      'has it as a name beside the described ones',
      json(({ email }) => ({ body: 'a', [email]: 1 })),
    ),
    hidden('duplicate', 'has a field twice, and it in the second', ({ card }) =>
      answer(`{"body":"a","body":"${card}"}`),
    ),
    hidden('described-name-escaped', 'writes the name of the field with escapes', ({ card }) =>
      answer(`{"bod\\u0079":"${card}"}`),
    ),
    hidden(
      'json-in-text',
      'has it in JSON within a text',
      json(({ card }) => ({ body: JSON.stringify({ a: card, b: [Number(card)] }) })),
    ),
    hidden(
      'link',
      'has it in the query of a link',
      json(({ card, email }) => ({ body: `https://x.example/?c=${card}&m=${email}` })),
    ),
    hidden(
      'html',
      'has it between tags',
      json(({ card }) => ({ body: `<b>${card}</b>` })),
    ),
    hidden(
      'long-text',
      'has it in a text that is too long to be looked through',
      json(({ card }) => ({ body: `${'a '.repeat(110_000)}${card}` })),
      '"body":"[redacted]"',
    ),
    hidden(
      'pieces',
      'sends it in chunks of one byte',
      ({ card }) => chunked(JSON.stringify({ body: `to ${card}` })),
      'to [redacted]',
    ),
    hidden(
      'packed',
      'is packed',
      ({ card }) =>
        typed('application/json', gzipSync(JSON.stringify({ body: `to ${card}` })), [
          'Content-Encoding: gzip',
        ]),
      'to [redacted]',
    ),
    hidden('bom', 'begins with a byte order mark', ({ card }) =>
      answer(`\ufeff${JSON.stringify({ body: card })}`),
    ),
    hidden('lines', 'is NDJSON with it in the second line', ({ card }) =>
      typed('application/x-ndjson', `{"body":"a"}\n{"body":"${card}"}\n`),
    ),
    hidden('event', 'is an event', ({ card }) => typed('text/event-stream', `data: {"body":"${card}"}\n\n`)),
    hidden('event-in-lines', 'is an event whose data is cut into lines', ({ card }) =>
      typed('text/event-stream', `data: {"body":\ndata: "${card}"}\n\n`),
    ),
    hidden('event-id', 'is an event with it as its id', ({ email }) =>
      typed('text/event-stream', `id: ${email}\nevent: ${email}\ndata: {"body":"a"}\n\n`),
    ),
    hidden('event-comment', 'is an event with it in a comment', ({ card }) =>
      typed('text/event-stream', `: ${card}\nretry: 5\ndata: {"body":"a"}\n\n`),
    ),
    hidden(
      'cell',
      'is a table with it in a cell',
      ({ card }) => typed('text/csv', `body,code\r\nto ${card},x\r\n`),
      'to [redacted],x',
    ),
    hidden('quoted-cell', 'is a table with it in a cell with quotes and lines', ({ card }) =>
      typed('text/csv', `body,code\r\n"a ""b""\n${card}",x\r\n`),
    ),
    hidden('number-cell', 'is a table with it where a number is described', ({ card }) =>
      typed('text/csv', `n,code\r\n${card},x\r\n`),
    ),
    hidden('column', 'is a table with it as the name of a column', ({ email }) =>
      typed('text/csv', `body,${email}\r\na,b\r\n`),
    ),
    hidden('pair', 'is a form with it in a pair, percent-encoded', ({ email }) =>
      typed('application/x-www-form-urlencoded', `body=by+${encodeURIComponent(email)}&code=x`),
    ),
    hidden('pair-name', 'is a form with it as a name', ({ email }) =>
      typed('application/x-www-form-urlencoded', `${encodeURIComponent(email)}=1&code=x`),
    ),
    hidden('head', 'has it in a described field of its head', ({ email }) =>
      answer('{"body":"a"}', ['Content-Type: application/json', `X-Title: by ${email}`]),
    ),
    answered(
      'error',
      'is an error of which only says that it is an object',
      ({ card }) =>
        answer(
          JSON.stringify({ detail: `no ${card}` }),
          ['Content-Type: application/problem+json'],
          '404 Not Found',
        ),
      ['values within texts', { kind: 'withheld', status: 404, saying: 'no [redacted]' }],
      asks,
    ),
    answered(
      'undescribed-error',
      'is an error in a form that nobody described',
      ({ card }) => answer(`no ${card}`, ['Content-Type: text/html'], '500 Oops'),
      ['described answers', withheld(500, 'with an error')],
      asks,
    ),
    kept('plain', 'is plain text', 'text/plain', ({ card }) => card),
    kept('octets', 'is called octets', 'application/octet-stream', ({ card }) => card),
    kept('xml', 'is XML', 'application/xml', ({ card }) => `<a>${card}</a>`),
    kept(
      'multipart',
      'is in parts',
      'multipart/mixed; boundary=b',
      ({ card }) => `--b\r\nContent-Type: application/json\r\n\r\n{"body":"${card}"}\r\n--b--\r\n`,
    ),
    kept('cbor', 'is CBOR', 'application/cbor', ({ card }) =>
      Buffer.concat([Buffer.from([0xa1, 0x64]), Buffer.from('body'), Buffer.from([0x70]), Buffer.from(card)]),
    ),
    kept('msgpack', 'is MessagePack', 'application/msgpack', ({ card }) =>
      Buffer.concat([Buffer.from([0x81, 0xa4]), Buffer.from('body'), Buffer.from([0xb0]), Buffer.from(card)]),
    ),
    kept('protobuf', 'is protobuf', 'application/x-protobuf', ({ card }) =>
      Buffer.concat([Buffer.from([0x0a, 0x10]), Buffer.from(card)]),
    ),
    kept('grpc', 'is gRPC', 'application/grpc', ({ card }) =>
      Buffer.concat([Buffer.from([0, 0, 0, 0, 18, 0x0a, 0x10]), Buffer.from(card)]),
    ),
    kept('utf-16', 'is JSON in UTF-16, and says so', 'application/json; charset=utf-16', ({ card }) =>
      Buffer.from(JSON.stringify({ body: card }), 'utf16le'),
    ),
    answered(
      'utf-16-unsaid',
      'is JSON in UTF-16, and does not say so',
      ({ card }) =>
        typed('application/json', Buffer.from(`\ufeff${JSON.stringify({ body: card })}`, 'utf16le')),
      ['masked bodies', withheld(502, 'no UTF-8')],
      asks,
    ),
  ],
};

function chunked(body: string): Buffer {
  const pieces = [...Buffer.from(body)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('');
  return Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${pieces}0\r\n\r\n`,
  );
}

const stopped = ['values in requests', refused(403, '')] as const;
const puts = (body: string | Buffer, type = 'application/json', more: readonly string[] = []) =>
  request({ method: 'PUT', target: NOTE, body, headers: [`Content-Type: ${type}`, ...more] });
const brings = (id: string, tries: string, sends: Buffer, unseen: string = CARD): Attack =>
  sent(id, tries, sends, stopped, unseen);
const unread = (
  id: string,
  tries: string,
  type: string,
  body: string | Buffer,
  more: readonly string[] = [],
): Attack => sent(id, tries, puts(body, type, more), ['judged bodies', refused(415, 'cannot look')], CARD);

const part = (name: string, value: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

export const brought: Family = {
  name: 'Values that detectors find in requests',
  world: 'notes',
  about:
    'An answer to a request with such a value would tell whether there is one: who sees them masked sends none.',
  attacks: [
    brings('path', 'asks for it by path', request({ target: `/notes/${CARD}` })),
    brings(
      'path-encoded',
      'asks for it by path, percent-encoded',
      request({ target: `/notes/${MAIL.replace('@', '%40')}` }),
      'gamma',
    ),
    brings(
      'path-all-encoded',
      'asks for it with every character encoded',
      request({ target: `/notes/${[...CARD].map((digit) => `%3${digit}`).join('')}` }),
    ),
    brings('path-within', 'has it within a segment', request({ target: `/notes/a-${dashed(CARD)}` }), '4012'),
    brings('query', 'asks for it by query', request({ target: `${NOTE}?q=${CARD}` })),
    brings(
      'query-plus',
      'has plus signs for its spaces',
      request({ target: `${NOTE}?q=${dashed(CARD).replaceAll('-', '+')}` }),
      '4012',
    ),
    brings(
      'query-second',
      'has it in the second of two parameters of a name',
      request({ target: `${NOTE}?q=a&q=${CARD}` }),
    ),
    brings(
      'header',
      'has it in a described field of the head',
      request({ target: NOTE, headers: [`X-About: by ${MAIL}`] }),
      MAIL,
    ),
    brings(
      'cookie',
      'has it in a described cookie',
      request({ target: NOTE, headers: [`Cookie: mark=${CARD}`] }),
    ),
    brings('body', 'has it in a text of the body', puts(`{"body":"was ${CARD}"}`)),
    brings('escapes', 'has it in escapes', puts(`{"body":"${escaped(CARD)}"}`), '4012'),
    brings('number', 'has it as a number', puts(`{"n":${CARD}}`)),
    brings(
      'exponent',
      'has it as a number with an exponent',
      puts(`{"n":${CARD.slice(0, 1)}.${CARD.slice(1)}e15}`),
      '888888',
    ),
    brings('undescribed', 'has it where nothing is described', puts(`{"more":{"x":[{"y":"${CARD}"}]}}`)),
    brings('name', 'has it as a name', puts(`{"more":{"${CARD}":1}}`)),
    brings('duplicate', 'has a field twice, and it in the first', puts(`{"body":"${CARD}","body":"a"}`)),
    brings(
      'json-in-text',
      'has it in JSON within a text',
      puts(JSON.stringify({ body: JSON.stringify({ a: CARD }) })),
    ),
    brings(
      'lines',
      'has it in the second line of NDJSON',
      puts(`{"body":"a"}\n{"body":"${CARD}"}\n`, 'application/x-ndjson'),
    ),
    brings(
      'pair',
      'has it in a pair of a form',
      puts(`body=${MAIL.replace('@', '%40')}`, 'application/x-www-form-urlencoded'),
      'gamma',
    ),
    brings(
      'part',
      'has it in a part of a form',
      puts(`${part('body', `to ${CARD}`)}--b--\r\n`, 'multipart/form-data; boundary=b'),
    ),
    brings(
      'part-name',
      'has it as the name of a part',
      puts(`${part(CARD, 'a')}--b--\r\n`, 'multipart/form-data; boundary=b'),
    ),
    brings(
      'file',
      'has it in a part that is called a file',
      puts(`${part('body', CARD, '; filename="a.txt"')}--b--\r\n`, 'multipart/form-data; boundary=b'),
    ),
    brings('cell', 'has it in a cell', puts(`body,code\r\n${CARD},x\r\n`, 'text/csv')),
    unread('plain', 'sends plain text', 'text/plain', CARD),
    unread('octets', 'sends octets', 'application/octet-stream', CARD),
    unread('xml', 'sends XML', 'application/xml', `<a>${CARD}</a>`),
    unread('cbor', 'sends CBOR', 'application/cbor', CARD),
    unread('protobuf', 'sends protobuf', 'application/x-protobuf', CARD),
    unread('packed', 'packs its body', 'application/json', gzipSync(`{"body":"${CARD}"}`), [
      'Content-Encoding: gzip',
    ]),
    sent(
      'utf-16',
      'sends JSON in UTF-16, and does not say so',
      puts(Buffer.from(`\ufeff{"body":"${CARD}"}`, 'utf16le')),
      ['judged bodies', refused(400, 'no UTF-8')],
    ),
  ],
};
