/** Masks that do not exist, or are called in the wrong way. */
import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

test('calls of masks', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm {
  mask pii.contact with redcat
                        ^^^^^^ DLP3001
  mask pii.national_id with keep_last
                            ^^^^^^^^^ DLP3002
  mask pii.national_id with redact(4)
                            ^^^^^^^^^ DLP3002
  mask pii.national_id with keep_last("4")
                                      ^^^ DLP3003
  mask pii.national_id with keep_last(four)
                                      ^^^^ DLP3003
  mask pii.national_id with tokenize(/4/)
                                     ^^^ DLP3003
  mask pii.national_id with tokenize(4)
                                     ^ DLP3003
  mask pii.national_id with keep_last(0)
                                      ^ DLP3004
  mask pii.national_id with keep_first(1_000)
                                       ^^^^^ DLP3004
  mask pii.birth with date_trunc("fortnight")
                                 ^^^^^^^^^^^ DLP3004
  mask pii.birth with date_trunc("month", "Europe/Berlin")
                                          ^^^^^^^^^^^^^^^ DLP3004
  mask pii.national_id with tokenize("###")
                                     ^^^^^ DLP3004
} }
mask default with nothing
                  ^^^^^^^ DLP3001
`);
  expect(found.map((d) => d.hint)).toEqual([
    'did you mean `redact`?',
    'write `keep_last(count)`',
    'write `redact`',
    null,
    null,
    null,
    null,
    'it must be from 1 to 100',
    'it must be from 1 to 100',
    expect.stringContaining('it must be one of "second", "minute"'),
    'it must be "UTC" or an offset from it, such as "+01:00"',
    expect.stringContaining('it must be printable ASCII'),
    expect.stringContaining('the masks are `null`, `redact`'),
  ]);
});

test('patterns and replacements', async () => {
  const { found } = await checkPolicy(`
detector card = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn
policy p for true { on crm {
  allow select on customers
  mask customers.email with replace(/\\w+@/, "#@")
  mask customers.phone with replace(crad, "[card]")
                                    ^^^^ DLP2070
  mask customers.ssn with replace(/(\\d)\\1/, "#")
                                       ^^ DLP3021
  mask pci.pan with replace("4", "#")
                            ^^^ DLP3003
  mask pii.contact with replace(card)
                        ^^^^^^^^^^^^^ DLP3002
  mask pii.national_id with replace(card, 4)
                                          ^ DLP3003
  mask customers.born with replace(card, "${'a'.repeat(1001)}")
                                         ${'^'.repeat(1003)} DLP3004
} }
mask default with replace(4, "#")
                          ^ DLP3003
`);
  expect(found.map((d) => d.hint)).toEqual([
    'did you mean `card`?',
    expect.any(String),
    null,
    'write `replace(pattern, replacement)`',
    null,
    expect.stringContaining('a text of at most 1000 characters'),
    null,
  ]);
});

test('what `replace` cannot do in a column is said of the column', async () => {
  await checkPolicy(`
policy p for true { on crm {
  allow select on customers
  mask pii.birth with replace(/\\d/, "#")
                      ^^^^^^^^^^^^^^^^^^ DLP3005
  mask pii.national_id with replace(/\\d{3}/, "[number removed]")
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3005
  mask customers.phone with replace(/\\d{25}/, "#")
                            ^^^^^^^^^^^^^^^^^^^^^^ DLP3005
} }
`);
});

test('a mask with a mistake conflicts with nothing', async () => {
  const { found } = await checkText(`policy p for true { on crm {
    mask pii.contact with redcat
    mask pii.contact with redact
  } }`);
  expect(found.map((d) => d.code)).toEqual(['DLP3001']);
});
