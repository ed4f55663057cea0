import { describe, expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

const two = (a: string, b: string, [maskA, maskB] = ['keep_last(4)', 'keep_first(2)']) => `
policy a for ${a} { on crm { mask pii.national_id with ${maskA} } }
policy b for ${b} { on crm { mask pii.national_id with ${maskB} } }
`;

test('two policies that can meet, with the caller that shows it', async () => {
  const { found } = await checkPolicy(`
policy a for "etl" in caller.groups { on crm { mask pii.national_id with keep_last(4) } }
policy b for caller.kind == service { on crm { mask customers.ssn with keep_first(2) } }
                                                    ^^^^^^^^^^^^^ DLP4002
`);
  expect(found[0]).toMatchObject({
    message:
      'for one caller, `customers.ssn` is both `keep_last(4)` and `keep_first(2)`, which hide equally much',
    hint: expect.stringContaining('`{ kind: service, sub: "someone", groups: ["etl"] }`'),
    related: [{ message: 'the other statement', span: { start: 53, end: 68 } }],
  });
});

describe('no conflict', () => {
  test.each([
    [
      'where the conditions exclude each other by kind',
      two('caller.kind == human', 'caller.kind == service'),
    ],
    ['by sub', two('caller.sub == "ada"', 'caller.sub in ["grace", "job"]')],
    ['by a group', two('"a" in caller.groups and "b" in caller.groups', 'not "a" in caller.groups')],
    ['where the ranks differ', two('true', 'true', ['keep_last(4)', 'redact'])],
    ['where the masks are the same', two('true', 'true', ['keep_last(4)', 'keep_last(4)'])],
    [
      'where something that reveals less always wins',
      `${two('"a" in caller.groups', '"b" in caller.groups')}
       policy c for "a" in caller.groups { on crm { mask pii with null } }`,
    ],
  ])('%s', async (_, text) => {
    const { found } = await checkText(text);
    expect(found.filter(({ code }) => code === 'DLP4002')).toEqual([]);
  });
});

test('that something reveals less for some is not enough', async () => {
  const { found } = await checkText(`${two('"a" in caller.groups', '"b" in caller.groups')}
    policy c for caller.kind == human { on crm { mask pii with null } }`);
  expect(found.map((d) => d.code)).toEqual(['DLP4002']);
  expect(found[0]?.hint).toContain('{ kind: service, sub: "someone", groups: ["a", "b"] }');
});

test('across the labels of one column', () =>
  checkPolicy(`
classify pci crm.customers.ssn
policy a for true { on crm {
  mask pii.national_id with keep_last(4)
  mask pci with keep_first(2)
       ^^^ DLP4002
} }
`));

test('with the default mask, where a label is spoken of by nobody', async () => {
  const { found } = await checkPolicy(`
classify pci crm.customers.ssn
policy a for "a" in caller.groups { on crm { mask pii with null } }
                                                  ^^^ DLP4002
`);
  expect(found[0]?.message).toContain('`mask default with redact`');
  expect(
    (
      await checkText(
        'mask default with null\nclassify pci crm.customers.ssn\npolicy a for true { on crm { mask pii with null } }',
      )
    ).found,
  ).toEqual([]);
});

test('two statements that meet on many columns are reported once', async () => {
  const { found } = await checkText(`
    policy a for true { on crm { mask pii.contact with keep_last(4) } }
    policy b for true { on crm { mask pii.contact with keep_last(3) } }`);
  expect(found.map((d) => d.code)).toEqual(['DLP4002']);
});
