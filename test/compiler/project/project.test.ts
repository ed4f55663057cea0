/** Which `dlp.json` counts, what it says, and what is said of one that is wrong. */
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { checkPolicies } from '../../../compiler/src/pipeline.ts';

const SCHEMA = 'create table customers (id bigint, email text);';
const LABELS = 'database crm from "crm.sql"\nlabel pii\nclassify pii crm.customers.email\n';

async function check(files: Readonly<Record<string, string>>, paths: readonly string[]) {
  return checkPolicies(memoryHost(files), paths);
}

describe('the policies of a project', () => {
  const files = {
    'dlp.json': '{ "language": 1, "policies": ["policies", "shared/labels.dlp"] }',
    'policies/crm.sql': SCHEMA,
    'shared/crm.sql': SCHEMA,
    'shared/labels.dlp': LABELS,
    'shared/other.dlp': '',
    'policies/desk/desk.dlp': 'policy desk for true { on crm { allow select on customers } }\n',
  };
  const all = ['policies/desk/desk.dlp', 'shared/labels.dlp'];

  test.each([
    ['no path', [], all],
    ['the folder of the project', ['.'], all],
    ['a folder in it', ['policies'], ['policies/desk/desk.dlp']],
    ['a file that the project leaves out', ['shared/other.dlp'], ['shared/other.dlp']],
  ])('by %s', async (_, paths, expected) => {
    const result = await check(files, paths);
    expect(result.files.map(({ path }) => path)).toEqual(expected);
    expect(result.failures).toEqual([]);
  });

  test('of one in a folder, named from outside', async () => {
    const inFolder = Object.fromEntries(Object.entries(files).map(([path, text]) => [`a/${path}`, text]));
    const result = await check(inFolder, ['a']);
    expect(result.files.map(({ path }) => path)).toEqual(all.map((path) => `a/${path}`));
  });

  const twoProjects = {
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`a/${path}`, text])),
    'b/c/dlp.json': '{ "language": 1 }',
    'b/c/labels.dlp': LABELS,
    'loose.dlp': LABELS,
  };
  test.each([
    [
      'several, from above',
      '.',
      'it holds 2 projects of their own, which cannot be read together with other policies; name one: `a`, `b/c`',
    ],
    [
      'one, from above',
      'b',
      'it holds a project of its own, which cannot be read together with other policies; name it: `b/c`',
    ],
  ])('%s: none is read, and the way is told', async (_, path, reason) => {
    for (const paths of path === '.' ? [[], ['.']] : [[path]]) {
      const result = await check(twoProjects, paths);
      expect(result.files).toEqual([]);
      expect(result.failures).toEqual([{ path, reason }]);
      expect(result.diagnostics).toEqual([]);
    }
  });

  test('without a project, what is below', async () => {
    const { 'dlp.json': _, ...without } = files;
    const result = await check(without, []);
    expect(result.files.map(({ path }) => path)).toEqual([...all, 'shared/other.dlp'].sort());
    expect(result.language).toBe(1);
  });
});

describe('a project file that is wrong', () => {
  test.each([
    ['{ "language": 1,, }', ',', 'DLP7001 the project file is no JSON'],
    ['[1]', '[1]', 'DLP7001 the project file is no JSON object'],
    [
      '{ "policies": ["."] }',
      '{ "policies": ["."] }',
      'DLP7001 the project does not say which `language` it is written in',
    ],
    [
      '{ "language": 1, "polices": ["."] }',
      '"polices": ["."]',
      'DLP7001 a project has no field `polices`; did you mean `policies`?',
    ],
    ['{ "language": 1, "language": 1 }', '"language": 1', 'DLP7001 `language` stands here twice'],
    [
      '{ "language": 2 }',
      '"language": 2',
      'DLP7002 the project is written in version `2` of the language, and this dlpc knows 1',
    ],
    [
      '{ "language": "1" }',
      '"language": "1"',
      'DLP7002 the project is written in version `"1"` of the language, and this dlpc knows 1',
    ],
    [
      '{ "language": 1, "policies": "." }',
      '"policies": "."',
      'DLP7001 `policies` is not a list of paths relative to the project, such as `["policies"]`',
    ],
    [
      '{ "language": 1, "policies": [] }',
      '"policies": []',
      'DLP7001 `policies` is not a list of paths relative to the project, such as `["policies"]`',
    ],
    [
      '{ "language": 1, "policies": ["/etc"] }',
      '"policies": ["/etc"]',
      'DLP7001 `policies` is not a list of paths relative to the project, such as `["policies"]`',
    ],
    ['', '', 'DLP7001 the project file is no JSON'],
  ])('%s', async (text, part, said) => {
    const { diagnostics } = await check({ 'dlp.json': text, 'a.dlp': '' }, []);
    const [found, ...more] = diagnostics.filter(({ severity }) => severity === 'error');
    expect(more).toEqual([]);
    expect(text.slice(found?.span.start, found?.span.end)).toBe(part);
    expect(`${found?.code} ${found?.message}`).toBe(said);
  });

  test('strings that look like fields are none', async () => {
    const text = String.raw`{ "$schema": "{\"language\": 3, }", "language": 1, "policies": ["a,b}"] }`;
    const { diagnostics, failures } = await check({ 'dlp.json': text, 'a.dlp': '' }, []);
    expect(diagnostics).toEqual([]);
    expect(failures).toEqual([{ path: 'a,b}', reason: 'there is no such file or directory' }]);
  });
});
