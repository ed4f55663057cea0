/** Over which connections a token may come. */
import { expect, test } from 'vitest';
import { isPrivateConnection } from '../../../runtime/src/pgwire/startup/receive-token.ts';

test.each([
  ['203.0.113.7', true, true],
  ['203.0.113.7', false, false],
  ['127.0.0.1', false, true],
  ['::1', false, true],
  ['::ffff:127.0.0.2', false, true],
  ['::ffff:203.0.113.7', false, false],
  ['127.0.0.1.evil.example', false, false],
  ['unknown', false, false],
  ['unix', false, true],
])('%s, encrypted: %s', (address, encrypted, expected) => {
  expect(isPrivateConnection(address, encrypted)).toBe(expected);
});
