import { expect, test } from 'vitest';
import { nearest } from '../../../runtime/src/json-file/nearest.ts';

const KEYS = ['listen', 'bundle', 'credentials', 'sources', 'maskKey', 'limits', 'log', 'tls'];

test.each([
  ['lisen', 'listen'],
  ['Bundle', 'bundle'],
  ['mask_key', 'maskKey'],
  ['credential', 'credentials'],
  ['suorces', 'sources'],
  ['tsl', 'tls'],
  ['lgo', 'log'],
  ['limit', 'limits'],
  ['x', null],
  ['', null],
  ['upstream', null],
  ['l'.repeat(100), null],
])('`%s` is near %s', (name, expected) => {
  expect(nearest(name, KEYS)).toBe(expected);
});
