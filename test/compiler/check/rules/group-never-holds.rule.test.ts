import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('groups that nobody can be in', () =>
  checkPolicy(`
group a = caller.kind == human and "x" in caller.groups
group b = a and caller.kind == service
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4004
`));
