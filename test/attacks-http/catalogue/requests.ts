/** Methods, header fields, proofs and bodies of requests that would be more than they are. */
import { gzipSync } from 'node:zlib';
import {
  type Attack,
  type Family,
  masked,
  type RequestParts,
  refused,
  request,
  sent,
  withheld,
} from '../attack.ts';
import { basic } from '../world/world.ts';

const noRoute = ['known routes', refused(403, 'has no operation')] as const;

export const methods: Family = {
  name: 'Methods',
  about: 'A method is its letters, and each is judged for itself.',
  attacks: [
    ...['PUT', 'TRACE', 'OPTIONS', 'HEAD', 'PROPFIND', 'LOCK', 'QUERY', 'PURGE', 'MOVE', 'SUBSCRIBE'].map(
      (method) =>
        sent(
          method.toLowerCase(),
          `sends ${method}`,
          request({ method }),
          method === 'HEAD' ? (['known routes', refused(403, '')] as const) : noRoute,
        ),
    ),
    sent('delete', 'sends a described method that nobody allows', request({ method: 'DELETE' }), [
      'known routes',
      refused(403, 'does not allow'),
    ]),
    sent('small-letters', 'writes a method in small letters', request({ method: 'get' }), [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    sent('made-up', 'makes a method up', request({ method: 'GETT' }), [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    sent('connect', 'asks for a tunnel', request({ method: 'CONNECT', target: 'db.internal:5432' }), [
      'strict parser',
      refused(403, 'another protocol'),
    ]),
    sent(
      'graphql',
      'posts GraphQL',
      request({
        method: 'POST',
        target: '/graphql',
        headers: ['Content-Type: application/json'],
        body: '{"query":"{people{ssn}}"}',
      }),
      ['known routes', refused(403, 'GraphQL')],
    ),
    sent(
      'graphql-elsewhere',
      'posts GraphQL to an operation of another name',
      request({
        method: 'POST',
        target: '/ask',
        headers: ['Content-Type: application/json'],
        body: '{"query":"{people{ssn}}"}',
      }),
      ['known routes', refused(403, 'GraphQL')],
    ),
    sent('graphql-query', 'asks in GraphQL', request({ target: '/ask?query=%7Bpeople%7Bssn%7D%7D' }), [
      'known routes',
      refused(403, 'GraphQL'),
    ]),
    sent(
      'graphql-type',
      'posts GraphQL as what it is',
      request({
        method: 'POST',
        target: '/search',
        headers: ['Content-Type: application/graphql'],
        body: '{people{ssn}}',
      }),
      ['judged bodies', refused(403, 'GraphQL')],
    ),
    sent(
      'search-for-graphql',
      'searches with what some take for GraphQL',
      request({
        method: 'POST',
        target: '/search',
        headers: ['Content-Type: application/json'],
        body: '{"query":"{people{ssn}}"}',
      }),
      ['masked bodies', masked()],
    ),
    sent('export', 'asks for what nobody describes the answer of', request({ target: '/export' }), [
      'described answers',
      { kind: 'withheld', status: 502, saying: 'does not describe' },
    ]),
  ],
};

function field(id: string, tries: string, line: string, outcome?: Parameters<typeof sent>[3]): Attack {
  const name = line.slice(0, line.indexOf(':')).toLowerCase();
  return sent(id, tries, request({ headers: [line] }), outcome ?? ['fields by list', masked()], `${name}: `);
}

export const fields: Family = {
  name: 'Header fields',
  about:
    'A field that nobody describes reaches no server that may take it for another method, path, caller or version.',
  attacks: [
    field(
      'trace-in-another-form',
      'hides text in a `traceparent` of its own form',
      'Traceparent: ' + '00-0123-note',
    ),
    field(
      'trace-of-nothing',
      'names a trace of zeros',
      `Traceparent: 00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
    ),
    sent(
      'trace-state-bomb',
      'sends more state of a trace than anybody must carry, for every system behind to keep and send on',
      request({
        headers: [
          `Traceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
          `Tracestate: a=${'x'.repeat(8_000)}`,
        ],
      }),
      ['fields by list', masked()],
      'tracestate: ',
    ),
    field('trace-state-alone', 'sends the state of a trace without one', 'Tracestate: a=b'),
    field('method-override', 'overrides the method', 'X-HTTP-Method-Override: DELETE'),
    field('method-override-2', 'overrides the method in another way', 'X-Method-Override: DELETE'),
    field('original-url', 'overrides the path', 'X-Original-URL: /admin/people/7'),
    field('rewrite-url', 'overrides the path in another way', 'X-Rewrite-URL: /admin/people/7'),
    field('forwarded-host', 'overrides the host', 'X-Forwarded-Host: admin.example'),
    field('forwarded-for', 'comes from elsewhere', 'X-Forwarded-For: 127.0.0.1'),
    field('forwarded-proto', 'comes over TLS', 'X-Forwarded-Proto: https'),
    field('forwarded', 'comes from elsewhere, by the standard', 'Forwarded: for=127.0.0.1'),
    field('real-ip', 'is somebody nearby', 'X-Real-IP: 127.0.0.1'),
    field('forwarded-user', 'is somebody else', 'X-Forwarded-User: admin'),
    field('remote-user', 'is somebody else, in another way', 'Remote-User: admin'),
    field('client-cert', 'shows a certificate that nobody verified', 'X-Client-Cert: admin'),
    field('proxy-authorization', 'proves itself to another proxy', 'Proxy-Authorization: Basic YTpi'),
    field('cookie', 'brings a session of the API', 'Cookie: session=admin'),
    field('range', 'asks for a part of the bytes', 'Range: bytes=100-110'),
    field('if-none-match', 'asks whether something changed', 'If-None-Match: "a"'),
    field(
      'if-modified-since',
      'asks whether something changed since',
      'If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT',
    ),
    field('if-range', 'asks for a part if nothing changed', 'If-Range: "a"'),
    field('if-match', 'asks for one version', 'If-Match: "a"', ['judged bodies', refused(403, 'version')]),
    field(
      'if-unmodified-since',
      'asks for an old version',
      'If-Unmodified-Since: Mon, 01 Jan 2024 00:00:00 GMT',
      ['judged bodies', refused(403, 'version')],
    ),
    field('masked-field', 'sends a value that it sees masked', 'X-Email: ada@alpha.example', [
      'known routes',
      refused(403, 'the parameter \\"X-Email\\"'),
    ]),
    field('accept-encoding', 'asks for a coding that nobody knows', 'Accept-Encoding: sdch, x-made-up'),
    field('te', 'asks for trailers', 'TE: trailers'),
    field('trailer', 'announces trailers', 'Trailer: Authorization'),
    field('keep-alive', 'speaks to the next hop', 'Keep-Alive: timeout=9999'),
    field('websocket', 'asks for a WebSocket', 'Upgrade: websocket', [
      'strict parser',
      refused(403, 'another protocol'),
    ]),
    field('h2c', 'asks for HTTP/2', 'Upgrade: h2c', ['strict parser', refused(403, 'another protocol')]),
    field('expectation', 'expects what nobody knows', 'Expect: 200-ok', [
      'strict parser',
      refused(417, 'expectation'),
    ]),
    field(
      'length-as-option',
      'has its length taken for the hop’s',
      'Connection: content-length, authorization',
      ['one reading', masked()],
    ),
    field('second-authorization', 'proves to be two', `Authorization: ${basic('owner')}`, [
      'one reading',
      refused(400, 'twice'),
    ]),
    field('debug', 'asks for more', 'X-Debug: 1'),
    field('csrf', 'wears a badge', 'X-Requested-With: XMLHttpRequest'),
    field('profile', 'chooses fields', 'X-Fields: ssn'),
  ].map((attack) => ({
    ...attack,
    // The proxy says these itself.
    unseen: [
      'accept-encoding',
      'length-as-option',
      'second-authorization',
      'keep-alive',
      'expectation',
    ].includes(attack.id)
      ? null
      : attack.unseen,
  })),
};

const bare = (authorization: string) =>
  request({
    head: [
      'Host: a',
      'Connection: close',
      ...(authorization === '' ? [] : [`Authorization: ${authorization}`]),
    ],
  });
const unproven = ['proof of identity', refused(401, 'who you are')] as const;
const token = (header: object, payload: object) =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

/** A token of the proxy's own kind: links, and what stands for its proof. */
const chain = (proof: string, ...links: readonly string[]) => `Bearer dlpt1~${[...links, proof].join('~')}`;
const forged = (typ: string, claims: object) => `${token({ alg: 'Ed25519', typ }, claims)}.${'A'.repeat(86)}`;
const root = {
  ...{ jti: 'a', aud: 'dlp-proxy', sub: 'owner', kind: 'service', groups: ['owners'], claims: {} },
  ...{ iat: 1, exp: 9e9, task: { id: '', name: '' } },
  cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } },
};

export const proofs: Family = {
  name: 'Proofs',
  about: 'Who cannot prove who they are learns nothing, and not which users there are.',
  attacks: [
    sent('none', 'proves nothing', bare(''), unproven),
    sent('wrong-password', 'guesses a password', bare(basic('owner', 'guess')), unproven),
    sent(
      'unknown-user',
      'guesses a user',
      bare(`Basic ${Buffer.from('root:toor').toString('base64')}`),
      unproven,
    ),
    sent('empty-password', 'sends no password', bare(basic('owner', '')), unproven),
    sent(
      'no-colon',
      'sends a user alone',
      bare(`Basic ${Buffer.from('owner').toString('base64')}`),
      unproven,
    ),
    sent('not-base64', 'sends what is no base64', bare('Basic ****'), unproven),
    sent('two-schemes', 'sends two schemes', bare(`${basic('owner', 'x')}, Bearer a`), unproven),
    sent('digest', 'sends a scheme that nobody knows', bare('Digest username="owner"'), unproven),
    sent(
      'no-signature',
      'signs a token with nothing',
      bare(
        `Bearer ${token({ alg: 'none' }, { iss: 'https://login.corp.example', sub: 'owner', exp: 9e9 })}.`,
      ),
      unproven,
    ),
    sent(
      'own-forged',
      "forges a token of the proxy's own issuers",
      bare(chain('A'.repeat(43), forged('dlp-token+jwt', root))),
      unproven,
    ),
    sent(
      'own-unsigned',
      'leaves out the signature of such a token',
      bare(chain('A'.repeat(43), `${token({ alg: 'none', typ: 'dlp-token+jwt' }, root)}.A`)),
      unproven,
    ),
    sent(
      'own-link-for-root',
      'begins such a token with a link that only narrows',
      bare(chain('A'.repeat(86), forged('dlp-link+jwt', root), forged('dlp-link+jwt', root))),
      unproven,
    ),
    sent('own-empty', 'sends such a token without a link', bare(chain('A'.repeat(43))), unproven),
    sent(
      'own-many-links',
      'sends such a token with more links than there may be',
      bare(chain('A'.repeat(43), ...Array.from({ length: 9 }, () => forged('dlp-token+jwt', {})))),
      unproven,
    ),
    sent('no-token', 'sends what is no token', bare('Bearer undefined'), unproven),
    sent('long-token', 'sends a token without end', bare(`Bearer ${'a'.repeat(12_000)}`), unproven),
    sent(
      'verifier',
      'sends a verifier in place of a password',
      bare(basic('owner', 'SCRAM-SHA-256$4096:')),
      unproven,
    ),
    sent('stranger', 'is somebody whom no policy names', request({ caller: 'stranger' }), [
      'known routes',
      refused(403, 'no policy of people applies'),
    ]),
  ],
};

function body(
  id: string,
  tries: string,
  text: string | Buffer,
  outcome: Parameters<typeof sent>[3],
  parts: RequestParts = {},
): Attack {
  const headers = ['Content-Type: application/json'];
  return sent(
    id,
    tries,
    request({ method: 'POST', target: '/people', headers, body: text, ...parts }),
    outcome,
  );
}

const has = (name: string) => ['judged bodies', refused(403, `property \\"${name}\\"`)] as const;
const undescribed = ['judged bodies', refused(403, 'not what the document describes')] as const;
const broken = ['judged bodies', refused(400, 'cannot judge the body')] as const;
const typed = (type: string): RequestParts => ({ headers: [`Content-Type: ${type}`] });
const unjudged = ['judged bodies', refused(415, '')] as const;

export const bodies: Family = {
  name: 'Bodies of requests',
  about: 'A mask is never written back over the value, and no value is guessed by writing.',
  attacks: [
    body('masked-field', 'writes a field that it sees masked', '{"email":"[redacted]"}', has('email')),
    body('escaped-name', 'escapes the name', '{"\\u0065m\\u0061il":"x"}', has('email')),
    body('null', 'writes null', '{"ssn":null}', has('ssn')),
    body('nested', 'writes it deeper', '{"manager":{"manager":{"ssn":"x"}}}', has('ssn')),
    body(
      'in-union',
      'writes it in one of several',
      '{"payment":{"kind":"Transfer","number":"1"}}',
      has('number'),
    ),
    body('in-list', 'writes a list where one is', '[{"email":"x"}]', [
      'judged bodies',
      refused(403, 'not what the document describes'),
    ]),
    body('second-time', 'writes it behind an honest one', '{"name":"a","name":"b","ssn":"c"}', has('ssn')),
    body('in-map', 'hides it in what is a text', '{"name":{"email":"x"}}', has('name')),
    body('undescribed', 'writes what nobody describes', '{"isAdmin":true}', undescribed),
    body('other-letters', 'writes the name in capitals', '{"EMAIL":"x"}', undescribed),
    body('prototype', 'writes to the prototype', '{"__proto__":{"email":"x"}}', undescribed),
    body('serialised', 'writes the whole as a text', '"{\\"email\\":\\"x\\"}"', [
      'judged bodies',
      refused(403, 'not what the document describes'),
    ]),
    body('bom', 'puts a byte order mark before it', '\ufeff{"email":"x"}', has('email')),
    body('utf-16', 'writes in UTF-16', Buffer.from('{"email":"x"}', 'utf16le'), broken),
    body('no-utf8', 'writes what is no UTF-8', Buffer.from('{"name":"\xff"}', 'latin1'), broken),
    body('comment', 'hides it in a comment that some readers skip', '{/*"a":1,*/"name":"x"}', broken),
    body('single-quotes', 'writes quotes that some readers take', "{'email':'x'}", broken),
    body('trailing-comma', 'ends with a comma that some readers skip', '{"name":"x",}', broken),
    body('two-values', 'sends a second value', '{"name":"x"}{"email":"y"}', broken),
    body('garbage', 'ends with something else', '{"name":"x"}]', broken),
    body('nan', 'writes a number that is none', '{"id":NaN}', broken),
    body('deep', 'nests without end', `{"tags":${'['.repeat(600)}${']'.repeat(600)}}`, broken),
    body('large', 'sends a body without end', `{"name":"${'a'.repeat(2_000_000)}"}`, [
      'judged bodies',
      refused(413, 'bytes'),
    ]),
    body('packed', 'packs it', gzipSync('{"email":"x"}'), unjudged, {
      headers: ['Content-Type: application/json', 'Content-Encoding: gzip'],
    }),
    body(
      'utf-7',
      'says that it is in UTF-7',
      '{"email":"x"}',
      unjudged,
      typed('application/json; charset=utf-7'),
    ),
    body(
      'two-charsets',
      'says two charsets',
      '{"email":"x"}',
      unjudged,
      typed('application/json; charset=utf-8; charset=utf-16'),
    ),
    body(
      'form',
      'sends a form',
      'em%61il=x',
      ['judged bodies', refused(403, 'email')],
      typed('application/x-www-form-urlencoded'),
    ),
    body(
      'multipart',
      'sends a part without a name',
      '--a\r\n\r\nx\r\n--a--',
      broken,
      typed('multipart/form-data; boundary=a'),
    ),
    body('xml', 'sends XML', '<email>x</email>', unjudged, typed('application/xml')),
    body('text', 'sends JSON as a text', '{"email":"x"}', unjudged, typed('text/plain')),
    body('no-type', 'does not say what it sends', '{"email":"x"}', unjudged, { headers: [] }),
    body(
      'bad-type',
      'says what is no media type',
      '{"email":"x"}',
      unjudged,
      typed('application/json, text/plain'),
    ),
    body('two-types', 'says two media types', '{"email":"x"}', ['one reading', refused(400, 'twice')], {
      headers: ['Content-Type: text/plain', 'Content-Type: application/json'],
    }),
    body('empty', 'sends nothing where something is', ' ', [
      'described answers',
      withheld(502, 'does not describe'),
    ]),
  ],
};
