/** Names of databases, tables and columns, and what is said where they lead nowhere. */
import { describe, expect, test } from 'vitest';
import { checkPolicy, checkText } from '../support/check-policy.ts';

describe('databases', () => {
  test('an unknown one is reported wherever it is named', () =>
    checkPolicy(`
classify pii crn.customers.name
             ^^^ DLP2001
policy p for true { on cmr { allow select on nothing_of_this_is_looked_up } }
                       ^^^ DLP2001
`));

  test('the nearest name is offered, and a fix that writes it', async () => {
    const { found } = await checkText('policy p for true { on crn { } }');
    expect(found[0]).toMatchObject({
      message: 'no database is called `crn`',
      hint: 'did you mean `crm`?',
      fix: { title: 'Write `crm`', edits: [{ span: { start: 23, end: 26 }, newText: 'crm' }] },
    });
  });

  test('where no name is near, the declaration is proposed', async () => {
    const { found } = await checkText('policy p for true { on warehouse { } }');
    expect(found[0]?.hint).toBe('declare it: `database warehouse from "schema/warehouse.sql"`');
    expect(found[0]?.fix).toBeNull();
  });

  test('a second one of a name is reported beside the first', async () => {
    const { found } = await checkPolicy(
      `
database crm from "crm.sql"
database crm from "crm.sql"
         ^^^ DLP2012
database shop from "crm.sql"
`,
      { prelude: '', schema: '' },
    );
    expect(found.find((d) => d.code === 'DLP2012')?.related).toMatchObject([
      { span: { start: 10, end: 13 } },
    ]);
  });
});

describe('relations', () => {
  test('a name alone means the one in public, before others', () =>
    checkPolicy(`
policy p for true { on crm { allow select on customers, public.customers, sales.customers } }
`));

  test('in several schemas but public, it is ambiguous', async () => {
    const { found } = await checkPolicy(`
policy p for true { on crm { allow select on leads, sales.leads } }
                                             ^^^^^ DLP2010
`);
    expect(found[0]?.hint).toBe('write `sales.leads` or `archive.leads`');
  });

  test('unknown ones are reported with the nearest', async () => {
    const { found } = await checkPolicy(`
policy p for true { on crm {
  allow select on custmers, sales.leeds, marketing.leads
                  ^^^^^^^^ DLP2002
                            ^^^^^^^^^^^ DLP2002
                                         ^^^^^^^^^^^^^^^ DLP2002
  deny delete on Customers
                 ^^^^^^^^^ DLP2002
} }
`);
    expect(found.map((d) => d.fix?.edits[0]?.newText ?? null)).toEqual([
      'customers',
      'sales.leads',
      null,
      'customers',
    ]);
  });

  test('a name that is no word is written in quotes', async () => {
    const schema = 'create table "Order Lines" (id bigint); create table orders (id bigint);';
    const { found } = await checkText('policy p for true { on crm { allow select on "Order Line" } }', {
      prelude: 'database crm from "crm.sql"',
      schema,
    });
    expect(found[0]?.fix?.edits[0]?.newText).toBe('"Order Lines"');
    const { found: none } = await checkText(
      'policy p for true { on crm { allow select on "Order Lines" } }',
      {
        prelude: 'database crm from "crm.sql"',
        schema,
      },
    );
    expect(none).toEqual([]);
  });
});

describe('columns', () => {
  test('unknown ones are reported, the others of the pattern count', async () => {
    const { found, checked } = await checkPolicy(`
classify pii.contact crm.customers.{name, emial, region}, crm.sales.leads.mail
                                          ^^^^^ DLP2003
                                                                          ^^^^ DLP2003
`);
    expect(found[0]).toMatchObject({
      message: '`customers` has no column `emial`',
      hint: 'did you mean `email`?',
    });
    expect(found[1]?.hint).toBe('did you mean `email`?');
    const here = checked.program.classifications.filter((c) => c.span.file === 'main.dlp');
    expect(here.map((c) => c.column.name)).toEqual(['name', 'region']);
  });

  test('a table of few columns lists them where none is near', async () => {
    const { found } = await checkText('classify pii crm.sales.leads.zzzzzzz');
    expect(found[0]?.hint).toBe('there is `id`, `email`');
  });
});

describe('a schema that cannot be read', () => {
  test('is one mistake, and names in it are not doubted', () =>
    checkPolicy(
      `
database crm from "gone.sql"
                  ^^^^^^^^^^ DLP5001
label pii
classify pii crm.customers.email
policy p for true { on crm { allow select on customers reveal customers.email, pii } }
`,
      { prelude: '' },
    ));
});

test('a path of a column has three or four names, and braces only at its end', () =>
  checkPolicy(`
classify pii crm.public.customers.name.first
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP1013
classify pii crm.{customers, orders}.name
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP1013
`));
