/** Secrets that programs print: what is taken, how often, and what is said when there is none. */
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../../runtime/src/cli/run-command.ts';
import { settleRotatingSecret, settleSecret } from '../../../runtime/src/config/settle-secret.ts';
import { Settling } from '../../../runtime/src/config/settling.ts';
import { load, memoryHost, mistakes } from './memory-host.ts';

const SECRET = 'correct horse battery';
const PATH = ['sources', 'crm', 'upstream', 'password'];

function settling(run: typeof runCommand = runCommand, now: () => number = Date.now): Settling {
  const host = { ...memoryHost({}), runCommand: run, now };
  return new Settling('/etc/dlp/proxy.json', host, () => ({ line: 1, column: 1 }));
}

describe('a real program', () => {
  const shell = (script: string, ...words: readonly string[]) => ['/bin/sh', '-c', script, 'sh', ...words];

  test('is run without a shell of ours: its arguments are what they are', async () => {
    const command = ['/bin/echo', '$HOME;', '`id`'];
    expect(await settleSecret({ command }, PATH, settling())).toBe('$HOME; `id`');
  });

  test.each([
    [shell(`echo ${SECRET} >&2; exit 3`), 'the program that it names ended with status 3'],
    [shell(`echo ${SECRET}; exit 1`), 'the program that it names ended with status 1'],
    [shell('kill -9 $$'), 'the program that it names cannot be run'],
    [shell(`yes '${SECRET}'`), 'the program that it names says more than a secret is long'],
    [shell(`echo '${SECRET}'; echo more`), 'what the program that it names prints holds more than one line'],
    [shell('true'), 'what the program that it names prints is empty'],
    [['/nonexistent/program'], 'the program that it names does not exist'],
    [['/etc/passwd'], 'the program that it names cannot be run'],
  ])('%j', async (command, message) => {
    const place = settling();
    expect(await settleSecret({ command }, PATH, place)).toBeNull();
    expect(place.problems).toMatchObject([{ path: [...PATH, 'command'], message }]);
    expect(JSON.stringify(place.problems)).not.toContain(SECRET);
  });

  test('waits for nobody who could type', async () => {
    expect(await settleSecret({ command: ['/bin/sh', '-c', 'cat; echo done'] }, PATH, settling())).toBe(
      'done',
    );
  });
});

describe('a secret that is asked for again and again', () => {
  test('is the same for half a minute, and then what the program says by then', async () => {
    let [now, runs] = [0, 0];
    const run: typeof runCommand = async () => {
      runs += 1;
      return { ok: true, text: `secret ${runs}\n` };
    };
    const read = await settleRotatingSecret(
      { command: ['/x'] },
      PATH,
      settling(run, () => now),
    );
    expect(await read?.()).toBe('secret 1');
    now = 29_999;
    expect(await read?.()).toBe('secret 1');
    now = 30_000;
    expect(await Promise.all([read?.(), read?.(), read?.()])).toEqual(['secret 2', 'secret 2', 'secret 2']);
    // The clock was set back.
    now = -1_000_000;
    expect(await read?.()).toBe('secret 3');
  });

  test('where the program fails is tried again by the next, and told without it', async () => {
    let [now, fails] = [0, false];
    const run: typeof runCommand = async () =>
      fails ? { ok: false, reason: 'ended with status 1' } : { ok: true, text: SECRET };
    const read = await settleRotatingSecret(
      { command: ['/x'] },
      PATH,
      settling(run, () => now),
    );
    [now, fails] = [60_000, true];
    await expect(read?.()).rejects.toThrow(
      'sources.crm.upstream.password.command: the program that it names ended with status 1',
    );
    fails = false;
    expect(await read?.()).toBe(SECRET);
  });
});

describe('in a configuration', () => {
  const text = (maskKey: unknown) =>
    JSON.stringify({
      listen: { port: 0 },
      bundle: 'b',
      credentials: 'c',
      maskKey,
      sources: { crm: { upstream: { host: 'localhost', database: 'd', user: 'u' } } },
    });

  test('stands where others do', async () => {
    const programs = { '/usr/bin/key crm': () => `${'5a'.repeat(32)}\n` };
    const loading = await load(text({ command: ['/usr/bin/key', 'crm'] }), { programs });
    expect(loading.ok ? [] : loading.problems).toEqual([]);
  });

  test.each([
    [{ command: ['key'] }],
    [{ command: [] }],
    [{ command: '/usr/bin/key' }],
    [{ command: ['/usr/bin/key', ''] }],
    [{ command: ['/x'], env: 'X' }],
  ])('refused, and not shown: %j', async (maskKey) => {
    const said = await mistakes(text(maskKey));
    expect(said).toMatch(/^refused\n.*maskKey/s);
    expect(said).not.toContain('/usr/bin/key`');
  });
});
