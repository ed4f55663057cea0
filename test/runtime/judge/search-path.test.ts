import { describe, expect, it } from 'vitest';
import { searchPathRefusal, splitPath } from '../../../runtime/src/judge/facts/search-path.ts';
import { catalogOf, judgeAs, told } from './fixture.ts';

const OWN = 'it may be set to that, or to nothing';

describe('SET search_path', () => {
  it.each([
    ["set search_path = ''"],
    ['set search_path to "$user", public'],
    ['set local search_path = "$user", PUBLIC'],
    ['set search_path to default'],
    ['reset search_path'],
    [`select pg_catalog.set_config('search_path', '', false)`],
    [`select pg_catalog.set_config('search_path', ' "$user" ,public', true)`],
  ])('passes: %s', (text) => {
    expect(told(judgeAs(['contractors'], text))).toBe(text);
  });

  it.each([
    'set search_path = public',
    'set search_path = public, "$user"',
    `set search_path = '"$user", public'`,
    'set search_path = "$user", public, pg_catalog',
    'set search_path = evil',
    "set schema 'public'",
  ])('does not: %s', (text) => {
    expect(told(judgeAs(['contractors'], text))).toContain('42501 setting "search_path" cannot be used');
  });

  it('is not emptied where the server’s own schema is not searched first', () => {
    const catalog = catalogOf({ searchPath: ['public', 'pg_catalog'] });
    expect(searchPathRefusal(catalog, [''])).toContain(OWN);
    expect(searchPathRefusal(catalogOf(), [''])).toBeNull();
  });

  it('is taken apart as the server does', () => {
    expect(splitPath(`"$user", Public,"a ""b"",c"`)).toEqual(['$user', 'public', 'a "b",c']);
    expect(splitPath('')).toEqual([]);
  });
});
