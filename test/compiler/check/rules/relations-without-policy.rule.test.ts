import { expect, test } from 'vitest';
import { checkText } from '../../support/check-policy.ts';

async function messages(text: string): Promise<string[]> {
  const { diagnostics } = await checkText(text);
  return diagnostics.filter((d) => d.code === 'DLP4009').map((d) => d.message);
}

test('tables on which nothing is allowed, a few of them by name', async () => {
  expect(
    await messages('policy p for true { on crm { allow insert on orders deny select on payments } }'),
  ).toEqual([
    'no policy allows anything on `customers`, `payments`, `events`, `events_2026`, `sales.leads` and 2 more of `crm`',
  ]);
});

test('views, and children of what is allowed, do not count', async () => {
  const all = 'orders, payments, customers, events, sales.leads, archive.leads, sales.customers';
  expect(await messages(`policy p for true { on crm { allow select on ${all} } }`)).toEqual([]);
});

test('with a statement that leads nowhere, nothing is concluded', async () => {
  expect(await messages('policy p for true { on crm { allow select on ordres } }')).toEqual([]);
});
