/** Paths and queries that a server behind could read as others than those that were judged. */
import { type Attack, type Family, masked, refused, request, sent } from '../attack.ts';

const read = (saying: string) => ['one target', refused(400, saying)] as const;
const unknown = ['known routes', refused(403, 'has no operation')] as const;
const denied = ['known routes', refused(403, 'does not allow')] as const;

function path(id: string, tries: string, target: string, outcome: Parameters<typeof sent>[3]): Attack {
  return sent(id, tries, request({ target }), outcome, 'admin');
}

export const paths: Family = {
  name: 'Paths',
  about: 'The path that is judged is the path that is sent, however it is written.',
  attacks: [
    path('denied', 'asks for what nobody allows', '/admin/people/7', denied),
    path('undescribed', 'asks for what nobody describes', '/internal', unknown),
    path('dots', 'climbs with dots', '/people/../admin/people/7', read('dots')),
    path('one-dot', 'hides a segment behind a dot', '/people/./7', read('dots')),
    path('encoded-dots', 'climbs with encoded dots', '/people/%2e%2e/admin/people/7', read('dots')),
    path(
      'half-encoded-dots',
      'climbs with a dot and an encoded one',
      '/people/.%2E/admin/people/7',
      read('dots'),
    ),
    path('dots-at-end', 'ends in dots', '/people/7/..', read('dots')),
    path('encoded-slash', 'encodes a slash', '/people%2f7', read('hides a slash')),
    path(
      'encoded-slash-dots',
      'climbs behind an encoded slash',
      '/people/7%2f..%2f..%2fadmin',
      read('hides a slash'),
    ),
    path('double-encoded', 'encodes twice', '/people/%252e%252e/admin', read('encoded twice')),
    path('double-encoded-slash', 'encodes a slash twice', '/people/7%252f..', read('encoded twice')),
    path('backslash', 'writes a backslash', '/people\\7', read('characters')),
    path('encoded-backslash', 'encodes a backslash', '/people/..%5cadmin', read('hides a slash')),
    path('two-slashes', 'writes two slashes', '/people//7', read('two slashes')),
    path('leading-slashes', 'begins with two slashes', '//admin/people/7', read('two slashes')),
    path(
      'semicolon',
      'hides parameters behind a semicolon',
      '/people;x=/../admin/people/7',
      read('characters'),
    ),
    path('encoded-semicolon', 'encodes a semicolon', '/people%3b/7', read('hides a slash')),
    path('null-byte', 'cuts with NUL', '/people/7%00.html', read('hides a slash')),
    path('line-break', 'breaks the line', '/people/7%0d%0aX-A:%20b', read('hides a slash')),
    path('overlong', 'writes a dot in too many bytes', '/people/%c0%ae%c0%ae/admin', read('does not decode')),
    path('overlong-slash', 'writes a slash in too many bytes', '/people%c0%af7', read('does not decode')),
    path('no-utf8', 'writes what is no UTF-8', '/people/%ff', read('does not decode')),
    path('bad-percent', 'writes a percent sign that encodes nothing', '/people/%zz', read('does not decode')),
    path('iis-unicode', 'encodes as nobody does', '/people/%u002e', read('does not decode')),
    path('fragment', 'adds a fragment', '/people/7#/admin', read('characters')),
    path('absolute', 'names another server', 'http://admin.example/people/7', read('characters')),
    path('absolute-own', 'names the server', 'http://people.example/admin/people/7', read('characters')),
    path('authority', 'names an authority', 'admin.example:80', [
      'strict parser',
      refused(400, 'one meaning'),
    ]),
    path('user-info', 'names a user before the path', '//user@admin.example/people', read('two slashes')),
    path('asterisk', 'asks of the server as a whole', '*', read('characters')),
    path('upper-case', 'writes the path in capitals', '/ADMIN/people/7', unknown),
    path('upper-case-route', 'writes a more specific path in capitals', '/people/ME', [
      'known routes',
      refused(403, 'servers disagree'),
    ]),
    path('upper-case-own', 'writes its own path in capitals', '/PEOPLE/7', unknown),
    path('encoded-letters', 'encodes letters', '/%61dmin/people/7', denied),
    path('trailing-slash', 'ends with a slash', '/people/7/', unknown),
    path('trailing-dot', 'ends a segment with a dot', '/people./7', unknown),
    path('trailing-space', 'ends a segment with a space', '/people%20/7', unknown),
    path('full-width', 'writes full-width letters', '/%ef%bd%81dmin/people/7', unknown),
    path('dotless-i', 'writes a letter that folds to another', '/people/m%C4%B1', [
      'masked bodies',
      masked(),
    ]),
    path('masked-value', 'looks for a value that it sees masked', '/people/by-email/ada@alpha.example', [
      'known routes',
      refused(403, 'the parameter \\"email\\"'),
    ]),
    path('too-long', 'sends a path without end', `/people/${'7'.repeat(9_000)}`, read('longer than')),
    path('graphql', 'asks through GraphQL', '/GraphQL', unknown),
    path('odd-but-one', 'encodes what needs none', '/people/%37', ['masked bodies', masked()]),
  ],
};

function query(id: string, tries: string, text: string, outcome: Parameters<typeof sent>[3]): Attack {
  return sent(id, tries, request({ target: `/people?${text}` }), outcome, 'email');
}

const parameter = ['known routes', refused(403, 'the query has a parameter')] as const;
const maskedParameter = ['known routes', refused(403, 'the parameter \\"email\\"')] as const;

export const queries: Family = {
  name: 'Queries',
  about:
    'A value that its caller sees masked finds nothing, and a parameter that nobody describes goes nowhere.',
  attacks: [
    query('masked', 'finds by a masked value', 'email=ada@alpha.example', maskedParameter),
    query('encoded-name', 'encodes the name', '%65mail=ada@alpha.example', maskedParameter),
    query('empty', 'asks for no value', 'email=', maskedParameter),
    query('without-value', 'leaves the value out', 'email', maskedParameter),
    query('second', 'hides it behind another', 'cursor=a&email=b', maskedParameter),
    query('twice', 'sends it twice', 'email=a&email=b', maskedParameter),
    query('array', 'sends a list of it', 'email[]=a', read('characters')),
    query('encoded-array', 'sends an encoded list of it', 'email%5B%5D=a', parameter),
    query('object', 'sends a part of it', 'email.domain=a', parameter),
    query('operator', 'sends it with an operator', 'email__startswith=a', parameter),
    query('capitals', 'writes it in capitals', 'EMAIL=a', parameter),
    query('space', 'puts a space before it', '+email=a', parameter),
    query('null-byte', 'ends it with NUL', 'email%00=a', parameter),
    query('bom', 'puts a byte order mark before it', '%EF%BB%BFemail=a', parameter),
    query('semicolon', 'separates by a semicolon', 'cursor=a;email=b', read('characters')),
    query('encoded-separator', 'encodes the separator', 'cursor=a%26watch%3Db', ['masked bodies', masked()]),
    query('encoded-second', 'encodes the separator before a masked one', 'cursor=a%26email%3Db', [
      'named fields',
      refused(403, 'names the field'),
    ]),
    query('question-marks', 'begins with a second question mark', '?email=a', parameter),
    query('method', 'names another method', '_method=DELETE', parameter),
    query('fields', 'chooses fields', 'fields=ssn', parameter),
    query('sort', 'orders by a masked field', 'sort=salary', parameter),
    query('callback', 'asks for a script', 'callback=alert', parameter),
    query('format', 'asks for another form', 'format=xml', parameter),
    query('filter', 'sends a filter of its own', 'filter=email%20eq%20%27a%27', parameter),
    query('prototype', 'names the prototype', '__proto__=a', parameter),
    query('no-utf8', 'sends what is no UTF-8', 'cursor=%ff', read('query does not decode')),
    query('bracketed-prototype', 'reaches into the constructor', 'constructor%5Bprototype%5D=a', parameter),
  ].map((attack) => (attack.id === 'encoded-separator' ? { ...attack, unseen: '&watch' } : attack)),
};
