/** The source map of a matcher, as Node reads it: every rule of the script leads to its line of the policies. */
import { SourceMap } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildBundle } from '../../../compiler/src/bundle/build-bundle.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';

const files = {
  'p/crm.sql': 'create table customers (id bigint, email text); create table orders (id bigint);',
  'p/labels.dlp': 'database crm from "crm.sql"\r\nlabel pii\r\nclassify pii crm.customers.email\r\n',
  'p/desk.dlp': `policy desk for "desk" in caller.groups {
  on crm {
    allow select on customers, // rule: 7
                    orders
    reveal pii
  }
}
`,
  'p/jobs.dlp':
    'policy jobs for caller.sub == "{ rule: 0 }" { on crm { allow select on customers mask pii with hash } }\n\n\n',
};

async function compiled() {
  const { sources, policies } = await compilePolicies(memoryHost(files), ['p']);
  const [source] = sources ?? [];
  if (source === undefined) throw new Error('nothing was compiled');
  const bundle = buildBundle({ sources: [source], policies, compilerVersion: '0' });
  const read = (path: string) => String(bundle.files.get(path) ?? '');
  const script = read('matchers/crm.js');
  const map = new SourceMap(JSON.parse(read('matchers/crm.js.map')));
  /** Where the text at `pattern` comes from, from the root of the bundle. */
  const originOf = (pattern: RegExp, from = 0): string => {
    const at = script.slice(from).search(pattern) + from;
    const before = script.slice(0, at).split('\n');
    const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    if (!('originalSource' in entry)) return 'nowhere';
    return `${posix.join('matchers', entry.originalSource)}:${entry.originalLine + 1}`;
  };
  return { source, script, originOf };
}

describe('the source map', () => {
  test('is named by the script', async () => {
    expect((await compiled()).script).toMatch(/\n\/\/# sourceMappingURL=crm\.js\.map$/);
  });

  test('leads every rule to its line, in the table and wherever it is named', async () => {
    const { source, script, originOf } = await compiled();
    expect(source.rules.length).toBe(4);
    for (const [index, { file, line }] of source.rules.entries()) {
      const place = `policies/${file}:${line}`;
      const text = JSON.stringify(source.rules[index]?.text).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      expect(originOf(new RegExp(`\\{ policy: \\d+, text: ${text}`))).toBe(place);
      const relations = script.indexOf('const relations');
      expect(originOf(new RegExp(`\\{ policy: \\d+, rule: ${index}[ ,]`), relations)).toBe(place);
    }
  });

  test('leads all else to the module', async () => {
    const { originOf } = await compiled();
    expect(originOf(/const policies/)).toMatch(/^matchers\/crm\.ts:\d+$/);
    expect(originOf(/\{ name: "jobs"/)).toMatch(/^matchers\/crm\.ts:\d+$/);
  });
});
