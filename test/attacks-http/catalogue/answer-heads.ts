/** Fields and statuses of answers that tell what their bodies must not. */
import {
  type Attack,
  answer,
  answered,
  type Family,
  masked,
  person,
  request,
  type Secrets,
  withheld,
} from '../attack.ts';

const text = (secrets: Secrets) => JSON.stringify(person(secrets));
const redacted = (saying = 'redacted') => ['masked bodies', masked(200, saying)] as const;

function withField(id: string, tries: string, line: (secrets: Secrets) => string): Attack {
  return answered(id, tries, (s) => answer(text(s), ['Content-Type: application/json', line(s)]), [
    'fields by list',
    masked(200, 'redacted'),
  ]);
}

function withStatus(
  id: string,
  tries: string,
  status: string,
  outcome: Attack['expect'],
  type = 'text/html',
  more: (s: Secrets) => string = () => 'X-A: b',
): Attack {
  return answered(
    id,
    tries,
    (s) => answer(`<p>${s.ssn} ${s.email}</p>`, [`Content-Type: ${type}`, more(s)], status),
    ['described answers', outcome],
  );
}

export const heads: Family = {
  name: 'Heads of answers',
  about: 'Of the fields of an answer those pass that say nothing of what is hidden in its body.',
  attacks: [
    withField('undescribed', 'has a field that nobody describes', (s) => `X-Customer: ${s.email}`),
    withField('masked', 'has a described field with a masked value', (s) => `X-Email: ${s.email}`),
    withField('etag', 'has a tag made of its bytes', (s) => `ETag: "${s.ssn}"`),
    withField('weak-etag', 'has a weak tag', (s) => `ETag: W/"${s.ssn}"`),
    withField('last-modified', 'says when it was changed', (s) => `Last-Modified: ${s.born}`),
    withField(
      'digest',
      'has a digest of its bytes',
      (s) => `Content-Digest: sha-256=:${Buffer.from(s.ssn).toString('base64')}:`,
    ),
    withField(
      'old-digest',
      'has a digest of the old kind',
      (s) => `Content-MD5: ${Buffer.from(s.ssn).toString('base64')}`,
    ),
    withField('signature', 'is signed', (s) => `Signature: ${s.ssn}`),
    withField('set-cookie', 'sets a cookie', (s) => `Set-Cookie: who=${s.email}`),
    withField('location', 'says where it is', (s) => `Content-Location: /people?email=${s.email}`),
    withField('link', 'links to others', (s) => `Link: </people?email=${s.email}>; rel=next`),
    withField(
      'disposition',
      'has a file name',
      (s) => `Content-Disposition: attachment; filename="${s.email}.json"`,
    ),
    withField('timing', 'says how long it took', (s) => `Server-Timing: db;desc="${s.ssn}"`),
    withField('realm', 'asks for a proof', (s) => `WWW-Authenticate: Basic realm="${s.email}"`),
    withField('refresh', 'leads elsewhere', (s) => `Refresh: 0; url=/?${s.email}`),
    withField('warning', 'warns', (s) => `Warning: 199 - "${s.ssn}"`),
    withField('cors', 'lets others read it', (s) => `Access-Control-Expose-Headers: ${s.email}`),
    withField('powered-by', 'says what it runs on', (s) => `X-Powered-By: ${s.ssn}`),
    withField('via', 'says which way it came', (s) => `Via: 1.1 ${s.street.replaceAll(' ', '-')}`),
    withField('cache', 'lets others keep it', () => 'Cache-Control: public, max-age=1000'),
    answered(
      'reason',
      'says more behind the status',
      (s) => answer(text(s), ['Content-Type: application/json'], `200 ${s.ssn}`),
      redacted(),
    ),
    answered(
      'trailer',
      'has fields behind its body',
      (s) =>
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: X-Ssn\r\n\r\n2\r\n{}\r\n0\r\nX-Ssn: ${s.ssn}\r\n\r\n`,
      redacted('{}'),
    ),
    answered(
      'trailer-described',
      'has a labelled field behind its body',
      (s) =>
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: X-Version, X-Email, Content-Type\r\n\r\n2\r\n{}\r\n0\r\nX-Version: 3\r\nX-Email: ${s.email}\r\nContent-Type: text/html\r\n\r\n`,
      ['fields by list', masked(200, '{}')],
      request({ headers: ['TE: trailers'] }),
    ),
    answered(
      'trailer-unannounced',
      'has a field behind its body that it did not announce',
      (s) =>
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Version: ${s.ssn}\r\n\r\n`,
      ['fields by list', masked(200, '{}')],
      request({ headers: ['TE: trailers'] }),
    ),
    answered(
      'early-hints',
      'hints at something before',
      (s) =>
        Buffer.concat([
          Buffer.from(`HTTP/1.1 103 Early Hints\r\nLink: <${s.email}>\r\n\r\n`),
          answer(text(s)),
        ]),
      redacted(),
    ),
    answered(
      'chunk-extension',
      'has words between its chunks',
      (s) =>
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;ssn=${s.ssn}\r\n{}\r\n0\r\n\r\n`,
      redacted('{}'),
    ),
    answered(
      'too-short',
      'is longer than it says',
      (s) => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}${s.ssn}`,
      redacted('{}'),
    ),
    answered(
      'too-long',
      'is shorter than it says',
      (s) => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n${text(s)}`,
      ['masked bodies', withheld(502)],
    ),
    answered('no-http', 'is no HTTP', (s) => s.ssn, ['described answers', withheld(502)]),
    answered(
      'upgrade',
      'becomes another protocol',
      (s) => `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n${s.ssn}`,
      ['described answers', withheld(502)],
    ),
    withStatus(
      'error',
      'is an error that nobody describes',
      '500 Internal Server Error',
      withheld(500, 'an error'),
    ),
    withStatus(
      'error-as-json',
      'is an error in another type',
      '500 Internal Server Error',
      withheld(500, 'an error'),
      'application/json',
    ),
    withStatus(
      'not-found',
      'is not found, with what was looked for',
      '404 Not Found',
      withheld(404, 'an error'),
    ),
    withStatus('conflict', 'tells of a conflict', '409 Conflict', withheld(409, 'an error'), 'text/plain'),
    withStatus(
      'redirect',
      'leads elsewhere',
      '302 Found',
      masked(302),
      'text/html',
      (s) => `Location: /people?email=${s.email}`,
    ),
    withStatus('choices', 'offers choices', '300 Multiple Choices', masked(300)),
    withStatus(
      'part',
      'is a part',
      '206 Partial Content',
      withheld(502, ''),
      'application/json',
      () => 'Content-Range: bytes 0-9/100',
    ),
    withStatus(
      'created',
      'is of a status that nobody describes',
      '203 Non-Authoritative',
      withheld(502, 'does not describe'),
    ),
    answered(
      'no-content',
      'has a body where there is none',
      (s) => `HTTP/1.1 204 No Content\r\n\r\n${s.ssn}`,
      ['described answers', masked(204)],
    ),
    answered(
      'not-modified',
      'says that nothing changed',
      (s) => `HTTP/1.1 304 Not Modified\r\nETag: "${s.ssn}"\r\n\r\n`,
      ['described answers', masked(304)],
    ),
  ],
};
