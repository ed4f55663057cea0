/** A treatment that always loses; of random policies, asked of the interpreter for every request. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSchema } from '../../../../compiler/src/schema/load-schema.ts';
import { arbitraryFewPolicies, FEW_REQUESTS, SCHEMA } from '../../reference/arbitrary-policy.ts';
import { Interpreter } from '../../reference/interpreter.ts';
import { checkPolicy } from '../../support/check-policy.ts';
import { compileWith } from '../../support/compile-with.ts';

test('by one policy for everyone, by several together', async () => {
  const { found } = await checkPolicy(`
policy a for "a" in caller.groups { on crm { allow select on customers reveal pii.contact } }
                                                                              ^^^^^^^^^^^ DLP4016
policy everyone for true { on crm { mask pii.contact with hash } }
policy b for "b" in caller.groups { on crm { mask customers.born with date_trunc("year") } }
                                                  ^^^^^^^^^^^^^^ DLP4016
policy humans for caller.kind == human { on crm { mask pii.birth with null } }
policy services for caller.kind == service { on crm { mask pii.birth with redact } }
`);
  expect(found.map(({ related }) => related.length)).toEqual([1, 2]);
  expect(found[0]?.message).toBe('`reveal` of `pii.contact` decides for no caller of `a` what is shown');
});

test('by another label of the column, of which nobody speaks', async () => {
  const { found } = await checkPolicy(`
classify pci crm.customers.email
policy a for "a" in caller.groups { on crm { allow select on customers reveal pii.contact } }
`);
  // The phone carries one label alone.
  expect(found).toEqual([]);
  const { found: lost } = await checkPolicy(`
classify pci crm.customers.ssn
policy b for "b" in caller.groups { on crm { allow select on customers reveal pii.national_id } }
                                                                              ^^^^^^^^^^^^^^^ DLP4016
`);
  expect(lost[0]?.hint).toContain('another label');
});

test('one that decides for somebody, or for one of its columns, is none', () =>
  checkPolicy(`
policy a for "a" in caller.groups { on crm { allow select on customers reveal pii.contact } }
policy b for caller.kind == human { on crm { mask customers.email with hash } }
policy c for true { on crm { mask customers.phone with keep_last(2) } }
`));

test('one that stands before a broader one of its policy is none, for that would hide more', async () => {
  const labels = `
label own { one two }
classify own.one crm.customers.name
classify own.two crm.customers.name
`;
  await checkPolicy(`${labels}
policy humans for caller.kind == human { on crm { mask own.one with hash mask own.two with keep_last(4) mask own with null } }
`);
  await checkPolicy(`${labels}
policy humans for caller.kind == human { on crm { mask own.one with hash mask own.two with keep_last(4) } }
                                                                              ^^^^^^^ DLP4016
`);
});

test('of random policies, what it is told of can be dropped: nobody sees more, or anything else but the fallback', async () => {
  const { schema } = await loadSchema('crm.sql', SCHEMA);
  if (schema === null) throw new Error('the schema cannot be read');
  let told = 0;
  fc.assert(
    fc.property(arbitraryFewPolicies, (text) => {
      const { ast, sources, diagnostics } = compileWith(schema, text);
      fc.pre(sources !== null);
      const interpreter = new Interpreter([ast], 'crm', schema);
      for (const { span } of diagnostics.filter(({ code }) => code === 'DLP4016')) {
        told += 1;
        // Without the statement, everyone sees what they saw before.
        const line = text.slice(0, span.start).lastIndexOf('\n');
        const without = text.slice(0, line) + text.slice(text.indexOf('\n', span.end));
        const other = new Interpreter([compileWith(schema, without).ast], 'crm', schema);
        for (const relation of schema.relations.values())
          for (const { name } of relation.columns)
            for (const asked of FEW_REQUESTS) {
              const now = other.treatments(asked, relation, name);
              const was = interpreter.treatments(asked, relation, name);
              // Where the policy was heard for a label at all, the fallback of that label may now be.
              if (now[0] !== was[0]) expect(now).toEqual(['null']);
            }
      }
    }),
    { numRuns: Number(process.env.DLPC_POLICIES ?? 25) },
  );
  expect(told).toBeGreaterThan(0);
}, 60_000);
