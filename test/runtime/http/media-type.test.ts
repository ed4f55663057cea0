/** Media types as they are written, and what is none. */
import { describe, expect, test } from 'vitest';
import { formOf, readMediaType } from '../../../runtime/src/http/media-type.ts';

describe('a media type', () => {
  test.each([
    ['application/json', 'application/json', {}],
    [' Text/CSV ; Charset="UTF-8";header=present;', 'text/csv', { charset: 'UTF-8', header: 'present' }],
    ['a/b;;c=d', 'a/b', { c: 'd' }],
    ['a/b; c="d;e=f"', 'a/b', { c: 'd;e=f' }],
    ['application/vnd.api+json', 'application/vnd.api+json', {}],
  ])('%j is read', (text, name, parameters) => {
    const type = readMediaType(text);
    expect([type?.name, Object.fromEntries(type?.parameters ?? [])]).toEqual([name, parameters]);
  });

  test.each([
    ...[
      '',
      'json',
      'a/b/c',
      'a/b, c/d',
      'a /b',
      'a/b; c',
      'a/b; c=',
      'a/b; c = d',
      'a/b; c="d',
      'a/b; c="d"e',
    ],
    ...['a/b; charset=utf-8; charset=utf-7', 'a/b; C=1; c=2', 'a/b; c="\\d"', 'a/b c=d', 'é/b'],
  ])('%j is none', (text) => {
    expect(readMediaType(text)).toBeNull();
  });
});

test.each([
  ['application/json', 'json'],
  ['application/json; charset=utf-16', 'other'],
  ['application/problem+json; charset="utf-8"', 'json'],
  ['text/csv; header=present', 'csv'],
  ['text/csv; header=Absent', 'other'],
  ['application/x-www-form-urlencoded; charset=iso-8859-1', 'other'],
  ['multipart/form-data; boundary=a', 'multipart'],
  ['multipart/mixed; boundary=a', 'other'],
  ['text/xml', 'other'],
])('%s is read as %s', (text, form) => {
  const type = readMediaType(text);
  expect(type === null ? null : formOf(type)).toBe(form);
});
