/** Path arithmetic. */
import { describe, expect, test } from 'vitest';
import { fromPlatform, joinPath, normalize, resolveBeside } from '../../../compiler/src/host/paths.ts';

describe('paths', () => {
  test.each([
    ['policies/main.dlp', 'schema/crm.sql', 'policies/schema/crm.sql'],
    ['main.dlp', 'schema/crm.sql', 'schema/crm.sql'],
    ['policies/main.dlp', '../crm.sql', 'crm.sql'],
    ['policies/main.dlp', '/srv/crm.sql', '/srv/crm.sql'],
    ['policies/main.dlp', 'C:/srv/crm.sql', 'C:/srv/crm.sql'],
  ])('in %s, %s means %s', (file, path, expected) => {
    expect(resolveBeside(file, path)).toBe(expected);
  });

  test('normal paths have one spelling', () => {
    expect(normalize('./a//b/../c/')).toBe('a/c');
    expect(normalize('/')).toBe('/');
    expect(joinPath('.', 'a')).toBe('a');
    expect(joinPath('a', 'b')).toBe('a/b');
  });

  test('a backslash separates only on Windows', () => {
    expect(fromPlatform('a\\b', 'win32')).toBe('a/b');
    expect(fromPlatform('a\\b', 'linux')).toBe('a\\b');
  });
});
