import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('labels that nothing carries, the topmost of a branch', () =>
  checkPolicy(`
label a { b  c { d } }
             ^ DLP4008
label e { f }
      ^ DLP4008
classify a.b crm.orders.total
`));

test('with a classification that leads nowhere, nothing is concluded', () =>
  checkPolicy(`
label a
classify a crm.orders.totall
                      ^^^^^^ DLP2003
`));
