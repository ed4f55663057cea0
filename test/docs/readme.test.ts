/** The README keeps its word: its policy compiles, and its commands end well. The two commands that start with `npm ci` are what .ci/run does. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryHost } from '../../compiler/src/host/memory-host.ts';
import { checkPolicies } from '../../compiler/src/pipeline.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const readme = await readFile(join(ROOT, 'README.md'), 'utf8');

const commands = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim());

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'dlpc-readme-'));
});
afterAll(() => rm(scratch, { recursive: true }));

test('the two commands of a newcomer are there', () => {
  expect(commands.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
});

test.each(commands.slice(2))('%s', async (command) => {
  expect(command).toMatch(/^npx dlp/);
  const [, program = '', ...args] = command.split(' ');
  const main = join(ROOT, program === 'dlpc' ? 'compiler/bin/dlpc.js' : `runtime/bin/${program}.js`);
  const here = args.map((arg) => (arg.startsWith('build/') ? join(scratch, arg) : arg));
  // Rejects for any status but 0.
  await expect(run(process.execPath, [main, ...here], { cwd: ROOT })).resolves.toBeDefined();
});

test('its policy compiles without a complaint', async () => {
  const [, policy = ''] = /^```dlp\n(.*?)^```$/ms.exec(readme) ?? [];
  const schema = await readFile(join(ROOT, 'docs/schema/crm.sql'), 'utf8');
  const { diagnostics } = await checkPolicies(
    memoryHost({ 'schema/crm.sql': schema, 'policy.dlp': policy }),
    ['policy.dlp'],
  );
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
});

test('the files that it links to exist', async () => {
  for (const [, link = ''] of readme.matchAll(/\]\(([^)#]+)\)/g))
    expect(await stat(join(ROOT, link))).toBeDefined();
});
