import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('a label that another database has', () =>
  checkPolicy(
    `
label secret { key }
classify secret.key shop.items.price
policy p for true {
  on crm { mask secret with redact mask pii with redact }
                ^^^^^^ DLP4013
  on shop { mask secret with redact }
}
`,
    {
      files: {
        'shop.dlp': 'database shop from "shop.sql"',
        'shop.sql': 'create table items (price text)',
      },
    },
  ));

test('one that nothing has is reported where it is declared alone', () =>
  checkPolicy(`
label secret
      ^^^^^^ DLP4008
policy p for true { on crm { mask secret with redact } }
`));
