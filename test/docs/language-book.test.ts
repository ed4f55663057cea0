/** docs/language.md is run: its policies compile without an error, and what it says of decisions is what the compiled policies decide. */
import { readFile } from 'node:fs/promises';
import { formatText } from '@dlpc/language';
import type { Action, Caller, Matcher } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../compiler/src/pipeline.ts';
import { decide, matcherOf, treatmentOf } from '../compiler/reference/decide.ts';

const DOCS = new URL('../../docs/', import.meta.url);
const book = await readFile(new URL('language.md', DOCS), 'utf8');
const schema = await readFile(new URL('schema/crm.sql', DOCS), 'utf8');

interface Block {
  readonly name: string;
  readonly text: string;
}

function blocks(language: string, key: string): readonly Block[] {
  const pattern = new RegExp(`^\`\`\`${language}(?: ${key}=(\\S+))?\\n(.*?)^\`\`\`$`, 'gms');
  return [...book.matchAll(pattern)].map(([, name = '', text = '']) => ({ name, text }));
}

const policies = blocks('dlp', 'name');

async function compiled(name: string): Promise<Matcher> {
  const block = policies.find((candidate) => candidate.name === name);
  const host = memoryHost({ 'schema/crm.sql': schema, 'policy.dlp': block?.text ?? '' });
  const { sources, diagnostics } = await compilePolicies(host, ['policy.dlp']);
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  const [source] = sources ?? [];
  if (source === undefined) throw new Error(`${name} has no source`);
  return matcherOf(source);
}

test('the book has policies and says what they decide', () => {
  expect(policies.length).toBeGreaterThan(2);
  expect(blocks('decisions', 'of').map((block) => block.name)).toEqual(policies.map((block) => block.name));
});

test.each(policies)('policy $name compiles and is formatted', async ({ name, text }) => {
  await compiled(name);
  expect(formatText(text)).toEqual({ text, diagnostics: [] });
});

describe.each(blocks('decisions', 'of'))('$name', ({ name, text }) => {
  test.each(text.trim().split('\n'))('%s', async (line) => {
    const [who = '', what = '', expected = ''] = line
      .split(/ {2,}| (?=select |customers\.)/)
      .map((part) => part.trim());
    const matcher = await compiled(name);
    const caller = callerOf(who);
    const [action, relation] = what.split(' ');
    if (relation !== undefined) {
      expect(decide(matcher, caller, 'public', relation, action as Action)).toBe(expected);
    } else {
      const [table = '', column = ''] = what.split('.');
      expect(treatmentOf(matcher, caller, 'public', table, column) ?? 'as it is').toBe(expected);
    }
  });
});

/** `human support analysts sub=a@b`: a kind, groups, and a subject. */
function callerOf(who: string): Caller {
  const [kind, ...rest] = who.split(' ');
  expect(['human', 'service']).toContain(kind);
  const sub = rest.find((word) => word.startsWith('sub='))?.slice(4) ?? 'somebody';
  const groups = new Set(rest.filter((word) => !word.startsWith('sub=')));
  return { sub, kind: kind as Caller['kind'], groups };
}
