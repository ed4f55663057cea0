/** `dlpc fmt`. */
import { expect, test } from 'vitest';
import { runDlpc, textOf } from './run-dlpc.ts';

const MESSY = 'label   pii{contact}\ngroup a=true // kept\n';
const NEAT = 'label pii { contact }\n\ngroup a = true // kept\n';

test('formats in place, and says which files', async () => {
  const { code, out, host } = await runDlpc(['fmt'], { 'a.dlp': MESSY, 'b/c.dlp': NEAT });
  expect([code, out]).toEqual([0, 'formatted: a.dlp\n2 policy files: 1 formatted\n']);
  expect(textOf(host, 'a.dlp')).toBe(NEAT);
  expect(textOf(host, 'b/c.dlp')).toBe(NEAT);
});

test('--check changes nothing', async () => {
  const { code, out, host } = await runDlpc(['fmt', '--check'], { 'a.dlp': MESSY, 'b.dlp': NEAT });
  expect([code, out]).toEqual([1, 'not formatted: a.dlp\n2 policy files: 1 not formatted\n']);
  expect(textOf(host, 'a.dlp')).toBe(MESSY);
  expect(await runDlpc(['fmt', '--check', 'b.dlp'], { 'b.dlp': NEAT })).toMatchObject({
    code: 0,
    out: '1 policy file: all formatted\n',
  });
});

test('a file with syntax errors is reported and left as it is; others are formatted', async () => {
  const { code, out, host } = await runDlpc(['fmt'], { 'a.dlp': 'label {', 'b.dlp': MESSY });
  expect(code).toBe(1);
  expect(out).toContain('a.dlp:1:7');
  expect(textOf(host, 'a.dlp')).toBe('label {');
  expect(textOf(host, 'b.dlp')).toBe(NEAT);
});
