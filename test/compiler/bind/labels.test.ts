/** Labels: one tree over all files. */
import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../support/check-policy.ts';

test('labels are named by their path', async () => {
  const { found } = await checkPolicy(`
classify contact     crm.customers.email
         ^^^^^^^ DLP2004
classify pii.contcat crm.customers.name
         ^^^^^^^^^^^ DLP2004
`);
  expect(found[1]).toMatchObject({
    hint: 'did you mean `pii.contact`?',
    fix: { title: 'Write `pii.contact`' },
  });
});

test('a tree may be any number of levels deep, a label without children stands for itself', async () => {
  const { checked, found } = await checkText(
    'label a { b { c { d } } e }\nlabel f\nclassify a.b.c.d crm.orders.id\nclassify a.e crm.orders.region\nclassify f crm.orders.total',
  );
  expect(found).toEqual([]);
  const paths = [...checked.program.labels.keys()].filter((path) => /^[af]/.test(path));
  expect(paths).toEqual(['a', 'a.b', 'a.b.c', 'a.b.c.d', 'a.e', 'f']);
  expect(checked.program.labels.get('a.b.c')?.parent?.path).toBe('a.b');
});

test('a label is declared once; children of a second declaration are known none the less', () =>
  checkPolicy(`
label secret { key }
label secret { token  key }
      ^^^^^^ DLP2013
                      ^^^ DLP2013
classify secret.token crm.orders.region
classify secret.key   crm.orders.total
`));

test('names that need quotes are told apart from paths', async () => {
  const { checked, found } = await checkText(
    'label x { "a.b" }\nlabel "x.a" { b }\nclassify x."a.b" crm.orders.region\nclassify "x.a".b crm.orders.total',
  );
  expect(found).toEqual([]);
  expect([...checked.program.labels.keys()].filter((path) => path.includes('x'))).toEqual([
    'x',
    'x."a.b"',
    '"x.a"',
    '"x.a".b',
  ]);
});
