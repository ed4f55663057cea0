/** `dlpc compile`: what it writes, and when it writes nothing. */
import { MANIFEST_FILE } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { runDlpc, textOf } from './run-dlpc.ts';

const files = {
  'policies/labels.dlp': 'database crm from "../crm.sql"\nlabel pii\nclassify pii crm.customers.email',
  'policies/desk.dlp':
    'policy desk for "support" in caller.groups { on crm { allow select on customers reveal pii } }',
  'crm.sql': 'create table customers (id bigint, email text);',
};

test('writes a bundle and says what is in it', async () => {
  const { code, out, err, host } = await runDlpc(['compile', '-o', 'build/policy', 'policies'], files);
  expect(err).toBe('');
  expect(code).toBe(0);
  const manifest = JSON.parse(textOf(host, `build/policy/${MANIFEST_FILE}`) ?? '');
  expect(out).toBe(
    'database  policies  rules  tables  protected columns\n' +
      'crm              1      2       1                  1\n' +
      '\ncrm lets in "support" in caller.groups\n' +
      `\nbundle ${manifest.revision.slice(0, 12)} in build/policy\n`,
  );
  expect([...host.files.keys()].filter((path) => path.startsWith('build/')).sort()).toEqual([
    'build/policy/manifest.json',
    'build/policy/matchers/crm.js',
    'build/policy/matchers/crm.js.map',
    'build/policy/matchers/crm.ts',
    'build/policy/matchers/crm.who.json',
    'build/policy/policies/desk.dlp',
    'build/policy/policies/labels.dlp',
  ]);
});

test('the same policies give the same bytes, from wherever they are named', async () => {
  const first = await runDlpc(['compile', '-o', 'out', 'policies'], files);
  const moved = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/srv/${path}`, text]));
  const second = await runDlpc(
    ['compile', '-o', '/srv/out', '/srv/policies/labels.dlp', '/srv/policies/desk.dlp'],
    moved,
  );
  const bytes = (host: typeof first.host, root: string) =>
    [...host.files]
      .filter(([path]) => path.startsWith(root))
      .map(([path, b]) => [path.slice(root.length), [...b]]);
  expect(bytes(second.host, '/srv/out/')).toEqual(bytes(first.host, 'out/'));
});

test('a bundle below the policies is not taken for policies', async () => {
  const { host } = await runDlpc(['compile', '-o', 'build', '.'], files);
  const again = Object.fromEntries([...host.files].map(([path, b]) => [path, new TextDecoder().decode(b)]));
  const { code, err } = await runDlpc(['compile', '-o', 'build', '.'], again);
  expect([code, err]).toEqual([0, '']);
  expect(await runDlpc(['check', 'build'], again)).toMatchObject({
    code: 2,
    err: 'dlpc: `build` cannot be read: it is a compiled bundle\n',
  });
});

describe('writes nothing', () => {
  test('where there is an error', async () => {
    const { code, out, host } = await runDlpc(['compile', '-o', 'out', 'policies'], {
      ...files,
      'policies/bad.dlp': 'group a = b',
    });
    expect(code).toBe(1);
    expect(out).toContain('DLP2006');
    expect(out).toMatch(/3 policy files: 1 error\nnothing was compiled\n$/);
    expect([...host.files.keys()].some((path) => path.startsWith('out/'))).toBe(false);
  });

  test('where there is no database', async () => {
    const { code, err } = await runDlpc(['compile', '-o', 'out', '.'], { 'a.dlp': 'group a = true' });
    expect(code).toBe(1);
    expect(err).toContain('declare no database');
  });

  test('over what is no bundle', async () => {
    const { code, err, host } = await runDlpc(['compile', '-o', 'src', 'policies'], {
      ...files,
      'src/main.c': 'x',
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^dlpc: .*`src`/);
    expect(textOf(host, 'src/main.c')).toBe('x');
  });

  test('without a directory to write to', async () => {
    const { code, err } = await runDlpc(['compile', 'policies'], files);
    expect(code).toBe(2);
    expect(err).toContain("required option '-o, --output <directory>' not specified");
  });
});

describe('as JSON, the report is all that is printed', () => {
  const args = ['compile', '--format', 'json', '-o', 'out', 'policies'];

  test('with the bundle', async () => {
    const { code, out, host } = await runDlpc(args, files);
    const { revision } = JSON.parse(textOf(host, `out/${MANIFEST_FILE}`) ?? '');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      diagnostics: [],
      summary: { errors: 0, warnings: 0 },
      bundle: {
        directory: 'out',
        revision,
        sequence: 0,
        signer: null,
        sources: [
          {
            ...{ name: 'crm', policies: 1, rules: 2, tables: 1, protectedColumns: 1 },
            callers: {
              text: '"support" in caller.groups',
              terms: [
                {
                  text: '"support" in caller.groups',
                  literals: ['"support" in caller.groups'],
                  until: null,
                  after: null,
                },
              ],
              complete: true,
            },
          },
        ],
        apis: [],
      },
    });
  });

  test('or without one', async () => {
    const { code, out } = await runDlpc(args, { ...files, 'policies/bad.dlp': 'group a = b' });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ summary: { errors: 1 }, bundle: null });
  });
});
