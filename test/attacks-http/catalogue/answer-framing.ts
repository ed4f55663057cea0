/** Answers that end in two places, or that are two: what one reader takes for an end is where another one goes on. */
import { answered, type Family, masked, person, type Secrets, withheld } from '../attack.ts';

const text = (secrets: Secrets) => JSON.stringify(person(secrets));
const TYPE = 'Content-Type: application/json';

/** The lines of a head, and a body behind it. */
const said =
  (lines: readonly string[], body: (secrets: Secrets) => string = text) =>
  (secrets: Secrets) => {
    const content = body(secrets);
    const head = lines.map((line) => line.replace('LENGTH', String(content.length)));
    return `${[...head, TYPE].join('\r\n')}\r\n\r\n${content}`;
  };

const OK = 'HTTP/1.1 200 OK';
const CHUNKED = 'Transfer-Encoding: chunked';
const chunk = (content: string) => `${content.length.toString(16)}\r\n${content}\r\n`;
const unread = ['one reading of answers', withheld(502, 'cannot be reached')] as const;
const broken = ['one reading of answers', withheld(502, 'cannot be read')] as const;
const redacted = ['masked bodies', masked(200, 'redacted')] as const;
const second = (secrets: Secrets) => `${OK}\r\n${TYPE}\r\nContent-Length: 999\r\n\r\n${text(secrets)}`;

export const answerFraming: Family = {
  name: 'Framing of answers',
  about: 'Where an answer ends has one meaning, or it is none; what stands behind it belongs to nobody.',
  attacks: [
    answered(
      'length-and-coding',
      'has a length and a coding',
      said([OK, 'Content-Length: LENGTH', CHUNKED]),
      unread,
    ),
    answered(
      'two-lengths',
      'has two lengths',
      said([OK, 'Content-Length: LENGTH', 'Content-Length: 2']),
      unread,
    ),
    answered(
      'same-lengths',
      'has one length twice',
      said([OK, ...Array(2).fill('Content-Length: LENGTH')]),
      unread,
    ),
    answered(
      'list-of-lengths',
      'has a list of lengths',
      said([OK, 'Content-Length: LENGTH, LENGTH']),
      unread,
    ),
    answered('length-with-sign', 'has a length with a sign', said([OK, 'Content-Length: +LENGTH']), unread),
    answered(
      'space-before-colon',
      'has a space before a colon',
      said([OK, 'Content-Length : LENGTH']),
      unread,
    ),
    answered(
      'folded',
      'goes on with a field on the next line',
      said([OK, 'X-A: b', ' Content-Length: 2']),
      unread,
    ),
    answered('bare-cr', 'has a bare CR in its head', said([OK, 'X-A: b\rContent-Length: 2']), unread),
    answered('bare-lf', 'ends its lines with LF', (s) => `${OK}\n${TYPE}\n\n${text(s)}`, unread),
    answered('nul', 'has NUL in its head', said([OK, 'X-A: b\0']), unread),
    answered(
      'nearly-chunked',
      'has a coding that is nearly chunked',
      said([OK, 'Transfer-Encoding: xchunked']),
      unread,
    ),
    answered(
      'coding-of-1.0',
      'has chunks in HTTP/1.0',
      said(['HTTP/1.0 200 OK', CHUNKED], (s) => chunk(text(s))),
      unread,
    ),
    answered('no-head', 'has no head', text, unread),
    answered(
      'other-protocol',
      'speaks another protocol from now on',
      said(['HTTP/1.1 101 OK', 'Upgrade: x']),
      unread,
    ),
    answered('to-go-on', 'says that the request may go on', said(['HTTP/1.1 100 Continue'], second), unread),
    answered(
      'hint-with-body',
      'hides in what stands behind a hint',
      said(['HTTP/1.1 103 Early Hints', 'Content-Length: LENGTH']),
      unread,
    ),
    answered(
      'chunk-too-long',
      'has a chunk that is longer than it says',
      said([OK, CHUNKED], (s) => chunk(text(s)).replace(/^./, '0')),
      broken,
    ),
    answered(
      'chunk-without-length',
      'has a chunk without a length',
      said([OK, CHUNKED], (s) => `\r\n${text(s)}\r\n0\r\n\r\n`),
      broken,
    ),
    answered(
      'last-chunk-missing',
      'ends without the last chunk',
      said([OK, CHUNKED], (s) => chunk(text(s))),
      broken,
    ),
    answered(
      'chunk-extension',
      'hides in what stands beside the length of a chunk',
      said([OK, CHUNKED], (s) => `2;x="${s.ssn}"\r\n{}\r\n0\r\n\r\n`),
      broken,
    ),
    answered(
      'broken-trailer',
      'has behind its chunks what is no field',
      said([OK, CHUNKED], (s) => `2\r\n{}\r\n0\r\n${s.ssn}\r\n\r\n`),
      broken,
    ),
    answered(
      'second-answer',
      'brings a second answer along',
      (s) => `${OK}\r\n${TYPE}\r\nContent-Length: 2\r\n\r\n{}${second(s)}`,
      ['one reading of answers', masked(200, '{}')],
    ),
    answered(
      'behind-no-content',
      'hides behind an answer that has no body',
      (s) => `HTTP/1.1 204 No Content\r\n\r\n${second(s)}`,
      ['one reading of answers', masked(204)],
    ),
    answered('too-short', 'ends before its length', said([OK, 'Content-Length: 9999']), broken),
    answered('until-close', 'ends with its connection', said([OK]), redacted),
    answered(
      'chunked-bytes',
      'comes in chunks of a byte',
      said([OK, CHUNKED], (s) => `${[...text(s)].map(chunk).join('')}0\r\n\r\n`),
      redacted,
    ),
  ],
};
