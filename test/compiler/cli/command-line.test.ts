/** The command line itself: help, version, mistakes in it. */
import { describe, expect, test } from 'vitest';
import { run } from '../../../compiler/src/cli/run.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { fakeTerminal } from '../support/fake-terminal.ts';
import { runDlpc } from './run-dlpc.ts';

describe('help', () => {
  test.each([['--help'], ['-h'], ['help']])('dlpc %s tells what there is', async (arg) => {
    const { code, out, err } = await runDlpc([arg]);
    expect([code, err]).toEqual([0, '']);
    for (const word of [
      'check',
      'compile',
      'keygen',
      'inspect',
      'fmt',
      'explain',
      'Examples:',
      'Exit status:',
      'NO_COLOR',
    ])
      expect(out).toContain(word);
  });

  test.each([
    ['check'],
    ['compile'],
    ['keygen'],
    ['inspect'],
    ['fmt'],
    ['explain'],
    ['schema pull'],
    ['schema drift'],
    ['who'],
    ['diff'],
    ['doc'],
    ['completion'],
  ])('dlpc %s --help shows examples', async (command) => {
    const { code, out } = await runDlpc([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: dlpc ${command}`);
    expect(out).toMatch(new RegExp(`Examples:\\n {2}dlpc ${command}`));
  });
});

test('the version is that of the package', async () => {
  const { code, out } = await runDlpc(['--version']);
  expect([code, out]).toEqual([0, '0.1.0\n']);
});

describe('mistakes are told on standard error, with status 2', () => {
  test.each<[string[], string]>([
    [[], 'Usage: dlpc'],
    [['chek'], "unknown command 'chek'"],
    [['check', '--formt', 'json'], "unknown option '--formt'"],
    [
      ['check', '--format', 'xml'],
      "argument 'xml' is invalid. Allowed choices are text, json, sarif, github, junit",
    ],
    [['explain', 'a', 'b'], 'too many arguments'],
    [['check', '--nosuch'], '(dlpc check --help tells what there is)'],
    [['schema', 'pull', '--nosuch'], '(dlpc schema pull --help tells what there is)'],
    [['playground', 'nowhere'], 'dlpc: `nowhere` cannot be read: there is no such file or directory'],
  ])('dlpc %j', async (args, message) => {
    const { code, out, err } = await runDlpc(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
  });
});

test('a host that refuses is told in one sentence', async () => {
  const { code, err } = await runDlpc(['compile', '-o', 'a.dlp/out', 'a.dlp'], {
    'a.dlp': 'database crm from "crm.sql"',
    'crm.sql': '',
  });
  expect(code).toBe(2);
  expect(err).toMatch(/^dlpc: cannot .*\n$/);
});

test('a bug is told as one, with a status of its own', async () => {
  const terminal = fakeTerminal();
  const host = { ...memoryHost(), kindOf: () => Promise.reject(new TypeError('a bug')) };
  expect(await run(['check'], host, terminal)).toBe(70);
  expect(terminal.err()).toMatch(/^dlpc: this is a bug in dlpc, please report it\nTypeError: a bug\n/);
});
