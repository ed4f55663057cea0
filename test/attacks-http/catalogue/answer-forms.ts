/** Answers that are something else than they say, and parts of answers: what is sent decides as well as what is declared. */
import { deflateSync } from 'node:zlib';
import {
  type Attack,
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

type Made = (secrets: Secrets) => string | Buffer;

const list = (accept: string) => request({ target: '/people', headers: [`Accept: ${accept}`] });
const typed =
  (type: string, made: Made, status?: string, more: readonly string[] = []) =>
  (secrets: Secrets) =>
    answer(made(secrets), [`Content-Type: ${type}`, ...more], status);

const noJson = ['masked bodies', withheld(502, 'cannot be masked')] as const;
const unmaskable = ['described answers', withheld(502, 'cannot mask')] as const;
const partial = ['described answers', withheld(502, 'with a part of a body')] as const;
const undescribed = ['described answers', withheld(502, 'does not describe')] as const;
const shown = ['masked bodies', masked(200, 'redacted')] as const;

const json: Made = (secrets) => JSON.stringify(person(secrets));
const xml: Made = ({ ssn, email }) => `<?xml version="1.0"?><p ssn="${ssn}"><email>${email}</email></p>`;
const tagged = (tag: number, text: string) =>
  Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text)]);
/** Field 4, a text. */
const protobuf: Made = ({ ssn }) => tagged(0x22, ssn);
/** A map of one pair. */
const cbor: Made = ({ ssn }) =>
  Buffer.concat([Buffer.from([0xa1, 0x63]), Buffer.from('ssn'), tagged(0x78, ssn)]);
const msgpack: Made = ({ ssn }) =>
  Buffer.concat([Buffer.from([0x81, 0xa3]), Buffer.from('ssn'), tagged(0xd9, ssn)]);
/** A frame of gRPC: a flag and the length of the message. */
const grpc: Made = (secrets) => {
  const message = Buffer.from(protobuf(secrets));
  return Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);
};
const mixed: Made = (secrets) =>
  `--b\r\nContent-Type: application/json\r\n\r\n${json(secrets).toString()}\r\n--b\r\nContent-Type: text/plain\r\n\r\n${secrets.ssn}\r\n--b--\r\n`;
const ranges: Made = ({ ssn }) =>
  `--b\r\nContent-Type: application/json\r\nContent-Range: bytes 10-20/100\r\n\r\n${ssn}\r\n--b--\r\n`;

const forms: readonly (readonly [name: string, what: string, made: Made])[] = [
  ['xml', 'XML', xml],
  ['protobuf', 'protobuf', protobuf],
  ['cbor', 'CBOR', cbor],
  ['msgpack', 'MessagePack', msgpack],
  ['grpc', 'a message of gRPC', grpc],
  ['multipart', 'parts', mixed],
  ['csv', 'a table', ({ ssn }) => `id,ssn\r\n7,${ssn}\r\n`],
  ['event', 'an event', (secrets) => `data: ${json(secrets).toString()}\n\n`],
  ['zlib', 'packed without a word', (secrets) => deflateSync(json(secrets))],
];

const said = (id: string, type: string, made: Made, outcome: Parameters<typeof answered>[3]): Attack =>
  answered(id, `says that it is ${type}, and is`, typed(type, made), outcome);

export const answerForms: Family = {
  name: 'Forms of answers, and parts of them',
  about:
    'JSON is what can be read as JSON, whatever it is called; a form in which nothing can be found is refused by its name, and a part of a body is not masked.',
  attacks: [
    ...forms.map(([name, what, made]) =>
      answered(
        `json-that-is-${name}`,
        `says that it is JSON, and is ${what}`,
        typed('application/json', made),
        noJson,
      ),
    ),
    answered(
      'xml-that-is-json',
      'says that it is XML, and is JSON',
      typed('application/xml', json),
      unmaskable,
      list('application/xml'),
    ),
    answered(
      'xml-behind-space',
      'is XML behind white space',
      typed('application/json', (s) => `\n \t${xml(s).toString()}`),
      noJson,
    ),
    answered(
      'xml-behind-json',
      'has XML behind its JSON',
      typed('application/json', (s) => `{"id":7}${xml(s).toString()}`),
      noJson,
    ),
    answered(
      'lines-that-are-xml',
      'says that it is NDJSON, and is XML',
      typed('application/x-ndjson', xml),
      ['masked bodies', CUT],
      list('application/x-ndjson'),
    ),
    answered(
      'events-that-are-xml',
      'says that it is events, and is XML',
      typed('text/event-stream', xml),
      ['masked bodies', masked()],
      list('text/event-stream'),
    ),
    said('text-xml', 'text/xml', xml, undescribed),
    said('xml-suffix', 'application/vnd.people+xml', xml, undescribed),
    said('svg', 'image/svg+xml', xml, undescribed),
    said('x-protobuf', 'application/x-protobuf', protobuf, undescribed),
    said('grpc', 'application/grpc', grpc, undescribed),
    said('grpc-web', 'application/grpc-web+json', json, undescribed),
    said('msgpack', 'application/msgpack', msgpack, undescribed),
    said('cbor', 'application/cbor', cbor, undescribed),
    said('json-seq', 'application/json-seq', (s) => `\x1e${json(s).toString()}\n`, undescribed),
    said('mixed', 'multipart/mixed; boundary=b', mixed, undescribed),
    said('related', 'multipart/related; boundary=b; type="application/json"', mixed, undescribed),
    answered(
      'byteranges',
      'is ranges of bytes in parts, though none were asked for',
      typed('multipart/byteranges; boundary=b', ranges, '206 Partial Content'),
      undescribed,
    ),
    answered(
      'asked-ranges',
      'is ranges of bytes in parts, and they were asked for',
      typed('multipart/byteranges; boundary=b', ranges, '206 Partial Content'),
      undescribed,
      request({ headers: ['Range: bytes=10-20,30-40'] }),
    ),
    answered(
      'part-of-json',
      'is a part of the bytes, from within a value',
      typed('application/json', ({ ssn }) => ssn.slice(1), '206 Partial Content', [
        'Content-Range: bytes 10-20/100',
      ]),
      partial,
      request({ headers: ['Range: bytes=10-20'] }),
    ),
    answered(
      'whole-as-part',
      'is all of the bytes, called a part',
      typed('application/json', json, '206 Partial Content', ['Content-Range: bytes 0-99/100']),
      partial,
    ),
    answered(
      'unsatisfied',
      'tells how long it is, since the part is not there',
      ({ ssn }) => answer('', [`Content-Range: bytes */${ssn.length}`], '416 Range Not Satisfiable'),
      ['fields by list', withheld(416, 'with an error')],
      request({ headers: ['Range: bytes=9999-'] }),
    ),
    answered(
      'lines-with-mark',
      'is NDJSON behind a byte order mark',
      typed('application/x-ndjson', (s) => `\ufeff${json(s).toString()}\n`),
      shown,
      list('application/x-ndjson'),
    ),
    answered(
      'lines-with-two-marks',
      'is NDJSON with a byte order mark in the second line',
      typed('application/x-ndjson', (s) => `${json(s).toString()}\n\ufeff${json(s).toString()}\n`),
      ['masked bodies', CUT],
      list('application/x-ndjson'),
    ),
    answered(
      'event-retry',
      'has a value as the time of `retry`',
      typed('text/event-stream', (s) => `retry: ${s.ssn}\nid: 7\ndata: ${json(s).toString()}\n\n`),
      shown,
      list('text/event-stream'),
    ),
    answered(
      'event-id-nul',
      'has NUL within the id of an event',
      typed('text/event-stream', (s) => `id: 7\0${s.ssn}\ndata: ${json(s).toString()}\n\n`),
      shown,
      list('text/event-stream'),
    ),
    answered(
      'event-mark',
      'begins its events with a byte order mark',
      typed('text/event-stream', (s) => `\ufeffdata: ${json(s).toString()}\n\n`),
      shown,
      list('text/event-stream'),
    ),
    answered(
      'utf-32',
      'is JSON in UTF-32',
      typed('application/json', (s) =>
        Buffer.from([...json(s).toString()].flatMap((c) => [0, 0, 0, c.charCodeAt(0) & 0x7f])),
      ),
      noJson,
    ),
    answered(
      'utf-16-be',
      'is JSON in UTF-16, the other way round',
      typed('application/json', (s) => Buffer.from(json(s).toString(), 'utf16le').swap16()),
      noJson,
    ),
  ],
};
