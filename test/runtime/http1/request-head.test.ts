import { expect, test } from 'vitest';
import { requestHead } from '../../../runtime/src/http1/request-head.ts';

const request = {
  method: 'GET',
  target: '/a?b=c',
  host: 'api.example',
  fields: ['accept', '*/*'],
  length: 0,
};

test('says each thing once', () => {
  expect(requestHead(request)).toBe(
    'GET /a?b=c HTTP/1.1\r\nhost: api.example\r\naccept: */*\r\nconnection: keep-alive\r\n\r\n',
  );
  expect(requestHead({ ...request, method: 'POST' })).toContain('\r\ncontent-length: 0\r\n');
  expect(requestHead({ ...request, method: 'POST', length: 5 })).toContain('\r\ncontent-length: 5\r\n');
  expect(requestHead({ ...request, method: 'POST', length: null })).toContain(
    '\r\ntransfer-encoding: chunked\r\n',
  );
});

test('leaves out whatever else speaks of framing', () => {
  const fields = [
    'Content-Length',
    '7',
    'Transfer-Encoding',
    'chunked',
    'Host',
    'x',
    'Connection',
    'close',
    'a',
    'b',
  ];
  expect(requestHead({ ...request, fields })).toBe(
    'GET /a?b=c HTTP/1.1\r\nhost: api.example\r\na: b\r\nconnection: keep-alive\r\n\r\n',
  );
});

test.each([
  ['a target with a space', { target: '/a b' }],
  ['a target with a line end', { target: '/a\r\nx: y' }],
  ['a target that is a whole URL', { target: 'http://x/' }],
  ['a method with a space', { method: 'GET /' }],
  ['a value with a line end', { fields: ['a', 'b\r\nc: d'] }],
  ['a value with NUL', { fields: ['a', 'b\0'] }],
  ['a value beyond Latin 1', { fields: ['a', '\u{10d}'] }],
  ['a name with a colon', { fields: ['a:', 'b'] }],
  ['no name', { fields: ['', 'b'] }],
])('%s is not written', (_name, changes) => {
  expect(requestHead({ ...request, ...changes })).toBeNull();
});
