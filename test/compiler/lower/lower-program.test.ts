/** The intermediate form: one canonical order, labels with what each policy says, rules as their authors wrote them. */

import type { RelationEntry } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { commandRule } from '../../support/entries.ts';

const SCHEMA = `
create table orders (id bigint, note text);
create table customers (id bigint, email text, ssn varchar(11));
create schema a;
create table a.customers (id bigint);
`;

const LABELS = `
database crm from "crm.sql"
label pii { contact national_id }
classify pii.national_id crm.customers.ssn
classify pii.contact crm.customers.email, crm.orders.note
classify pii crm.customers.email
`;

async function lower(policies: Readonly<Record<string, string>>): Promise<IrSource> {
  const host = memoryHost({ 'p/labels.dlp': LABELS, 'p/crm.sql': SCHEMA, ...policies });
  const { sources, diagnostics } = await compilePolicies(host, ['p']);
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  const [source] = sources ?? [];
  if (source === undefined) throw new Error('nothing was lowered');
  return source;
}

function relationOf(source: IrSource, name: string): RelationEntry {
  const found = source.relations.find((relation) => `${relation.schema}.${relation.name}` === name);
  if (found === undefined) throw new Error(`no relation ${name}`);
  return found;
}

describe('order', () => {
  const desk = 'policy desk for "b" in caller.groups { on crm { allow select on customers } }';
  const audit =
    'policy audit for "a" in caller.groups { on crm { allow select on orders deny delete on orders } }';

  test('policies by name, relations by schema and name, rules by file and place', async () => {
    const source = await lower({ 'p/z.dlp': audit, 'p/a.dlp': desk });
    expect(source.policies.map((policy) => policy.name)).toEqual(['audit', 'desk']);
    expect(source.relations.map((relation) => `${relation.schema}.${relation.name}`)).toEqual([
      'a.customers',
      'public.customers',
      'public.orders',
    ]);
    expect(source.rules).toEqual([
      { policy: 1, text: 'allow select on customers', file: 'a.dlp', line: 1 },
      { policy: 0, text: 'allow select on orders', file: 'z.dlp', line: 1 },
      { policy: 0, text: 'deny delete on orders', file: 'z.dlp', line: 1 },
    ]);
  });

  test('that of statements in a file changes the numbers of rules alone', async () => {
    const one = await lower({ 'p/a.dlp': `${desk}\n${audit}` });
    const two = await lower({ 'p/a.dlp': `${audit}\n${desk}` });
    expect(two.policies).toEqual(one.policies);
    expect(two.rules.map((rule) => rule.text).sort()).toEqual(one.rules.map((rule) => rule.text).sort());
    const effects = (source: IrSource) =>
      source.relations.map((relation) =>
        Object.entries(relation.commands).map(([action, rules]) => [
          action,
          rules.map((r) => [r.policy, r.effect]),
        ]),
      );
    expect(effects(two)).toEqual(effects(one));
  });
});

describe('columns', () => {
  test('each label has what each policy says of it, the most specific alone', async () => {
    const source = await lower({
      'p/a.dlp': `
        policy a for "a" in caller.groups { on crm {
          allow select on customers, orders
          mask pii with redact
          reveal pii.contact
          mask customers.ssn with keep_last(4)
        } }
        policy b for "b" in caller.groups { on crm { mask pii.national_id with null } }`,
    });
    const { columns } = relationOf(source, 'public.customers');
    const said = columns.map((column) =>
      column.labels.map(({ label, rules }) => [label, rules.map((r) => `${r.policy} ${r.treatment.text}`)]),
    );
    expect(said).toEqual([
      [],
      [
        ['pii', ['0 redact']],
        ['pii.contact', ['0 reveal']],
      ],
      [['pii.national_id', ['0 keep_last(4)', '1 null']]],
    ]);
    expect(columns.map((column) => column.fallback?.text ?? null)).toEqual([null, 'redact', 'redact']);
    expect(columns.map((column) => column.type)).toEqual(['bigint', 'text', 'character varying(11)']);
  });

  test('a label of which nobody speaks is there none the less', async () => {
    const source = await lower({ 'p/a.dlp': 'mask default with null\n' });
    expect(relationOf(source, 'public.orders').columns[1]).toMatchObject({
      labels: [{ label: 'pii.contact', rules: [] }],
      fallback: { text: 'null' },
    });
  });
});

describe('commands', () => {
  test('a statement that names a table or an action twice says it once', async () => {
    const source = await lower({
      'p/a.dlp': 'policy a for true { on crm { allow select, select on customers, public.customers } }',
    });
    expect(relationOf(source, 'public.customers').commands).toEqual({
      select: [commandRule(0, 'allow', 0)],
    });
    expect(relationOf(source, 'a.customers').commands).toEqual({});
  });
});

test('conditions are simplified, groups written out', async () => {
  const source = await lower({
    'p/a.dlp': `
      group etl = caller.kind == service and "etl" in caller.groups
      policy a for etl and (true or false) and not (caller.kind == human) { on crm { } }`,
  });
  expect(source.policies[0]?.condition).toEqual({
    op: 'and',
    operands: [
      { op: 'kind-is', kind: 'service' },
      { op: 'has', set: 'caller.groups', member: 'etl' },
    ],
  });
});

test('a policy without a block for a database is none of its', async () => {
  const host = memoryHost({
    'a.dlp': `database one from "s.sql"
      database two from "s.sql"
      policy p for true { on two { allow select on t } }
      policy q for true { on one { allow select on t } on two { } }`,
    's.sql': 'create table t (id bigint);',
  });
  const { sources } = await compilePolicies(host, ['.']);
  expect(sources?.map((source) => [source.source, source.policies.map((policy) => policy.name)])).toEqual([
    ['one', ['q']],
    ['two', ['p', 'q']],
  ]);
});

describe('the text of a rule', () => {
  const ruleText = async (statement: string) => {
    const source = await lower({ 'p/a.dlp': `policy a for true {\n  on crm {\n${statement}\n  }\n}` });
    return source.rules[0];
  };

  test('is the statement on one line, without its comments', async () => {
    expect(
      await ruleText('    allow select // for the desk\n      on customers, // all of it\r\n\n      orders'),
    ).toMatchObject({ text: 'allow select on customers, orders', line: 3 });
  });

  test('keeps what is inside strings', async () => {
    expect(await ruleText('mask pii with constant("a  // b")')).toMatchObject({
      text: 'mask pii with constant("a  // b")',
    });
  });

  test('is cut where it is long', async () => {
    const long = `allow select on ${Array.from({ length: 100 }, () => 'customers').join(', ')}`;
    const text = (await ruleText(long))?.text ?? '';
    expect([...text]).toHaveLength(240);
    expect(text.endsWith('…')).toBe(true);
  });
});
