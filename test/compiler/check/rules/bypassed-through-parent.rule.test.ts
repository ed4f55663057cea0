import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';

test('a denial on a partition, where its table is allowed to one who is denied', () =>
  checkPolicy(`
policy a for "a" in caller.groups { on crm { allow select on events } }
policy b for caller.kind == human { on crm { deny select, delete on events_2026 } }
                                                                    ^^^^^^^^^^^ DLP4012
`));

test('not where nobody is both, where the table is denied as well, or where rows are only put in', () =>
  checkPolicy(`
policy a for caller.kind == service { on crm { allow select, insert on events } }
policy b for caller.kind == human   { on crm { deny select on events_2026 } }
policy c for "c" in caller.groups   { on crm { deny select on events, events_2026 } }
policy d for true                   { on crm { deny insert on events_2026 } }
`));

test("a mask of a partition's column, where the table's hides less", () =>
  checkPolicy(`
classify pii crm.events.note
policy a for true { on crm {
  allow select on events
  reveal events.note
  mask events_2026.note with redact
       ^^^^^^^^^^^^^^^^ DLP4012
} }
`));

test('not where what the policy says of the table hides as much', () =>
  checkPolicy(`
classify pii crm.events.note
policy a for true { on crm {
  allow select on events
  mask pii with redact
  mask events_2026.note with keep_last(4)
} }
policy b for caller.kind == human { on crm { mask events.note, events_2026.note with redact } }
`));
