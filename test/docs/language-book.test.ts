/** docs/language.md is run: its policies compile without an error, and what it says of decisions is what the compiled policies decide. */
import { readFile } from 'node:fs/promises';
import { formatText } from '@dlpc/language';
import type { Action, Caller, Matcher } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../compiler/src/pipeline.ts';
import { type ClaimValue, claimsOf } from '../../runtime/src/identity/claims.ts';
import { runDlpc } from '../compiler/cli/run-dlpc.ts';
import { decide, matcherOf, treatmentOf } from '../compiler/reference/decide.ts';
import type { Asked } from '../compiler/support/arbitrary-condition.ts';
import { askerOf } from '../support/askers.ts';

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

test.each(policies.filter(({ text }) => /^test /m.test(text)))(
  'the tests of $name pass',
  async ({ text }) => {
    const files = { 'schema/crm.sql': schema, 'policy.dlp': text };
    expect(await runDlpc(['test', 'policy.dlp'], files)).toMatchObject({ code: 0, err: '' });
  },
);

describe.each(blocks('decisions', 'of'))('$name', ({ name, text }) => {
  test.each(text.trim().split('\n'))('%s', async (line) => {
    const [who = '', what = '', expected = ''] = line
      .split(/ {2,}| (?=select |customers\.)/)
      .map((part) => part.trim());
    const matcher = await compiled(name);
    const asked = askedOf(who);
    const [action, relation] = what.split(' ');
    if (relation !== undefined) {
      expect(decide(matcher, asked, 'public', relation, action as Action)).toBe(expected);
    } else {
      const [table = '', column = ''] = what.split('.');
      expect(treatmentOf(matcher, asked, 'public', table, column) ?? 'as it is').toBe(expected);
    }
  });
});

/**
 * `human support sub=a@b level=3 teams=red+ task=nightly at=2026-11-22T02:00Z`: a kind, groups, and what else is said; a name
 * that is none of these is a claim.
 */
function askedOf(who: string): Asked {
  const [kind, ...rest] = who.split(' ');
  expect(['human', 'service']).toContain(kind);
  const said = new Map(
    rest.flatMap((word) => (word.includes('=') ? [word.split('=')] : [])).map(([k = '', v = '']) => [k, v]),
  );
  const take = (key: string) => {
    const value = said.get(key);
    said.delete(key);
    return value;
  };
  const asker = {
    sub: take('sub') ?? 'somebody',
    kind: kind as Caller['kind'],
    groups: new Set(rest.filter((word) => !word.includes('='))),
    task: { name: take('task') ?? '' },
    hint: { applicationName: take('application_name') ?? '' },
  };
  const now = Date.parse(take('at') ?? '2026-11-22T12:00Z');
  const claims = claimsOf(Object.fromEntries([...said].map(([name, value]) => [name, claimValue(value)])));
  return { ...askerOf({ ...asker, claims }), now };
}

function claimValue(text: string): ClaimValue {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text.includes('+') ? text.split('+').filter((member) => member !== '') : text;
}
