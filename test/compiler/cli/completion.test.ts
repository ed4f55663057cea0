/** `dlpc completion`: its scripts do in a shell what they are for. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { requires } from '../../support/requires.ts';
import { runDlpc } from './run-dlpc.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

async function script(shell: string): Promise<string> {
  const { code, out, err } = await runDlpc(['completion', shell]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

describe.each(SHELLS)('%s', (shell) => {
  test('the script names every command and choice', async () => {
    const text = await script(shell);
    for (const word of [
      'check',
      'compile',
      'fmt',
      'explain',
      'schema',
      'pull',
      'drift',
      'completion',
      'sarif',
    ])
      expect(text).toContain(word);
  });

  requires(shell)('the shell itself', () => {
    test('reads the script', async () => {
      const { status, stderr } = spawnSync(shell, ['-n'], { input: await script(shell), encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    });
  });
});

requires('bash')('what bash offers', () => {
  /** What bash offers for the last word of a command line. */
  async function offered(line: string): Promise<string> {
    const words = line.split(' ');
    const ask = `
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
      _dlpc; echo "\${COMPREPLY[*]}"; complete -p dlpc`;
    const { stdout, stderr } = spawnSync('bash', ['--norc'], {
      input: (await script('bash')) + ask,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const [replies = '', registered] = stdout.split('\n');
    expect(registered).toBe('complete -o default -F _dlpc dlpc');
    return replies;
  }

  test.each([
    [
      'dlpc ',
      'check compile keygen inspect fmt schema suggest who diff replay doc test explain playground completion',
    ],
    ['dlpc c', 'check compile completion'],
    ['dlpc check --f', '--format'],
    ['dlpc check --format ', 'text json sarif github junit'],
    ['dlpc compile --format j', 'json'],
    ['dlpc compile -o ', ''],
    ['dlpc check pol', ''],
    ['dlpc schema ', 'pull drift'],
    ['dlpc schema drift --d', '--database'],
    ['dlpc schema drift -', '--url-env -d --database --format -h --help'],
    ['dlpc completion z', 'zsh'],
    ['dlpc -', '-V --version -h --help'],
  ])('%s', async (line, expected) => {
    expect(await offered(line)).toBe(expected);
  });
});

test('a shell that is not known is told', async () => {
  const { code, err } = await runDlpc(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(err).toContain('Allowed choices are bash, zsh, fish');
});
