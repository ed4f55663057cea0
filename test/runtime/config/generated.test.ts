/** The files made from the shapes are up to date. `npx vitest run test/runtime/config -u` writes them anew. */
import { expect, test } from 'vitest';
import { ConfigFileShape } from '../../../runtime/src/config/config-file.ts';
import { CredentialFileShape } from '../../../runtime/src/identity/credential-file.ts';
import { RevocationFileShape } from '../../../runtime/src/identity/revocation-file.ts';
import { jsonSchema } from './json-schema.ts';
import { keyReference } from './key-reference.ts';

const GENERATED =
  '<!-- Made from the proxy’s own checks by `npx vitest run test/runtime/config -u`; do not edit. -->';

test.each([
  ['configuration of dlp-proxy', ConfigFileShape, 'dlp-proxy.schema.json'],
  ['static credentials of dlp-proxy', CredentialFileShape, 'credentials.schema.json'],
  ['revoked tokens', RevocationFileShape, 'revocations.schema.json'],
])('the JSON Schema of the %s', async (title, shape, file) => {
  await expect(jsonSchema(title, shape)).toMatchFileSnapshot(`../../../runtime/schema/${file}`);
});

test('the reference of all keys', async () => {
  const page = [
    '# Keys of the configuration and of the credentials',
    GENERATED,
    'How the files are used: [configuration.md](configuration.md).',
    '## The configuration',
    keyReference(ConfigFileShape).trimEnd(),
    '## The file of credentials',
    'An array; each element is one user.',
    keyReference(CredentialFileShape).trimEnd(),
  ];
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/configuration-keys.md');
});
