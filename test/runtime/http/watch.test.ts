/** Which requests ask for changes as they happen. */
import { expect, test } from 'vitest';
import { isWatch } from '../../../runtime/src/http/watch.ts';
import { readTarget } from '../../../runtime/src/judge-http/read-target.ts';

test.each([
  ['GET', '/a?watch=true', true],
  ['GET', '/a?watch=1', true],
  ['GET', '/a?watch', true],
  ['GET', '/a?b=1&w%61tch=', true],
  ['GET', '/a?watch=false', false],
  ['GET', '/a?watch=0', false],
  ['GET', '/a?Watch=true', false],
  ['GET', '/watch', false],
  ['POST', '/a?watch=true', false],
])('%s %s: %j', (method, text, expected) => {
  const target = readTarget(text);
  expect(typeof target === 'string' ? null : isWatch(method, target)).toBe(expected);
});
