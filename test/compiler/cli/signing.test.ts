/** `dlpc keygen`, `dlpc compile --sign` and `dlpc inspect`: a key, a signed bundle, and what is to be seen of it. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../../compiler/src/cli/run.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';
import { fakeTerminal } from '../support/fake-terminal.ts';
import { runDlpc, textOf } from './run-dlpc.ts';

const policies = {
  'policies/crm.dlp':
    'database crm from "../crm.sql"\nlabel pii\nclassify pii crm.customers.email\n' +
    'policy desk for "support" in caller.groups { on crm { allow select on customers reveal pii } }',
  'crm.sql': 'create table customers (id bigint, email text);',
};

/** A world in which commands run one after another. */
function world(env: Record<string, string> = {}) {
  const host = memoryHost(policies);
  return {
    host,
    dlpc: async (...args: string[]) => {
      const terminal = fakeTerminal(false, env);
      const code = await run(args, host, terminal);
      return { code, out: terminal.out(), err: terminal.err() };
    },
    text: (path: string) => textOf(host, path) ?? '',
  };
}

/** The same, with a key, and a bundle that it signed. */
async function signedWorld() {
  const made = world();
  const { out } = await made.dlpc('keygen', '-o', 'release');
  const [, id = ''] = /^key id +([0-9a-f]{32})$/m.exec(out) ?? [];
  const compiled = await made.dlpc(
    ...['compile', '-o', 'out', '--sign', 'release.key', '--sequence', '7', 'policies'],
  );
  return { ...made, id, compiled };
}

describe('keygen', () => {
  test('writes both halves and says which is which', async () => {
    const { dlpc, text } = world();
    const { code, out, err } = await dlpc('keygen', '-o', 'release');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^private key {2}release\.key {2}\(.*\)\npublic key {3}release\.pub {2}\(.*\)\nkey id {7}[0-9a-f]{32}\n$/,
    );
    expect(text('release.key')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(text('release.pub')).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(out).not.toContain(text('release.key').split('\n')[1]);
  });

  test.each(['release.key', 'release.pub'])('replaces nothing: %s is there', async (path) => {
    const { dlpc, host } = world();
    await host.writeFile(path, 'precious');
    expect(await dlpc('keygen', '-o', 'release')).toEqual({
      ...{ code: 2, out: '', err: `dlpc: \`${path}\` exists already, and keys are never replaced\n` },
    });
    expect([...host.files.keys()].filter((name) => name.startsWith('release'))).toEqual([path]);
  });

  test('leaves no half where another was faster', async () => {
    const host = memoryHost();
    const racing = {
      ...host,
      createFile: async (path: string, text: string, secrecy: 'secret' | 'public') => {
        if (path.endsWith('.pub')) await host.writeFile(path, 'theirs');
        return host.createFile(path, text, secrecy);
      },
    };
    expect(await run(['keygen', '-o', 'release'], racing, fakeTerminal())).toBe(2);
    expect([...host.files.keys()]).toEqual(['release.pub']);
  });

  test('encrypts with a passphrase that is no argument', async () => {
    const { dlpc, text, host } = world({ PASSPHRASE: 'open sesame' });
    expect((await dlpc('keygen', '-o', 'a', '--passphrase', 'env:PASSPHRASE')).code).toBe(0);
    await host.writeFile('pass.txt', 'open sesame\n');
    expect((await dlpc('keygen', '-o', 'b', '--passphrase', 'pass.txt')).code).toBe(0);
    for (const name of ['a', 'b']) {
      expect(text(`${name}.key`)).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
      for (const where of ['env:PASSPHRASE', 'pass.txt']) {
        const sign = ['--sign', `${name}.key`, '--passphrase', where];
        expect(await dlpc('compile', '-o', 'out', ...sign, 'policies')).toMatchObject({ code: 0, err: '' });
      }
    }
  });

  test.each([
    ['a passphrase on the command line', 'open sesame', 'cannot be used: there is no such file'],
    ['a variable that is not set', 'env:NOWHERE', 'is not set, or empty'],
    ['more than one line', 'two.txt', 'a passphrase is one line'],
  ])('makes nothing of %s', async (_, passphrase, message) => {
    const { dlpc, host } = world();
    await host.writeFile('two.txt', 'a\nb\n');
    const { code, out, err } = await dlpc('keygen', '-o', 'release', '--passphrase', passphrase);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).not.toContain('sesame');
    expect(await host.kindOf('release.key')).toBe('none');
  });
});

describe('compile --sign', () => {
  test('says who signed, as text and as JSON', async () => {
    const { id, compiled, dlpc } = await signedWorld();
    expect(compiled).toMatchObject({ code: 0, err: '' });
    expect(compiled.out).toMatch(new RegExp(`\\nsequence 7, signed with the key ${id}\\n$`));
    const args = ['compile', '--format', 'json', '-o', 'out', '--sign', 'release.key', 'policies'];
    expect(JSON.parse((await dlpc(...args)).out)).toMatchObject({ bundle: { signer: id, sequence: 0 } });
  });

  test('gives the same bytes again, signature included', async () => {
    const { dlpc, text } = await signedWorld();
    const args = ['--sign', 'release.key', '--sequence', '7', 'policies'];
    await dlpc('compile', '-o', 'again', ...args);
    for (const file of ['manifest.json', 'manifest.sig', 'matchers/crm.js'])
      expect(text(`again/${file}`)).toBe(text(`out/${file}`));
  });

  test('takes the key from the environment', async () => {
    const { text } = await signedWorld();
    const ci = world({ SIGNING_KEY: text('release.key') });
    const args = ['compile', '-o', 'out', '--sign', 'env:SIGNING_KEY', '--sequence', '7', 'policies'];
    expect(await ci.dlpc(...args)).toMatchObject({ code: 0, err: '' });
    expect(ci.text('out/manifest.sig')).toBe(text('out/manifest.sig'));
  });

  test('takes the signature away where it is compiled without', async () => {
    const { dlpc, host } = await signedWorld();
    await dlpc('compile', '-o', 'out', 'policies');
    expect(await host.kindOf('out/manifest.sig')).toBe('none');
  });

  test.each<[string, string[], string]>([
    [
      'no key there',
      ['--sign', 'gone.key'],
      '`--sign`: the file that it names cannot be used: there is no such file',
    ],
    ['the public key', ['--sign', 'release.pub'], '`--sign`: it holds no private key in PEM form'],
    ['no variable', ['--sign', 'env:NOWHERE'], '`--sign`: the environment variable that it names is not set'],
    ['a passphrase for nothing', ['--passphrase', 'pass.txt'], '`--passphrase` has no use without `--sign`'],
    ['a sequence that is none', ['--sequence', '-1'], 'It is a whole number from 0'],
    ['a sequence in words', ['--sequence', '1e3'], 'It is a whole number from 0'],
    ['a sequence beyond numbers', ['--sequence', '9007199254740992'], 'It is a whole number from 0'],
  ])('writes nothing for %s', async (_, options, message) => {
    const { dlpc, host } = world();
    await dlpc('keygen', '-o', 'release');
    const { code, out, err } = await dlpc('compile', '-o', 'out', ...options, 'policies');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(await host.kindOf('out')).toBe('none');
  });
});

describe('inspect', () => {
  test('says what is in a bundle, and that the key signed it', async () => {
    const { dlpc, text, id } = await signedWorld();
    const { revision, sources, files } = JSON.parse(text('out/manifest.json'));
    const { code, out, err } = await dlpc('inspect', 'out', '--key', 'release.pub');
    expect([code, err]).toEqual([0, '']);
    const bytes = files.reduce((total: number, file: { bytes: number }) => total + file.bytes, 0);
    expect(out.replace(/format \d+, ABI \d+/, 'format F, ABI A')).toBe(
      [
        'bundle      out',
        `revision    ${revision}`,
        'sequence    7',
        'compiler    0.1.0, format F, ABI A',
        `signed by   the key ${id} (verified)`,
        `files       5, ${bytes} bytes, all of them as the manifest says`,
        '',
        'database  policies  rules  tables  protected columns',
        'crm              1      2       1                  1',
        '',
        'database crm',
        `  schema    ${sources[0].schemaFingerprint}`,
        '  policies  desk',
        '',
      ].join('\n'),
    );
  });

  test('says so where it could not verify who signed, and where nobody did', async () => {
    const { dlpc, id } = await signedWorld();
    expect((await dlpc('inspect', 'out')).out).toContain(
      `signed by   the key ${id} (not verified: \`--key\` says with which public key)\n`,
    );
    await dlpc('compile', '-o', 'out', 'policies');
    const { code, out } = await dlpc('inspect', 'out');
    expect(code).toBe(0);
    expect(out).toContain('signed by   nobody\n');
    expect(out).toContain('sequence    0 (no order)\n');
  });

  test('prints JSON for programs', async () => {
    const { dlpc, id, text } = await signedWorld();
    const manifest = JSON.parse(text('out/manifest.json'));
    const { out } = await dlpc('inspect', 'out', '--key', 'release.pub', '--format', 'json');
    expect(JSON.parse(out)).toEqual({
      version: 1,
      sound: true,
      bundle: {
        revision: manifest.revision,
        sequence: 7,
        compiler: '0.1.0',
        format: manifest.format,
        abi: manifest.abi,
        signer: { key: id, verified: true },
        sources: [
          {
            name: 'crm',
            kind: 'postgres',
            schemaFingerprint: manifest.sources[0].schemaFingerprint,
            policies: ['desk'],
            rules: 2,
            relations: 1,
            protectedColumns: 1,
          },
        ],
        files: manifest.files,
      },
    });
  });

  test.each<[string, string, string]>([
    ['no signature', 'rm manifest.sig', 'the bundle is not signed: it has no `manifest.sig`'],
    ['a changed file', 'policies/crm.dlp', '`policies/crm.dlp` is not the file that `manifest.json` names'],
    ['a file too many', 'matchers/more.js', '`matchers/more.js` is not named in `manifest.json`'],
    [
      'a changed manifest',
      'manifest.json',
      '`manifest.sig` is no signature of this `manifest.json` by the key',
    ],
  ])('is not content with %s', async (_, place, message) => {
    const { dlpc, host } = await signedWorld();
    if (place.startsWith('rm ')) await host.remove(`out/${place.slice(3)}`);
    else await host.writeFile(`out/${place}`, 'x');
    const inspect = ['inspect', 'out', '--key', 'release.pub'];
    const { code, out, err } = await dlpc(...inspect);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`dlpc: ${message}`);
    const json = await dlpc(...inspect, '--format', 'json');
    expect(json).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(json.out)).toEqual({
      version: 1,
      sound: false,
      problem: expect.stringContaining(message),
    });
  });

  test('is not content with another key', async () => {
    const { dlpc, id } = await signedWorld();
    await dlpc('keygen', '-o', 'other');
    const { code, err } = await dlpc('inspect', 'out', '--key', 'other.pub');
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`^dlpc: the bundle is signed with the key \`${id}\`, and \`--key\` is `));
  });

  test.each<[string, string[], string]>([
    ['nowhere', ['nowhere'], '`nowhere` is no bundle: there is no such directory'],
    ['a file', ['crm.sql'], '`crm.sql` is no bundle: it is a file'],
    ['no manifest', ['out/matchers'], '`out/matchers` is no bundle: it has no `manifest.json`'],
    ['no key', ['out', '--key', 'gone.pub'], '`gone.pub` cannot be used as a key: there is no such file'],
    [
      'a private key',
      ['out', '--key', 'release.key'],
      'it holds a private key, where the public one is enough',
    ],
  ])('has nothing to say of %s', async (_, args, message) => {
    const { dlpc } = await signedWorld();
    const { code, out, err } = await dlpc('inspect', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('a text of the bundle does nothing to the terminal', async () => {
    const { code, err } = await runDlpc(['inspect', 'a\u001b[2Jb']);
    expect(code).toBe(2);
    expect(err).not.toContain('\u001b');
  });
});

describe.skipIf(process.platform === 'win32')('on a disk', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dlpc-keys-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('a private key is its owner’s alone, and one that is not is not used', async () => {
    const name = join(directory, 'release');
    expect(await run(['keygen', '-o', name], nodeHost, fakeTerminal())).toBe(0);
    expect(statSync(`${name}.key`).mode & 0o777).toBe(0o600);
    const before = readFileSync(`${name}.key`, 'utf8');
    expect(await run(['keygen', '-o', name], nodeHost, fakeTerminal())).toBe(2);
    expect(readFileSync(`${name}.key`, 'utf8')).toBe(before);
    chmodSync(`${name}.key`, 0o604);
    const terminal = fakeTerminal();
    const args = ['compile', '-o', join(directory, 'out'), '--sign', `${name}.key`, directory];
    expect(await run(args, nodeHost, terminal)).toBe(2);
    expect(terminal.err()).toContain(
      'others than its owner can read or change it (`chmod 600` takes that away)',
    );
  });
});
