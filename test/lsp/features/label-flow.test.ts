/** Labels are followed from where they were put to what is computed from that, and back. */
import { expect, test } from 'vitest';
import type { FeatureContext } from '../../../lsp/src/features/feature-context.ts';
import { flowsFrom, flowsInto, prepareFlow } from '../../../lsp/src/features/label-flow.ts';
import { markedProject, placeOf } from '../support/cursor.ts';

const SCHEMA = `create table customers (id int primary key, email text, <<domain>> text generated always as (lower(email)) stored);
create view contacts as select email as <<reach>>, domain from customers;
create view reached as select reach from contacts;
`;
const POLICIES =
  'database crm from "crm.sql"\nlabel pii { contact }\nclassify pii.con<|>tact crm.customers.email\n';

function item(context: FeatureContext) {
  const [found] = prepareFlow(context) ?? [];
  if (found === undefined) throw new Error('nothing flows from here');
  return found;
}

test('a label leads to columns, and these to what is computed from them', async () => {
  const { context, marked } = await markedProject({ 'a.dlp': POLICIES, 'crm.sql': SCHEMA });
  const label = item(context);
  expect([label.name, label.detail]).toEqual(['pii.contact', 'label']);
  const [email, ...others] = flowsInto(context, label);
  expect(others).toEqual([]);
  expect([email?.to.name, email?.to.detail, email?.fromRanges.length]).toEqual([
    'crm.customers.email',
    'pii.contact',
    1,
  ]);
  const next = email === undefined ? [] : flowsInto(context, email.to);
  expect(next.map(({ to }) => to.name).sort()).toEqual(['crm.contacts.reach', 'crm.customers.domain']);
  expect(next.map(({ to }) => placeOf(to.uri, to.range)).sort()).toContain(marked[0]);
  const reach = next.find(({ to }) => to.name === 'crm.contacts.reach');
  const last = reach === undefined ? [] : flowsInto(context, reach.to);
  expect(last.map(({ to }) => to.name)).toEqual(['crm.reached.reach']);
});

test('and back to the label', async () => {
  const policies = `${POLICIES.replace('<|>', '')}policy p for true { on crm { mask contacts.rea<|>ch with null } }\n`;
  const { context } = await markedProject({ 'a.dlp': policies, 'crm.sql': SCHEMA });
  const [email] = flowsFrom(context, item(context));
  expect(email?.from.name).toBe('crm.customers.email');
  const labels = email === undefined ? [] : flowsFrom(context, email.from);
  expect(labels.map(({ from, fromRanges }) => [from.name, fromRanges.length])).toEqual([['pii.contact', 1]]);
});

test('nothing flows from other names', async () => {
  const { context } = await markedProject({ 'a.dlp': 'group <|>a = true\n', 'crm.sql': SCHEMA });
  expect(prepareFlow(context)).toBeNull();
});
