/** The pipeline: what it reads, when it stops, what it returns. */
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { checkPolicies, compilePolicies } from '../../../compiler/src/pipeline.ts';

const files = {
  'p/crm.dlp': 'database crm from "crm.sql"\nlabel pii\nclassify pii crm.customers.email\n',
  'p/crm.sql': 'create table customers (id bigint, email text);',
  'p/desk/desk.dlp': 'policy desk for support { on crm { allow select on customers reveal pii } }\n',
  'p/groups.dlp': 'group support = "support" in caller.groups\n',
};

describe('reading', () => {
  test('files and directories, each file once, in one order', async () => {
    const all = {
      ...files,
      'p/.git/x.dlp': '{',
      'p/node_modules/x/y.dlp': '{',
      'p/readme.md': '',
      'q.txt': '',
    };
    const result = await checkPolicies(memoryHost(all), ['p/groups.dlp', './p/', 'p/desk', 'q.txt']);
    expect(result.files.map((file) => file.path)).toEqual([
      'p/crm.dlp',
      'p/desk/desk.dlp',
      'p/groups.dlp',
      'q.txt',
    ]);
    expect(result.failures).toEqual([]);
  });

  test('the order of the arguments changes nothing', async () => {
    const host = memoryHost(files);
    const one = await compilePolicies(host, ['p/groups.dlp', 'p/desk', 'p/crm.dlp']);
    const two = await compilePolicies(host, ['p']);
    expect(one.sources).toEqual(two.sources);
    expect(one.policies).toEqual(two.policies);
  });

  test('what is no text is a failure, and nothing is compiled', async () => {
    const host = memoryHost({ ...files, 'p/latin1.dlp': new Uint8Array([0xfc]) });
    const result = await compilePolicies(host, ['p']);
    expect(result.failures).toEqual([{ path: 'p/latin1.dlp', reason: 'it is not UTF-8 text' }]);
    expect(result.sources).toBeNull();
  });

  test('a schema is found beside the file that names it', async () => {
    const { diagnostics } = await checkPolicies(memoryHost(files), ['p']);
    expect(diagnostics).toEqual([]);
  });

  test('a schema that two databases share is read, and complained of, once', async () => {
    const host = memoryHost({
      'a.dlp': 'database one from "s.sql"\ndatabase two from "./s.sql"',
      's.sql': 'create table t (',
    });
    const { diagnostics, texts } = await checkPolicies(host, ['a.dlp']);
    expect(diagnostics.filter((d) => d.severity === 'error').map((d) => [d.code, d.span.file])).toEqual([
      ['DLP5002', 's.sql'],
    ]);
    expect(diagnostics[0]?.related).toMatchObject([{ span: { file: 'a.dlp', start: 18 } }]);
    expect([...texts.keys()].sort()).toEqual(['a.dlp', 's.sql']);
  });
});

describe('stopping', () => {
  const codes = async (more: Readonly<Record<string, string>>) => {
    const { diagnostics, sources } = await compilePolicies(memoryHost({ ...files, ...more }), ['p']);
    return { codes: diagnostics.map((d) => `${d.span.file} ${d.code}`), compiled: sources !== null };
  };

  test('a syntax error in one file hides no name error in another', async () => {
    expect(await codes({ 'p/a.dlp': 'label {', 'p/b.dlp': 'group x = y' })).toEqual({
      codes: ['p/a.dlp DLP1010', 'p/b.dlp DLP2006'],
      compiled: false,
    });
  });

  test('beside a syntax error, nothing is concluded from what is missing', async () => {
    // The label, the allowance and the classification may all stand in what could not be read.
    expect(
      await codes({ 'p/a.dlp': 'label x\npolicy q for true { on crm { reveal customers.id } }\nlabel {' }),
    ).toEqual({
      codes: ['p/a.dlp DLP1010'],
      compiled: false,
    });
  });

  test('one error of any kind, and nothing is lowered', async () => {
    expect((await codes({ 'p/a.dlp': 'group x = y' })).compiled).toBe(false);
    expect(
      (await codes({ 'p/crm.sql': 'create table customers (id bigint, email text) nonsense' })).compiled,
    ).toBe(false);
    expect(await codes({})).toEqual({ codes: [], compiled: true });
  });

  test('a warning stops nothing', async () => {
    expect(await codes({ 'p/a.dlp': 'label x' })).toEqual({ codes: ['p/a.dlp DLP4008'], compiled: true });
  });
});

test('diagnostics stand in the order of files and places', async () => {
  const host = memoryHost({
    'b.dlp': 'group x = y\nlabel q',
    'a.dlp': 'group p = true\ngroup r = nope and false',
  });
  const { diagnostics } = await checkPolicies(host, ['b.dlp', 'a.dlp']);
  const places = diagnostics.map((d) => `${d.span.file}:${d.span.start}`);
  expect(places).toEqual(['a.dlp:25', 'b.dlp:10', 'b.dlp:18']);
});

describe('imports', () => {
  const shared = 'label pii\nclassify pii crm.customers.email\n';
  const project = {
    'p/crm.sql': 'create table customers (id bigint, email text);',
    'p/a.dlp': 'import "../shared/labels.dlp"\nimport "./b.dlp"\n',
    'p/b.dlp': 'database crm from "crm.sql"\nimport "a.dlp"\nimport "../p/../shared/labels.dlp"\n',
    'shared/labels.dlp': shared,
  };

  test('a file counts once, by whatever path and in whatever circle it is imported', async () => {
    const { files, diagnostics } = await checkPolicies(memoryHost(project), ['p/a.dlp']);
    expect(files.map(({ path }) => path)).toEqual(['p/a.dlp', 'p/b.dlp', 'shared/labels.dlp']);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('it makes no difference whether a file is imported or named', async () => {
    const imported = await compilePolicies(memoryHost(project), ['p/b.dlp']);
    const named = await compilePolicies(memoryHost(project), ['p', 'shared']);
    expect(imported.sources).not.toBeNull();
    expect(imported.sources).toEqual(named.sources);
    expect(imported.policies).toEqual(named.policies);
  });

  test('what is wrong in an imported file is said of that file', async () => {
    const host = memoryHost({
      ...project,
      'shared/labels.dlp': 'label pii\nclassify pii crm.customers.emial\n',
    });
    const { diagnostics } = await checkPolicies(host, ['p/a.dlp']);
    expect(diagnostics.map(({ code, span }) => `${span.file} ${code}`)).toContain(
      'shared/labels.dlp DLP2003',
    );
  });

  test.each(['missing.dlp', '../shared'])(
    'of %s: a diagnostic at each place that imports it',
    async (path) => {
      const text = `import "${path}"\n`;
      const host = memoryHost({ ...project, 'q/a.dlp': text, 'q/b.dlp': text });
      const { diagnostics, failures } = await checkPolicies(host, ['q']);
      expect(
        diagnostics.map(({ code, span }) => `${span.file} ${code} ${text.slice(span.start, span.end)}`),
      ).toEqual([`q/a.dlp DLP7003 "${path}"`, `q/b.dlp DLP7003 "${path}"`]);
      expect(failures).toEqual([]);
    },
  );

  test('of more files than anyone writes', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 5_100 }, (_, i) => [`c/f${i}.dlp`, `import "f${i + 1}.dlp"\n`]),
    );
    const { diagnostics } = await checkPolicies(memoryHost(chain), ['c/f0.dlp']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the policy file `f5000.dlp` cannot be read: more than 5000 files are imported',
    ]);
  });
});
