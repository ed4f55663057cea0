/** The examples of docs/configuration.md are right, and its tables tell what is so. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT } from '../../../runtime/src/cli/exit-code.ts';
import { HELP } from '../../../runtime/src/cli/help.ts';
import { ConfigFileShape } from '../../../runtime/src/config/config-file.ts';
import { parseCredentials } from '../../../runtime/src/identity/read-credentials.ts';
import { checkShape } from '../../../runtime/src/json-file/check-shape.ts';
import { readJson } from '../../../runtime/src/json-file/json-text.ts';

const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
const [config = '', credentials = ''] = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text);

test('the configuration has the right shape', () => {
  const document = readJson(config);
  expect(document.ok && checkShape(ConfigFileShape, document.value, document.locate)).toMatchObject({
    ok: true,
  });
});

test('the credentials can be used', () => {
  expect(parseCredentials(credentials)).toMatchObject({ ok: true });
});

test('page and `--help` name every exit status but that of a shell’s interrupt', () => {
  for (const status of [EXIT.fine, EXIT.failed, EXIT.givenWrong]) {
    expect(page).toContain(`| ${status} | `);
    expect(HELP).toContain(`\n  ${status}  `);
  }
});
