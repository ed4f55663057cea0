/** `dlpc explain`. */
import { expect, test } from 'vitest';
import { runDlpc } from './run-dlpc.ts';

test('prints the page of a code, however it is written', async () => {
  const { code, out } = await runDlpc(['explain', 'DLP2003']);
  expect(code).toBe(0);
  expect(out).toMatch(/^DLP2003: no such column\n\n/);
  expect(out).toContain('\n    classify pii crm.customers.{emial, ssn}\n');
  expect(out).toContain('\nHow to mend it\n');
  expect(out).not.toContain('```');
  for (const name of ['dlp2003', '2003', 'unknown-column'])
    expect((await runDlpc(['explain', name])).out).toBe(out);
});

test('without a code, lists them', async () => {
  const { code, out } = await runDlpc(['explain']);
  expect(code).toBe(0);
  expect(out).toContain('DLP2001  no such database\n');
  expect(
    out
      .trimEnd()
      .split('\n')
      .every((line) => /^DLP\d{4} {2}\S/.test(line)),
  ).toBe(true);
});

test('an unknown code is a mistake on the command line', async () => {
  const { code, err } = await runDlpc(['explain', 'DLP2O03']);
  expect(code).toBe(2);
  expect(err).toContain('there is no diagnostic `DLP2O03`; did you mean `DLP2003`?');
});

test('headings stand out where there is colour', async () => {
  const { out } = await runDlpc(['explain', '2003'], {}, { env: { FORCE_COLOR: '1' } });
  expect(out).toContain('\u001B[1mDLP2003: no such column\u001B[0m');
});

test('prose is broken to the width of the terminal, code is not', async () => {
  const { out } = await runDlpc(['explain', 'DLP4012'], {}, { isTTY: true });
  const prose = out.split('\n').filter((line) => !line.startsWith('    '));
  expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(out).toContain('PostgreSQL asks for');
});
