import { wantsColour } from '@dlpc/language';
import { expect, it } from 'vitest';

it.each([
  ['a terminal', { env: {}, isTTY: true }, true],
  ['a pipe', { env: {}, isTTY: false }, false],
  ['a dumb terminal', { env: { TERM: 'dumb' }, isTTY: true }, false],
  ['NO_COLOR', { env: { NO_COLOR: '1' }, isTTY: true }, false],
  ['an empty NO_COLOR', { env: { NO_COLOR: '' }, isTTY: true }, true],
  ['FORCE_COLOR', { env: { FORCE_COLOR: '1', NO_COLOR: '1' }, isTTY: false }, true],
  ['FORCE_COLOR=0', { env: { FORCE_COLOR: '0' }, isTTY: true }, false],
  ['the command line', { choice: 'always', env: { NO_COLOR: '1' }, isTTY: false }, true],
  ['the command line against it', { choice: 'never', env: { FORCE_COLOR: '1' }, isTTY: true }, false],
] as const)('%s', (_name, environment, wanted) => {
  expect(wantsColour(environment)).toBe(wanted);
});
