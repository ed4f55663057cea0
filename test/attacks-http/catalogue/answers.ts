/** Answers in which a value hides from whoever masks them. An upstream is no attacker; but what it says is shaped by those who fill it. */
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import {
  answer,
  answered,
  CUT,
  type Family,
  masked,
  person,
  request,
  type Secrets,
  withheld,
} from '../attack.ts';

const json = (made: (secrets: Secrets) => string | Buffer) => (secrets: Secrets) => answer(made(secrets));
const text = (secrets: Secrets, more: object = {}) => JSON.stringify(person(secrets, more));
const redacted = (saying = 'redacted') => ['masked bodies', masked(200, saying)] as const;
const broken = ['masked bodies', withheld(502, 'cannot be masked')] as const;

export const contents: Family = {
  name: 'JSON of answers',
  about: 'A field is found by its place, however its name is written; what is not described is left out.',
  attacks: [
    answered(
      'plain',
      'holds the fields',
      json((s) => text(s)),
      redacted(),
    ),
    answered(
      'escaped-name',
      'escapes names',
      json((s) => `{"\\u0065mail":${JSON.stringify(s.email)},"s\\u0073n":"${s.ssn}"}`),
      redacted(),
    ),
    answered(
      'twice',
      'has a name twice',
      json((s) => `{"ssn":"x","ssn":"${s.ssn}","\\u0073sn":"${s.ssn}"}`),
      redacted(),
    ),
    answered(
      'capitals',
      'writes names in capitals',
      json((s) => `{"SSN":"${s.ssn}","Ssn":"${s.ssn}"}`),
      redacted('{}'),
    ),
    answered(
      'spaces',
      'has spaces in names',
      json((s) => `{"ssn ":"${s.ssn}"," ssn":"${s.ssn}","ssn\\u0000":"${s.ssn}"}`),
      redacted('{}'),
    ),
    answered(
      'undescribed',
      'has names that nobody describes',
      json((s) => text(s, { backup: s.ssn, _links: { self: s.email } })),
      redacted(),
    ),
    answered(
      'value-as-name',
      'has a value as a name',
      json((s) => `{"${s.email}":1,"id":7}`),
      redacted('{"id":7}'),
    ),
    answered(
      'value-in-map',
      'has a value as a name of a labelled thing',
      json((s) => JSON.stringify({ phones: { [s.phone]: 1 } })),
      redacted('{"phones":null}'),
    ),
    answered(
      'nested',
      'holds others',
      json((s) => text(s, { manager: person(s, { manager: person(s) }) })),
      redacted(),
    ),
    answered(
      'list-for-one',
      'is a list where one is described',
      json((s) => JSON.stringify([person(s)])),
      redacted('[]'),
    ),
    answered(
      'text-for-object',
      'is a text where an object is described',
      json((s) => JSON.stringify(text(s))),
      redacted('null'),
    ),
    answered(
      'number',
      'is a number',
      json((s) => String(s.salary)),
      redacted('null'),
    ),
    answered(
      'object-for-text',
      'has an object where a text is described',
      json((s) => JSON.stringify({ name: { email: s.email } })),
      redacted('{"name":null}'),
    ),
    answered(
      'list-for-text',
      'has a list where a text is described',
      json((s) => JSON.stringify({ name: [s.email] })),
      redacted('{"name":null}'),
    ),
    answered(
      'text-for-address',
      'has a text where an object with labels is described',
      json((s) => JSON.stringify({ address: s.street })),
      redacted('{"address":null}'),
    ),
    answered(
      'list-for-address',
      'has a list where an object with labels is described',
      json((s) => JSON.stringify({ address: [s.street] })),
      redacted('{"address":[]}'),
    ),
    answered(
      'object-for-value',
      'has an object in place of a labelled value',
      json((s) => JSON.stringify({ ssn: { a: [s.ssn, { b: s.email }] } })),
      redacted(),
    ),
    answered(
      'brackets-in-text',
      'has brackets and quotes in a labelled text',
      json((s) => JSON.stringify({ ssn: `"}],{${s.ssn}\\`, id: 7 })),
      redacted('"id":7'),
    ),
    answered(
      'union',
      'is one of several',
      json((s) => JSON.stringify({ payment: { kind: 'Transfer', number: s.card } })),
      redacted(),
    ),
    answered(
      'huge-number',
      'has a number without end',
      json((s) => `{"salary":${String(s.salary).replace('.', '')}${'0'.repeat(5000)}}`),
      redacted('null'),
    ),
    answered(
      'white-space',
      'has white space around hidden things',
      json(
        (s) => `{${' '.repeat(s.ssn.length * 7)}"secret":"${s.ssn}"${'\n'.repeat(s.email.length)},"id":7}`,
      ),
      redacted('{"id":7}'),
    ),
    answered(
      'long-value',
      'has a labelled value of some length',
      json((s) => JSON.stringify({ ssn: s.ssn.repeat(4000), id: 7 })),
      redacted('"id":7'),
    ),
    answered(
      'bom',
      'begins with a byte order mark',
      json((s) => `\ufeff${text(s)}`),
      redacted(),
    ),
    answered(
      'prefix',
      'begins with what keeps scripts from it',
      json((s) => `)]}',\n${text(s)}`),
      broken,
    ),
    answered(
      'jsonp',
      'is a script',
      json((s) => `callback(${text(s)})`),
      broken,
    ),
    answered(
      'comment',
      'has a comment',
      json((s) => `/* ${s.ssn} */ ${text(s)}`),
      broken,
    ),
    answered(
      'trailing',
      'has something behind it',
      json((s) => `${text(s)} ${s.ssn}`),
      broken,
    ),
    answered(
      'two-values',
      'has a second value',
      json((s) => `${text(s)}${text(s)}`),
      broken,
    ),
    answered(
      'nan',
      'has a number that is none',
      json((s) => `{"id":NaN,"ssn":"${s.ssn}"}`),
      broken,
    ),
    answered(
      'single-quotes',
      'has other quotes',
      json((s) => `{'ssn':'${s.ssn}'}`),
      broken,
    ),
    answered(
      'control-character',
      'has a control character in a text',
      json((s) => `{"name":"\u0001${s.ssn}"}`),
      broken,
    ),
    answered(
      'no-utf8',
      'is no UTF-8',
      json((s) => Buffer.from(`{"name":"\xff","ssn":"${s.ssn}"}`, 'latin1')),
      broken,
    ),
    answered(
      'overlong',
      'has a quote in too many bytes',
      json((s) =>
        Buffer.concat([
          Buffer.from('{"name":"a'),
          Buffer.from([0xc0, 0xa2]),
          Buffer.from(`,"ssn":"${s.ssn}"}`),
        ]),
      ),
      broken,
    ),
    answered(
      'utf-16',
      'is in UTF-16',
      json((s) => Buffer.from(text(s), 'utf16le')),
      broken,
    ),
    answered(
      'deep',
      'is nested without end',
      json((s) => `${'{"manager":'.repeat(600)}${text(s)}${'}'.repeat(600)}`),
      broken,
    ),
    answered(
      'cut-short',
      'ends too early',
      json((s) => text(s).slice(0, -1)),
      broken,
    ),
    answered(
      'empty',
      'is empty',
      json(() => ''),
      redacted(''),
    ),
  ],
};

const AS =
  (type: string, ...more: readonly string[]) =>
  (secrets: Secrets) =>
    answer(text(secrets), [...(type === '' ? [] : [`Content-Type: ${type}`]), ...more]);
const undescribed = ['described answers', withheld(502, 'does not describe')] as const;
const untyped = ['described answers', withheld(502, 'no media type')] as const;
const unmaskable = ['described answers', withheld(502, 'cannot mask')] as const;
const list = (accept = '*/*') => request({ target: '/people', headers: [`Accept: ${accept}`] });

export const types: Family = {
  name: 'Media types of answers',
  about:
    'What an answer says that it is decides how it is read; a form that cannot be masked does not come through.',
  attacks: [
    ...[
      'text/html',
      'text/plain',
      'application/octet-stream',
      'application/javascript',
      'image/png',
      'application/hal+json',
      'multipart/mixed; boundary=a',
      'application/pdf',
      'text/json',
    ].map((type) => answered(type.replaceAll(/\W+/g, '-'), `says that it is ${type}`, AS(type), undescribed)),
    answered('none', 'does not say what it is', AS(''), untyped),
    answered('broken', 'says what is no media type', AS('json'), untyped),
    answered('two', 'says two media types', AS('application/json', 'Content-Type: text/html'), untyped),
    answered('list', 'says a list of media types', AS('application/json, text/html'), untyped),
    answered('utf-16', 'says that it is in UTF-16', AS('application/json; charset=utf-16'), unmaskable),
    answered('utf-7', 'says that it is in UTF-7', AS('application/json; charset="utf-7"'), unmaskable),
    answered('capitals', 'says it in capitals', AS('Application/JSON; Charset=UTF-8'), redacted()),
    answered(
      'xml',
      'is XML',
      (s) => answer(`<p><ssn>${s.ssn}</ssn></p>`, ['Content-Type: application/xml']),
      unmaskable,
      list('application/xml'),
    ),
    answered(
      'lines',
      'is one line after the other',
      (s) => answer(`${text(s)}\n${text(s)}\n`, ['Content-Type: application/x-ndjson']),
      redacted(),
      list(),
    ),
    answered(
      'broken-line',
      'has a line that is no JSON',
      (s) => answer(`${text(s)}\n${s.ssn}\n`, ['Content-Type: application/x-ndjson']),
      ['masked bodies', CUT],
      list(),
    ),
  ],
};

const coded = (coding: string, pack: (bytes: Buffer) => Buffer) => (secrets: Secrets) =>
  answer(pack(Buffer.from(text(secrets))), ['Content-Type: application/json', `Content-Encoding: ${coding}`]);
/** As much as 20 MB in 20 kB. */
const BOMB = gzipSync(Buffer.from(`{"ssn":"${'a'.repeat(20_000_000)}"}`));
const undecoded = ['bounded decoding', withheld(502, 'content coding')] as const;

export const codings: Family = {
  name: 'Codings of answers',
  about: 'A coding is undone before anything is masked, and never more than one.',
  attacks: [
    answered('gzip', 'is packed', coded('gzip', gzipSync), redacted()),
    answered('br', 'is packed otherwise', coded('br', brotliCompressSync), redacted()),
    answered('capitals', 'says its coding in capitals', coded('GZIP', gzipSync), redacted()),
    answered('unsaid', 'is packed and does not say so', (s) => answer(gzipSync(text(s))), broken),
    answered(
      'not-packed',
      'says that it is packed and is not',
      coded('gzip', (bytes) => bytes),
      undecoded,
    ),
    answered('other-coding', 'says another coding than it has', coded('br', gzipSync), undecoded),
    answered('raw-deflate', 'leaves out the frame of deflate', coded('deflate', deflateRawSync), undecoded),
    answered(
      'unknown',
      'has a coding that nobody knows',
      coded('x-rot13', (bytes) => bytes),
      undecoded,
    ),
    answered(
      'twice',
      'is packed twice',
      coded('gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))),
      undecoded,
    ),
    answered(
      'cut-short',
      'is packed and ends too early',
      coded('gzip', (bytes) => gzipSync(bytes).subarray(0, -12)),
      undecoded,
    ),
    answered(
      'bomb',
      'unpacks to far more than it is',
      () => answer(BOMB, ['Content-Type: application/json', 'Content-Encoding: gzip']),
      ['bounded decoding', withheld(502, 'unpacks')],
    ),
    answered(
      'member-behind',
      'has a second packed part',
      coded('gzip', (bytes) => Buffer.concat([gzipSync(bytes), gzipSync(bytes)])),
      broken,
    ),
  ],
};

const events = (made: (secrets: Secrets) => string) => (s: Secrets) =>
  answer(made(s), ['Content-Type: text/event-stream']);

export const streams: Family = {
  name: 'Streams and forms',
  about: 'Each event and each pair is masked for itself.',
  attacks: [
    answered(
      'event',
      'is a stream of events',
      events((s) => `event: person\nid: 1\ndata: ${text(s)}\n\n`),
      redacted('data: {'),
      list(),
    ),
    answered(
      'comment',
      'comments on its events',
      events((s) => `: ${s.ssn}\ndata: {}\n\n`),
      redacted('data: {}'),
      list(),
    ),
    answered(
      'id',
      'has values as the ids of events',
      events((s) => `id: ${s.ssn}\ndata: {}\n\n`),
      redacted('data: {}'),
      list(),
    ),
    answered(
      'name',
      'has values as the names of events',
      events((s) => `event: ${s.email}\ndata: {}\n\n`),
      redacted('data: {}'),
      list(),
    ),
    answered(
      'field',
      'has fields that nobody knows',
      events((s) => `ssn: ${s.ssn}\ndata: {}\n\n`),
      redacted('data: {}'),
      list(),
    ),
    answered(
      'lines',
      'spreads an event over lines',
      events((s) => `data: {"ssn":\ndata: "${s.ssn}",\rdata:"id":7}\r\n\r\n`),
      redacted('"id":7'),
      list(),
    ),
    answered(
      'unended',
      'does not end an event',
      events((s) => `data: {}\n\ndata: ${s.ssn}`),
      redacted('data: {}'),
      list(),
    ),
    answered(
      'no-json',
      'has an event that is no JSON',
      events((s) => `data: {}\n\ndata: ${s.ssn}\n\n`),
      ['masked bodies', CUT],
      list(),
    ),
    answered(
      'watch',
      'is one document after the other, as it was asked for',
      json((s) => `{"ssn":"${s.ssn}","id":1}{"ssn":"${s.ssn}","more":"${s.ssn}","id":2}`),
      redacted('"id":2}'),
      request({ target: '/people?watch=true' }),
    ),
    answered(
      'watch-broken',
      'has something else behind a document',
      json((s) => `[{"ssn":"${s.ssn}","id":1}]\n${s.ssn} x`),
      ['masked bodies', CUT],
      request({ target: '/people?watch' }),
    ),
    answered(
      'watch-not',
      'is one document after the other, though that was not asked for',
      json((s) => `{"ssn":"${s.ssn}"}\n{"ssn":"${s.ssn}"}\n`),
      broken,
      request({ target: '/people?watch=false' }),
    ),
    answered(
      'form',
      'is a form',
      (s) =>
        answer(`id=7&s%73n=${s.ssn}&other=${s.ssn}`, ['Content-Type: application/x-www-form-urlencoded']),
      redacted('id=7&ssn=%5Bredacted%5D'),
      list(),
    ),
    answered(
      'form-raw',
      'is a form with raw characters',
      (s) => answer(`id=7 <${s.ssn}>`, ['Content-Type: application/x-www-form-urlencoded']),
      broken,
      list(),
    ),
  ],
};
