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

test('a mask with a mistake conflicts with nothing', async () => {
  const { found } = await checkText(`policy p for true { on crm {
    mask pii.contact with redcat
    mask pii.contact with redact
  } }`);
  expect(found.map((d) => d.code)).toEqual(['DLP3001']);
});
