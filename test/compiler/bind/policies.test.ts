/** Statements of policies: actions, targets, and names of policies. */
import { describe, expect, test } from 'vitest';
import { checkPolicy, checkText } from '../support/check-policy.ts';

test('an unknown action is reported with the nearest', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm { allow selct, truncate on orders } }
                                   ^^^^^ DLP2009
                                          ^^^^^^^^ DLP2009
`);
  expect(found.map((d) => d.hint)).toEqual([
    'did you mean `select`?',
    'there is `select`, `insert`, `update`, `delete`',
  ]);
});

test('two policies of one name, in whatever files', async () => {
  const { diagnostics } = await checkText('policy p for true { }', {
    files: { 'a/other.dlp': 'policy p for true { }' },
  });
  const [found] = diagnostics.filter((d) => d.code === 'DLP2015');
  expect(found?.span.file).toBe('main.dlp');
  expect(found?.related[0]?.span.file).toBe('a/other.dlp');
});

test('a second default mask', () =>
  checkPolicy(`
mask default with null
mask default with redact
^^^^^^^^^^^^^^^^^^^^^^^^ DLP2016
`));

describe('targets of mask and reveal', () => {
  test('are labels or columns', async () => {
    const { checked, found } = await checkText(`
policy p for true { on crm {
  allow select on customers, payments
  reveal pii, pci.pan, customers.ssn, public.customers.phone
} }`);
    expect(found).toEqual([]);
    const [policy] = checked.program.policies;
    expect(policy?.blocks[0]?.treatments[0]?.targets.map((target) => target.kind)).toEqual([
      'label',
      'label',
      'column',
      'column',
    ]);
  });

  test('that are neither are reported as precisely as can be', () =>
    checkPolicy(`
policy p for true { on crm { reveal
  customers.emial,
            ^^^^^ DLP2003
  pii.contcat,
  ^^^^^^^^^^^ DLP2004
  custmers.email,
  ^^^^^^^^^^^^^^ DLP2005
  leads.email,
  ^^^^^ DLP2010
  nonsense,
  ^^^^^^^^ DLP2005
  a.b.c.d
  ^^^^^^^ DLP2005
} }
`));

  test('a mistyped path is led to the label or the column that was meant', async () => {
    const { found } = await checkText('policy p for true { on crm { reveal custmers.email, pi.contact } }');
    expect(found.map((d) => d.fix?.edits[0]?.newText)).toEqual(['customers.email', 'pii.contact']);
  });

  test('that are both are reported', () =>
    checkPolicy(`
label customers { email }
classify customers.email crm.sales.leads.email
policy p for true { on crm { allow select on customers reveal customers.email } }
                                                              ^^^^^^^^^^^^^^^ DLP2011
`));
});

test('one mistake in a policy hides no other', () =>
  checkPolicy(`
policy p for caller.kind == servce {
                            ^^^^^^ DLP2008
  on crn { }
     ^^^ DLP2001
  on crm {
    allow select on custmers
                    ^^^^^^^^ DLP2002
    mask pii with hsh
                  ^^^ DLP3001
  }
}
`));
