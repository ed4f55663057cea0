/** What is proposed at a cursor, first to last: names, words, texts and SQL, in whole and in broken files. */
import { describe, expect, it } from 'vitest';
import { type CompletionOptions, complete } from '../../../lsp/src/completion/complete.ts';
import { shown } from '../support/completion.ts';
import { edited, markedProject } from '../support/cursor.ts';

const SCHEMA = `
  create type mood as enum ('sad', 'glad');
  create table customers (id bigint primary key, email text not null, ssn varchar(11), born date, region text, mood mood);
  create table orders (id bigint, customer_id bigint, region text, total numeric(10,2));
  create table "Odd Names" ("First Name" text, "select" text);
  create schema sales;
  create table sales.leads (id bigint, phone text);
  comment on column customers.email is 'How we write to them.';
  create view glad_customers as select id, email from customers where mood = 'glad';
`;

const BASE = `
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}
database crm from "crm.sql"
label pii { contact birth }
label pci
detector card = /\\d{13,19}/ where luhn
classify pii.contact crm.customers.email, crm.sales.leads.phone
classify pii.birth crm.customers.born
group etl = caller.kind == service and "etl" in caller.groups
/// Who answers the phone.
group support = "support" in caller.groups
policy base for etl {
  on crm {
    approve delete on orders by "dba" within 15m
  }
}
`;

async function proposed(policy: string, options: CompletionOptions = {}) {
  const { context } = await markedProject({ 'crm.sql': SCHEMA, 'base.dlp': BASE, 'new.dlp': policy });
  const list = complete(context, options);
  return { context, list, texts: shown(context.source, context.offset, list) };
}

const block = (statement: string) => `policy p for etl {\n  on crm {\n    ${statement}\n  }\n}\n`;
const test = (cases: string) => `test "t" {\n  as { kind: human }\n  ${cases}\n}\n`;

/** Each with what comes first, in order. */
const firsts: readonly (readonly [place: string, text: string, expected: readonly string[]])[] = [
  ['a beginning of a declaration', 'gro<|>', ['group']],
  ['a member of an identity', 'identity x {\n  <|>', ['issuer', 'audience', 'claim']],
  ['the type of a claim', 'identity x {\n  claim a: <|>', ['string', 'int', 'bool', 'set of string']],
  ['a leaf of a label', 'classify pii.<|>', ['contact', 'birth']],
  ['a label that nothing carries before others', 'classify <|>', ['pci', 'pii.contact', 'pii.birth']],
  ['a source', 'classify pii.contact <|>', ['crm', 'values']],
  [
    'relations, and schemas last',
    'classify pci crm.<|>',
    ['customers', 'orders', '"Odd Names"', 'leads', 'public', 'sales'],
  ],
  ['columns that the label could mean', 'classify pii.contact crm.sales.leads.<|>', ['id', 'phone']],
  [
    'columns within braces, without those that stand there',
    'classify pci crm.customers.{id, ssn, <|>',
    ['region', 'mood', 'email', 'born'],
  ],
  ['a name in quotes', 'classify pci crm."Odd<|>', ['"Odd Names"']],
  ['a column that needs quotes', 'classify pci crm."Odd Names".F<|>', ['"First Name"']],
  ['a detector', 'classify pci values matching <|>', ['card']],
  ['a validator', 'detector d = /x/ where <|>', ['luhn', 'iban', 'ssn']],
  ['a group', 'policy p for <|>', ['support', 'etl', 'caller.kind']],
  [
    'fields of the caller',
    'policy p for caller.<|>',
    ['kind', 'groups', 'sub', 'claims.department', 'claims.clearance'],
  ],
  ['claims', 'policy p for caller.claims.<|>', ['department', 'clearance']],
  ['who acts for the caller', 'policy p for caller.actor.<|>', ['sub', 'groups']],
  ['it by a word', 'policy p for caller.act<|>', ['actor.sub', 'actor.groups']],
  ['kinds of caller', 'group g = caller.kind == <|>', ['human', 'service']],
  ['known groups', 'group g = "<|>" in caller.groups', ['"g"', '"etl"', '"support"', '"dba"']],
  ['what a text is in', 'group g = "etl" in <|>', ['caller.groups']],
  ['fields of a task', 'group g = task.<|>', ['name', 'id', 'parent']],
  ['a time zone', 'policy p for etl when now in 01:00..02:00 "Europe/Berl<|>', ['"Europe/Berlin"']],
  ['a member of a policy', 'policy p for etl {\n  <|>\n}', ['on', 'record']],
  ['a source of a block', 'policy p for etl {\n  on <|>', ['crm']],
  ['levels of record', 'policy p for etl {\n  record <|>', ['everything', 'metadata', 'none']],
  ['statements', block('<|>'), ['allow', 'mask', 'reveal']],
  ['actions', block('allow select, <|>'), ['insert', 'update', 'delete']],
  [
    'relations that the statement lacks',
    block('allow select on customers, <|>'),
    ['orders', '"Odd Names"', 'leads'],
  ],
  ['relations of a schema', block('allow select on sales.<|>'), ['leads']],
  [
    'labels that are read, and columns',
    block('allow select on customers\n    mask <|>'),
    ['pii', 'pii.contact', 'pii.birth'],
  ],
  [
    'no tree to reveal before its leaves',
    block('allow select on customers\n    reveal <|>'),
    ['pii.contact', 'pii.birth', 'pii'],
  ],
  ['labelled columns first', block('mask customers.<|>'), ['email', 'born', 'id']],
  ['masks that fit text', block('mask pii.contact with k<|>'), ['keep_last(4)', 'keep_first(4)']],
  ['masks that fit a date', block('mask pii.birth with date<|>'), ['date_trunc("month")', 'date_shift(4)']],
  ['columns of a filtered relation', block('filter orders where <|>'), ['id', 'customer_id', 'region']],
  [
    'values of the caller in a filter',
    block('filter orders where region = <|>'),
    ['caller.claims.department', 'caller.claims.clearance', 'caller.sub'],
  ],
  ['claims in a filter', block('filter orders where region = caller.claims.dep<|>'), ['department']],
  ['values of an enum', block('filter customers where mood = <|>'), ["'sad'", "'glad'"]],
  ['columns that all relations have', block('filter customers, orders where <|>'), ['id', 'region']],
  ['who approves', block('approve delete on orders by <|>'), ['"etl"', '"support"', '"dba"']],
  ['how long it may take', block('approve delete on orders by "dba" within <|>'), ['15m', '1h', '4h']],
  ['units', block('limit 5 <|>'), ['rows', 'bytes', 'statements']],
  ['spans', block('limit 5 rows per <|>'), ['statement', 'session', 'minute', 'hour', 'day']],
  ['labels to declassify', block('declassify <|>'), ['pii', 'pii.contact', 'pii.birth']],
  [
    'fields of a caller',
    'test "t" {\n  as { kind: human, <|> }',
    ['sub', 'groups', 'claims', 'actor', 'task'],
  ],
  ['claims of a caller', 'test "t" {\n  as { claims: { <|> } }', ['department', 'clearance']],
  ['kinds of a caller', 'test "t" {\n  as { kind: <|>', ['human', 'service']],
  ['groups of a caller', 'test "t" {\n  as { groups: ["<|>"] }', ['"etl"', '"support"', '"dba"']],
  ['cases', test('<|>'), ['sql', 'http', 'at']],
  ['a database of a case', test('sql <|>'), ['crm']],
  [
    'relations of a statement',
    test('sql crm "select id from <|>" => deny'),
    ['customers', 'orders', 'sales.leads', 'glad_customers', '\\"Odd Names\\"'],
  ],
  [
    'columns of what is read behind the cursor',
    test('sql crm "select <|> from customers" => deny'),
    ['id', 'count', 'email'],
  ],
  [
    'the column behind the last one in a list',
    test('sql crm "select id, full_name, <|> from customers" => deny'),
    ['email'],
  ],
  [
    'what a column can be given',
    test('sql crm "update customers set email = <|>" => deny'),
    ['null', 'default'],
  ],
  ['what can be updated', test('sql crm "update customers set <|>" => deny'), ['email']],
  [
    'aliases in a condition',
    test('sql crm "select 1 from customers c join orders o on <|>" => deny'),
    ['c', 'o', 'customer_id'],
  ],
  [
    'what continues a condition',
    test('sql crm "select 1 from customers where email <|>" => deny'),
    ['and', 'or', 'like'],
  ],
  [
    'the relation that has what is selected',
    test('sql crm "select customer_id from <|>" => deny'),
    ['orders'],
  ],
  [
    'columns of an alias',
    test('sql crm "select o.<|> from customers c join orders o on true" => deny'),
    ['id', 'customer_id', 'region'],
  ],
  ['expectations', test('sql crm "select 1" => <|>'), ['mask', 'deny', 'allow', 'approve']],
  [
    'columns that are masked',
    test('sql crm "select id, email as e, ssn from customers" => mask <|>'),
    ['e', 'id', 'ssn'],
  ],
  [
    'tables of which rows are kept back',
    test('sql crm "select id from orders" => allow and filter <|>'),
    ['customers', 'orders'],
  ],
  [
    'masks that are expected',
    test('sql crm "select email from customers" => mask email with <|>'),
    ['redact'],
  ],
];

describe('proposes', () => {
  it.each(firsts)('%s', async (_, policy, expected) => {
    const { texts } = await proposed(policy);
    expect(texts.slice(0, expected.length)).toEqual(expected);
  });
});

/** Where nothing is to be proposed. */
const nothing: readonly (readonly [place: string, text: string])[] = [
  ['in a comment', '// allow <|>'],
  ['in a comment behind code', 'group g = etl // a<|>'],
  ['for a new name', 'policy <|>'],
  ['in a number', block('limit 5<|>')],
  ['in a regular expression', 'detector d = /a<|>'],
  ['in a string of SQL', test('sql crm "select \'a<|>" => deny')],
  ['in a comment of SQL', block('filter orders where id = 1 -- i<|>')],
  ['behind the dot of what is not there', 'classify pii.contact crm.nothing.<|>'],
  ['in the title of a test', 'test "a <|>" {'],
];

describe('proposes nothing', () => {
  it.each(nothing)('%s', async (_, policy) => {
    expect((await proposed(policy)).texts).toEqual([]);
  });
});

describe('masks', () => {
  it('that fit no column that is meant are left out', async () => {
    const { texts } = await proposed(block('mask pii.birth with <|>'));
    expect(texts).not.toContain('keep_last(4)');
    expect(texts).toContain('null');
  });

  it('that fit only some columns come last', async () => {
    const { list } = await proposed(block('mask pii with <|>'));
    const partial = list.items.map(({ detail }) => detail?.includes('not fit every') === true);
    expect(partial).toContain(true);
    expect(partial).toEqual(partial.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('have their arguments as places to fill in, for editors with snippets', async () => {
    const { list } = await proposed(block('mask pii.contact with keep_l<|>'), { snippets: true });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of the protocol
    expect(list.items[0]?.textEdit?.newText).toBe('keep_last(${1:4})');
  });
});

describe('items', () => {
  it('of columns tell type and labels', async () => {
    const { list } = await proposed('classify pci crm.customers.em<|>');
    expect(list.items[0]).toMatchObject({
      label: 'email',
      detail: 'text · pii.contact',
      documentation: {
        value: '`public.customers.email`: text, never NULL, labelled `pii.contact`\n\nHow we write to them.',
      },
    });
  });

  it('of groups have their documentation', async () => {
    const { list } = await proposed('policy p for supp<|>');
    expect(list.items[0]).toMatchObject({
      label: 'support',
      documentation: { value: 'Who answers the phone.' },
    });
  });

  it.each([
    ['a word behind the cursor', 'classify pci crm.cust<|>omers', 'classify pci crm.customers'],
    ['quotes on both sides', 'classify pci crm."Odd N<|>"', 'classify pci crm."Odd Names"'],
    ['a text without its end', 'group g = "et<|>', 'group g = "etl"'],
    [
      'a word within SQL',
      test('sql crm "select em<|> from customers" => deny'),
      test('sql crm "select email from customers" => deny'),
    ],
  ])('replace %s', async (_, policy, expected) => {
    const { context, list } = await proposed(policy);
    const edit = list.items[0]?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error('nothing is replaced');
    expect(edited(context.source, [edit])).toBe(expected);
  });

  it('of statements bring their form along as snippets', async () => {
    const { list } = await proposed(block('filt<|>'), { snippets: true });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of the protocol
    expect(list.items[0]?.textEdit?.newText).toBe('filter ${1} where ${2}');
  });
});

describe('files', () => {
  const files = ['crm.sql', '../shared/labels.dlp', 'billing.openapi.yaml'];

  it.each([
    ['database a from <|>', ['"crm.sql"']],
    ['api a from "<|>', ['"billing.openapi.yaml"']],
    ['import "lab<|>"', ['"../shared/labels.dlp"']],
  ])('%s', async (policy, expected) => {
    expect((await proposed(policy, { files })).texts).toEqual(expected);
  });
});

describe('in broken files', () => {
  it.each([
    [
      'a brace is lacking above',
      `policy a for etl {\n  on crm {\n    allow select on customers\n\npolicy b for <|>`,
      'support',
    ],
    ['the statement above has no end', block('mask pii.contact with\n    allow select on <|>'), 'customers'],
    ['a case above is broken', test('sql crm =>\n  sql crm "select 1" => <|>'), 'mask'],
    ['what follows is broken', `policy b for <|> {{{ on on`, 'support'],
  ])('where %s', async (_, policy, expected) => {
    expect((await proposed(policy)).texts[0]).toBe(expected);
  });
});

describe('is taken by', () => {
  it.each([
    ['a source, by what goes on to its tables', 'classify pii.contact <|>', 'crm', ['.']],
    ['a label with others below it, by a dot', 'classify <|>', 'pci', ['.']],
    ['a path of labels, by no dot', 'classify <|>', 'pii.contact', []],
    ['an action, by what begins the next', block('allow <|>'), 'select', [',']],
    ['a mask, by its arguments', block('mask pii with <|>'), 'keep_last', ['(']],
    ['a group, by nothing', 'policy p for <|>', 'etl', []],
    ['a word of the language, by nothing', '<|>', 'policy', []],
    ['a column of SQL, by the next', test('sql crm "select <|> from customers" => deny'), 'email', [',']],
    [
      'a function of SQL, by its arguments',
      test('sql crm "select <|> from customers" => deny'),
      'upper',
      ['('],
    ],
    ['a text, by nothing', 'database x from "<|>"', 'crm.sql', []],
  ])('%s', async (_, policy, label, marks) => {
    const { list } = await proposed(policy, { files: ['crm.sql'] });
    const item = list.items.find((each) => each.label === label);
    expect(item).toBeDefined();
    expect(item?.commitCharacters ?? []).toEqual(marks);
  });
});
