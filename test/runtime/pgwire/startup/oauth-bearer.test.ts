/** What a client may say by OAUTHBEARER, and nothing else. */
import { expect, test } from 'vitest';
import { encodeBearerError, readBearerMessage } from '../../../../runtime/src/pgwire/startup/oauth-bearer.ts';

const read = (text: string) => readBearerMessage(Buffer.from(text, 'latin1'));

test.each([
  ['n,,\x01auth=Bearer abc.def-_~+/==\x01\x01', 'abc.def-_~+/=='],
  ['y,,\x01auth=Bearer abc\x01\x01', 'abc'],
  ['n,,\x01auth=bEaReR   abc\x01\x01', 'abc'],
  ['n,,\x01host=proxy\x01port=5432\x01auth=Bearer abc\x01\x01', 'abc'],
])('a token: %j', (message, token) => {
  expect(read(message)).toEqual({ kind: 'token', token });
});

test('who has none asks where to get it, and is told', () => {
  expect(read('n,,\x01auth=\x01\x01')).toEqual({ kind: 'discovery' });
  const configuration = 'https://login.example/"/.well-known/openid-configuration';
  expect(JSON.parse(encodeBearerError({ configuration, scope: 'openid groups' }))).toEqual({
    status: 'invalid_token',
    'openid-configuration': configuration,
    scope: 'openid groups',
  });
});

test.each([
  ['nothing', ''],
  ['no header', '\x01auth=Bearer abc\x01\x01'],
  ['a header that binds to the channel', 'p=tls-server-end-point,,\x01auth=Bearer abc\x01\x01'],
  ['another one to act for', 'n,a=admin,\x01auth=Bearer abc\x01\x01'],
  ['another separator before the pairs', 'n,,\x00auth=Bearer abc\x01\x01'],
  ['no separator before the pairs', 'n,,auth=Bearer abc\x01\x01'],
  ['another separator behind a pair', 'n,,\x01auth=Bearer abc\x02\x01'],
  ['no end', 'n,,\x01auth=Bearer abc\x01'],
  ['something behind the end', 'n,,\x01auth=Bearer abc\x01\x01x'],
  ['an end in the middle', 'n,,\x01\x01auth=Bearer abc\x01\x01'],
  ['no pairs', 'n,,\x01\x01'],
  ['no `auth`', 'n,,\x01host=x\x01\x01'],
  ['`auth` twice', 'n,,\x01auth=Bearer abc\x01auth=Bearer abc\x01\x01'],
  ['`auth` twice, once empty', 'n,,\x01auth=\x01auth=Bearer abc\x01\x01'],
  ['`auth` in capitals', 'n,,\x01AUTH=Bearer abc\x01\x01'],
  ['a pair without a name', 'n,,\x01=x\x01auth=Bearer abc\x01\x01'],
  ['another scheme', 'n,,\x01auth=Basic YTpi\x01\x01'],
  ['no scheme', 'n,,\x01auth=abc\x01\x01'],
  ['an empty token', 'n,,\x01auth=Bearer \x01\x01'],
  ['two tokens', 'n,,\x01auth=Bearer abc def\x01\x01'],
  ['a NUL in the token', 'n,,\x01auth=Bearer a\x00c\x01\x01'],
  ['a header of SCRAM', 'n,,n=user,r=nonce'],
  ['bytes that are no text', 'n,,\x01auth=Bearer \xff\x01\x01'],
])('refused: %s', (_, message) => {
  expect(read(message).kind).toBe('malformed');
});

test('a long message costs no more than to read it once', () => {
  const long = `n,,\x01auth=Bearer ${'a='.repeat(30_000)}\x01\x01`;
  expect(read(long).kind).toBe('malformed');
  expect(read(`n,,${'\x01a=b'.repeat(15_000)}\x01\x01`).kind).toBe('malformed');
});
