/** Patches that would compare what is hidden, or put it where no label stands (RFC 6902, RFC 7396). */
import {
  type Attack,
  answer,
  type Expectation,
  type Family,
  masked,
  refused,
  request,
  sent,
} from '../attack.ts';
import type { DefenceName } from '../defences.ts';

type Outcome = readonly [DefenceName, Expectation];

function patch(
  id: string,
  tries: string,
  body: unknown,
  outcome: Outcome,
  type = 'application/json-patch+json',
): Attack {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return sent(
    id,
    tries,
    request({ method: 'PATCH', target: '/records/7', headers: [`Content-Type: ${type}`], body: text }),
    outcome,
  );
}

const has = (name: string): Outcome => ['judged patches', refused(403, `property \\"${name}\\"`)];
const fault: Outcome = ['judged patches', refused(400, 'cannot judge the body')];
const undescribed: Outcome = ['judged patches', refused(403, 'not what the document describes')];
const MERGE = 'application/merge-patch+json';
export const patches: Family = {
  name: 'Patches',
  about:
    'A patch names what it reads and writes: what is hidden is neither compared nor copied to where another name stands over it.',
  attacks: [
    patch(
      'test',
      'asks whether a value is the one that it guesses',
      [{ op: 'test', path: '/ssn', value: '111-22-3333' }],
      has('ssn'),
    ),
    patch(
      'copy',
      'copies a value to where no label stands',
      [{ op: 'copy', from: '/ssn', path: '/name' }],
      has('ssn'),
    ),
    patch(
      'move',
      'moves a value to where no label stands',
      [{ op: 'move', from: '/email', path: '/name' }],
      has('email'),
    ),
    patch(
      'copy-into-map',
      'copies a value into a map',
      [{ op: 'copy', from: '/salary', path: '/tags/a' }],
      has('salary'),
    ),
    patch(
      'copy-item',
      'copies an item of a list',
      [{ op: 'copy', from: '/phones/0', path: '/name' }],
      has('phones'),
    ),
    patch(
      'copy-nested',
      'copies a value from deeper inside',
      [{ op: 'copy', from: '/manager/manager/address/street', path: '/name' }],
      has('street'),
    ),
    patch(
      'copy-around',
      'copies all that is around a value',
      [{ op: 'copy', from: '/address', path: '/tags/a' }],
      has('address'),
    ),
    patch('copy-all', 'copies the whole', [{ op: 'copy', from: '', path: '/tags/a' }], undescribed),
    patch('test-all', 'compares the whole', [{ op: 'test', path: '', value: {} }], undescribed),
    patch(
      'test-around',
      'compares all that is around a value',
      [{ op: 'test', path: '/address', value: { city: 'Berlin' } }],
      has('address'),
    ),
    patch(
      'copy-of-several',
      'copies one of several',
      [{ op: 'copy', from: '/payment/number', path: '/name' }],
      has('number'),
    ),
    patch(
      'write',
      'writes a mask over a value',
      [{ op: 'replace', path: '/email', value: '[redacted]' }],
      has('email'),
    ),
    patch(
      'write-around',
      'writes it within what is around',
      [{ op: 'add', path: '/manager', value: { ssn: 'x' } }],
      has('ssn'),
    ),
    patch(
      'write-all',
      'writes it within the whole',
      [{ op: 'replace', path: '', value: { ssn: 'x' } }],
      has('ssn'),
    ),
    patch('remove', 'removes a value', [{ op: 'remove', path: '/ssn' }], has('ssn')),
    patch('overwrite', 'copies over a value', [{ op: 'copy', from: '/name', path: '/ssn' }], has('ssn')),
    patch(
      'undescribed',
      'copies what nobody describes',
      [{ op: 'copy', from: '/internal', path: '/name' }],
      undescribed,
    ),
    patch(
      'capitals',
      'writes the name in capitals',
      [{ op: 'copy', from: '/SSN', path: '/name' }],
      undescribed,
    ),
    patch(
      'prototype',
      'reaches for the prototype',
      [{ op: 'copy', from: '/__proto__/ssn', path: '/name' }],
      undescribed,
    ),
    patch('below', 'reaches below a value', [{ op: 'test', path: '/ssn/0', value: '1' }], has('ssn')),
    patch(
      'second',
      'hides it behind an honest one',
      [
        { op: 'add', path: '/name', value: 'a' },
        { op: 'test', path: '/ssn', value: '1' },
      ],
      has('ssn'),
    ),
    patch(
      'escaped',
      'writes the name in escapes',
      '[{"op":"copy","from":"/\\u0073sn","path":"/name"}]',
      has('ssn'),
    ),
    patch(
      'twice',
      'names two places, of which readers take one',
      '[{"op":"copy","from":"/name","from":"/ssn","path":"/tags/a"}]',
      fault,
    ),
    patch(
      'other-member',
      'names a place in capitals beside an honest one',
      [{ op: 'copy', from: '/name', From: '/ssn', path: '/tags/a' }],
      fault,
    ),
    patch('made-up', 'makes an operation up', [{ op: 'inc', path: '/salary', value: 1 }], fault),
    patch('no-pointer', 'names a place in another way', [{ op: 'test', path: 'ssn', value: '1' }], fault),
    patch(
      'bad-escape',
      'writes a place with an escape that is none',
      [{ op: 'test', path: '/ss~n', value: '1' }],
      fault,
    ),
    patch('one', 'sends an operation without a list', { op: 'test', path: '/ssn', value: '1' }, fault),
    patch(
      'no-utf8',
      'sends what is no UTF-8',
      '[{"op":"copy","from":"/\ud800","path":"/name"}]',
      undescribed,
    ),
    patch('merge', 'writes it as a merge of what nobody describes', { ssn: 'x' }, has('ssn'), MERGE),
    patch('merge-null', 'removes it by a merge', { address: { street: null } }, has('street'), MERGE),
    patch('merge-undescribed', 'merges what nobody describes', { isAdmin: true }, undescribed, MERGE),
    patch(
      'apply',
      'applies YAML, in which nobody can look',
      'ssn: x\n',
      ['judged patches', refused(415, 'cannot look')],
      'application/apply-patch+yaml',
    ),
    {
      ...patch(
        'honest',
        'changes what carries no label, and nothing else',
        [{ op: 'replace', path: '/name', value: 'x' }],
        ['judged patches', masked(200, 'true')],
      ),
      answer: () => answer('{"ok":true}'),
    },
  ],
};
