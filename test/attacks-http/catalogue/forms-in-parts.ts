/** Forms in parts that two readers take apart in two ways: the proxy sees an honest one, the API another. */
import { type Attack, type Family, refused, request, sent } from '../attack.ts';

type Outcome = Parameters<typeof sent>[3];

const PART = 'Content-Disposition: form-data; name="name"\r\n\r\nAda\r\n';
const HIDDEN = 'Content-Disposition: form-data; name="email"\r\n\r\nx\r\n';

function form(
  id: string,
  tries: string,
  body: string | Buffer,
  outcome: Outcome,
  type = 'multipart/form-data; boundary=b',
): Attack {
  const headers = [`Content-Type: ${type}`];
  return sent(id, tries, request({ method: 'POST', target: '/people', headers, body }), outcome);
}

/** One with these lines as the head of its only part. */
const head = (...lines: readonly string[]) => `--b\r\n${lines.join('\r\n')}\r\n\r\nx\r\n--b--\r\n`;
const named = (text: string) => `Content-Disposition: form-data; ${text}`;

const has = (name: string) => ['judged bodies', refused(403, `property \\"${name}\\"`)] as const;
const undescribed = ['judged bodies', refused(403, 'not what the document describes')] as const;
const broken = (saying: string) => ['one reading of parts', refused(400, saying)] as const;
const twoNames = broken('whose name can be read in two ways');
const untyped = ['judged bodies', refused(415, '')] as const;

export const parts: Family = {
  name: 'Forms in parts',
  about:
    'A part is judged as the property that it names; one that could have another name for another reader is refused.',
  attacks: [
    form('masked-field', 'writes a field that it sees masked', `--b\r\n${HIDDEN}--b--\r\n`, has('email')),
    form('second', 'writes it behind an honest one', `--b\r\n${PART}--b\r\n${HIDDEN}--b--`, has('email')),
    form('undescribed', 'writes what nobody describes', head(named('name="isAdmin"')), undescribed),
    form('capitals', 'writes the name in capitals', head(named('name="EMAIL"')), undescribed),
    form('nested-name', 'writes the name as a path', head(named('name="address[street]"')), undescribed),
    form(
      'file',
      'writes it as a file',
      head(named('name="email"; filename="a.txt"'), 'Content-Type: text/plain'),
      has('email'),
    ),
    form(
      'json-part',
      'writes it in a part of JSON',
      '--b\r\nContent-Disposition: form-data; name="manager"\r\nContent-Type: application/json\r\n\r\n{"ssn":"x"}\r\n--b--',
      has('manager'),
    ),
    form(
      'json-as-text',
      'writes it as JSON in a part of text',
      '--b\r\nContent-Disposition: form-data; name="address"\r\n\r\n{"street":"x"}\r\n--b--',
      has('address'),
    ),
    form('two-names', 'gives a part two names', head(named('name="name"; name="email"')), twoNames),
    form(
      'two-dispositions',
      'names a part twice',
      head(named('name="name"'), named('name="email"')),
      broken('forms do not have'),
    ),
    form(
      'coded-name',
      'names it in another coding',
      head(named('name="name"; name*=UTF-8\'\'email')),
      twoNames,
    ),
    form(
      'coded-file',
      'hides a name behind a file',
      head(named('name="name"; filename*=UTF-8\'\'a')),
      twoNames,
    ),
    form('escaped-name', 'escapes a quote in a name', head(named('name="name\\"; name=\\"email"')), twoNames),
    form('percent-name', 'writes a name in percent codes', head(named('name="em%61il"')), twoNames),
    form('bare-name', 'leaves the quotes out', head(named('name=email')), twoNames),
    form('other-quotes', 'has other quotes', head(named("name='email'")), twoNames),
    form(
      'no-form',
      'says that a part is an attachment',
      head('Content-Disposition: attachment; name="email"'),
      twoNames,
    ),
    form(
      'folded',
      'folds the line that has the name',
      head('Content-Disposition: form-data;\r\n name="email"'),
      twoNames,
    ),
    form('no-name', 'names nothing', head('Content-Type: text/plain'), broken('without a name')),
    form(
      'transfer-coding',
      'codes a part',
      head(named('name="name"'), 'Content-Transfer-Encoding: base64'),
      broken('forms do not have'),
    ),
    form(
      'other-charset',
      'writes a part in UTF-7',
      head(named('name="name"'), 'Content-Type: text/plain; charset=utf-7'),
      broken('charset'),
    ),
    form('charset-part', 'names a charset in a part', head(named('name="_charset_"')), broken('charset')),
    form(
      'preamble',
      'begins before the first boundary',
      `--a\r\n${HIDDEN}--b\r\n${PART}--b--`,
      broken('does not begin'),
    ),
    form(
      'epilogue',
      'goes on behind the last boundary',
      `--b\r\n${PART}--b--\r\n--b\r\n${HIDDEN}--b--`,
      broken('behind its end'),
    ),
    form(
      'longer-boundary',
      'has a boundary that begins like it',
      `--b\r\n${PART}--bc\r\n${HIDDEN}--b--`,
      broken('behind a boundary'),
    ),
    form(
      'padded-boundary',
      'has a space behind a boundary',
      `--b\r\n${PART}--b \r\n${HIDDEN}--b--`,
      broken('behind a boundary'),
    ),
    form(
      'line-feeds',
      'has a boundary behind LF alone',
      `--b\r\n${PART.slice(0, -2)}\n--b\n${HIDDEN}\r\n--b--`,
      broken('within a line'),
    ),
    form(
      'all-line-feeds',
      'ends all its lines in LF',
      `--b\r\n${PART}--b--`.replaceAll('\r', ''),
      broken('behind a boundary'),
    ),
    form('unended', 'does not end', `--b\r\n${PART}`, broken('too early')),
    form('no-head', 'has a part without a head', '--b\r\nemail=x\r\n--b--', broken('without a head')),
    form(
      'nested',
      'puts parts into a part',
      `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n${HIDDEN}--c--\r\n--b--`,
      broken('media type'),
    ),
    form(
      'two-boundaries',
      'says two boundaries',
      `--b\r\n${PART}--b--`,
      untyped,
      'multipart/form-data; boundary=b; boundary=c',
    ),
    form(
      'coded-boundary',
      'says another boundary in another coding',
      `--b\r\n${PART}--b--`,
      untyped,
      "multipart/form-data; boundary=b; boundary*=UTF-8''c",
    ),
    form('no-boundary', 'says no boundary', `--b\r\n${PART}--b--`, untyped, 'multipart/form-data'),
    form(
      'escaped-boundary',
      'escapes its boundary',
      `--b\r\n${PART}--b--`,
      untyped,
      'multipart/form-data; boundary="\\b"',
    ),
    form(
      'many',
      'has parts without end',
      `${`--b\r\n${PART}`.repeat(1001)}--b--`,
      broken('more than 1000 parts'),
    ),
    form(
      'no-utf8',
      'has a name that is no UTF-8',
      Buffer.from(head(named('name="na\xffme"')), 'latin1'),
      undescribed,
    ),
    form(
      'mixed',
      'says that its parts are no form',
      `--b\r\n${HIDDEN}--b--`,
      untyped,
      'multipart/mixed; boundary=b',
    ),
  ],
};
