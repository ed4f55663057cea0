/** DLP3042: a stored column of which nobody can tell what it was computed from. */
import { expect, test } from 'vitest';
import { checkText } from '../../support/check-policy.ts';
import { prelude, schema } from './label-flow.ts';

test('a stored column that calls what is not known', async () => {
  const { diagnostics } = await checkText(
    'policy p for caller.kind == human {\n  on crm {\n    allow select on spied\n  }\n}\n',
    { schema, prelude },
  );
  expect(diagnostics.filter(({ code }) => code === 'DLP3042').map(({ message }) => message)).toEqual([
    'what `crm.spied.x` is computed from cannot be told, since what the function `spy` reads is not known: it carries `pii.contact`, `pii.national_id`',
    'what `crm.spied.y` is computed from cannot be told, since what the function `spy` reads is not known: it carries `pii.contact`, `pii.national_id`',
  ]);
});

test('a copy that nobody may read needs no label', async () => {
  const { diagnostics } = await checkText(
    'policy p for caller.kind == human {\n  on crm {\n    allow select on customers\n  }\n}\n',
    { schema, prelude },
  );
  expect(diagnostics.map(({ code }) => code)).not.toContain('DLP3042');
});
