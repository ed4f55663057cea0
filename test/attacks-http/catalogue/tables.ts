/** Tables in which a value stands where nobody looks for it. */
import { answer, answered, CUT, type Family, masked, request, type Secrets, withheld } from '../attack.ts';

const HONEST = request({ target: '/people', headers: ['Accept: text/csv'] });

function table(
  id: string,
  tries: string,
  made: (secrets: Secrets) => string | Buffer,
  expected: Parameters<typeof answered>[3],
  type = 'text/csv',
) {
  return answered(id, tries, (s) => answer(made(s), [`Content-Type: ${type}`]), expected, HONEST);
}

const shows = (saying: string) => ['columns by name', masked(200, saying)] as const;
const broken = ['columns by name', withheld(502, 'cannot be masked')] as const;
const unmaskable = ['described answers', withheld(502, 'in Accept')] as const;

export const tables: Family = {
  name: 'Tables',
  about: 'A column is what the first row calls it; what cannot be told apart for sure does not come through.',
  attacks: [
    table(
      'plain',
      'has labelled columns',
      (s) => `id,name,ssn,email\r\n7,Ada,${s.ssn},${s.email}\r\n`,
      shows('7,Ada,[redacted],[redacted]\r\n'),
    ),
    table(
      'line-feeds',
      'ends its lines as files do',
      (s) => `ssn,id\n"${s.ssn}",7`,
      shows('ssn,id\n[redacted],7\n'),
    ),
    table(
      'quoted-name',
      'has a name in quotes',
      (s) => `"ssn",id\r\n${s.ssn},7\r\n`,
      shows('"ssn",id\r\n[redacted],7\r\n'),
    ),
    table(
      'twice',
      'has a column twice',
      (s) => `ssn,ssn\r\n1,${s.ssn}\r\n`,
      shows('[redacted],[redacted]\r\n'),
    ),
    table(
      'undescribed',
      'has columns that nobody describes',
      (s) => `SSN,id, ssn,backup\r\n${s.ssn},7,${s.ssn},${s.email}\r\n`,
      shows('id\r\n7\r\n'),
    ),
    table('no-names', 'has no row of names', (s) => `7,Ada,${s.ssn}\r\n`, broken),
    table(
      'says-no-names',
      'says that it has no row of names',
      (s) => `7,Ada,${s.ssn}\r\n`,
      unmaskable,
      'text/csv; header=absent',
    ),
    table(
      'number',
      'has another value where a number is described',
      (s) => `id,name\r\n${s.ssn},Ada\r\n`,
      shows('id,name\r\n,Ada\r\n'),
    ),
    table(
      'object',
      'has JSON in a cell where an object is described',
      (s) => `id,address\r\n7,"{""street"":""${s.street}""}"\r\n`,
      shows('id,address\r\n7,\r\n'),
    ),
    table(
      'comma-in-value',
      'has commas, quotes and lines in a labelled value',
      (s) => `ssn,id\r\n"${s.ssn},""x"",\r\n7,8",7\r\n`,
      shows('[redacted],7\r\n'),
    ),
    table('shifted', 'has one cell more in a row', (s) => `ssn,name\r\n1,${s.ssn},Ada\r\n`, broken),
    table('short', 'has one cell fewer in a row', (s) => `ssn,id,name\r\n${s.ssn},Ada\r\n`, broken),
    table('semicolons', 'is split at semicolons', (s) => `id;ssn;name\r\n7;${s.ssn};Ada\r\n`, broken),
    table('tabs', 'is split at tabs', (s) => `id\tssn\r\n7\t${s.ssn}\r\n`, broken),
    table('separator-line', 'says how it is split', (s) => `sep=;\r\nid;ssn\r\n7;${s.ssn}\r\n`, broken),
    table(
      'backslashes',
      'escapes quotes as no table does',
      (s) => `id,ssn,name\r\n7,"a\\",${s.ssn},\\"",x\r\n`,
      broken,
    ),
    table('open-quote', 'does not close a quote', (s) => `id,ssn\r\n7,"${s.ssn}`, broken),
    table('quote-inside', 'has a quote within a cell', (s) => `name,ssn\r\nA"${s.ssn},"x\r\n`, broken),
    table('bare-cr', 'ends its lines in CR alone', (s) => `id,ssn\r7,${s.ssn}\r`, broken),
    table('comment', 'comments on itself', (s) => `# ${s.ssn}\r\nid,ssn\r\n7,1\r\n`, broken),
    table('comment-behind-names', 'has a comment for a row', (s) => `id,ssn\r\n# ${s.ssn}\r\n`, broken),
    table(
      'long-value',
      'has a labelled value of some length',
      (s) => `ssn,id\r\n${s.ssn.repeat(4000)},7\r\n`,
      shows('[redacted],7\r\n'),
    ),
    table(
      'bom',
      'begins with a byte order mark',
      (s) => `\ufeffssn,id\r\n${s.ssn},7\r\n`,
      shows('ssn,id\r\n[redacted],7\r\n'),
    ),
    table('utf-16', 'is in UTF-16', (s) => Buffer.from(`id,ssn\r\n7,${s.ssn}\r\n`, 'utf16le'), broken),
    table(
      'latin-1',
      'says that it is in Latin-1',
      (s) => `id,ssn\r\n7,${s.ssn}\r\n`,
      unmaskable,
      'text/csv; charset=iso-8859-1',
    ),
    table('json', 'is JSON', (s) => JSON.stringify([{ id: 7, ssn: s.ssn }]), broken),
    table(
      'late',
      'has a row that does not fit behind many',
      (s) => `id,ssn\r\n${`7,${'1'.repeat(100)}\r\n`.repeat(6000)}7,${s.ssn},x\r\n`,
      ['columns by name', CUT],
    ),
  ],
};
