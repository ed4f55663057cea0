/** The program as its users meet it: in a process of its own, by what it prints and how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APPROVALS_HELP } from '../../../runtime/src/cli/approvals/approvals-help.ts';
import { HELP } from '../../../runtime/src/cli/help.ts';
import { SESSIONS_HELP } from '../../../runtime/src/cli/sessions/sessions-help.ts';
import { TOKEN_HELP } from '../../../runtime/src/cli/token/token-help.ts';
import { parseScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { run } from '../../support/programs.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-program-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string | object): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2), {
    mode: 0o600,
  });
  return path;
}

const proxy = (...args: readonly string[]) => run('dlp-proxy', args);

test('help and version go to the standard output', async () => {
  expect(await proxy('--help')).toEqual({ status: 0, stdout: HELP, stderr: '' });
  expect(await proxy('--version')).toEqual({ status: 0, stdout: 'dlp-proxy 0.1.0\n', stderr: '' });
});

test.each(Object.entries({ HELP, APPROVALS_HELP, SESSIONS_HELP, TOKEN_HELP }))(
  'help fits into a terminal of 100 columns: %s',
  (_, help) => {
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
  },
);

test('a wrong command line ends with status 2 and the way to help', async () => {
  expect(await proxy('--confg', 'x')).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'dlp-proxy: unknown option `--confg`; did you mean `--config`?\n  hint: `dlp-proxy --help` says what there is.\n',
  });
});

describe('a configuration that cannot be used ends with status 2 and a sentence for each mistake', () => {
  test('not there', async () => {
    const path = join(directory, 'missing.json');
    expect(await proxy('--config', path)).toEqual({
      status: 2,
      stdout: '',
      stderr: `dlp-proxy: ${path}: the configuration file does not exist\n`,
    });
  });

  test('not readable as JSON', async () => {
    const path = file('bad.json', '{\n  "listen": {"port": 1}\n  "bundle": "b"\n}');
    expect(await proxy('--config', path, '--check')).toMatchObject({
      status: 2,
      stderr: `dlp-proxy: ${path}:3:3: found \`"\` where \`,\` or \`}\` is expected\n`,
    });
  });

  test('with several mistakes', async () => {
    const path = file('mistakes.json', { listen: { port: 'x' }, bundel: 'b', credentials: 'c', sources: {} });
    const { status, stderr } = await proxy('--config', path);
    expect(status).toBe(2);
    expect(stderr.replaceAll(path, 'mistakes.json')).toMatchInlineSnapshot(`
      "dlp-proxy: mistakes.json:1:1: bundle: is missing, expected the path of a directory
      dlp-proxy: mistakes.json:3:5: listen.port: found a text, expected a port number from 0 to 65535
      dlp-proxy: mistakes.json:5:3: bundel: is not a known key
        hint: Did you mean \`bundle\`?
      dlp-proxy: mistakes.json:7:3: sources: found an object, expected an object with at least one entry
      "
    `);
  });

  test('right in itself, with a bundle and credentials that are not', async () => {
    const path = file('ground.json', {
      listen: { port: 0 },
      bundle: 'no-bundle',
      credentials: file('credentials.json', [{ user: 'ann' }]),
      sources: { crm: { upstream: { host: '127.0.0.1', port: 1, database: 'd', user: 'u' } } },
    });
    for (const more of [[], ['--check']]) {
      const { status, stderr } = await proxy('--config', path, '--log-level', 'error', ...more);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^dlp-proxy: .*no-bundle: .+$/m);
      expect(stderr).toMatch(/^dlp-proxy: .*credentials\.json:2:3: \[0\]\.verifier: is missing/m);
      expect(stderr).not.toMatch(/\n {4}at /);
    }
  });
});

describe('hash-password', () => {
  const hash = (input: string) => run('dlp-proxy', ['hash-password'], { input });

  test('prints the verifier of the line that it reads, and nothing else', async () => {
    const { status, stdout, stderr } = await hash('correct horse\n');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(parseScramVerifier(stdout.trim())).toMatchObject({ iterations: 4096 });
  });

  test.each([
    ['', 'the password is empty'],
    ['\n', 'the password is empty'],
    ['one\ntwo\n', 'the password has more than one line'],
    ['x'.repeat(1025), 'the password is longer than 1024 bytes'],
    ['x'.repeat(1e6), 'the password is longer than 1024 bytes'],
  ])('%#: is refused', async (input, message) => {
    expect(await hash(input)).toEqual({ status: 2, stdout: '', stderr: `dlp-proxy: ${message}\n` });
  });
});
