/** docs/language.md is run: its policies compile without an error, and what it says of decisions is what the compiled policies decide. */
import { readFile } from 'node:fs/promises';
import { formatText } from '@dlpc/language';
import { type Action, type Actor, type Caller, type Matcher, relationKey } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../compiler/src/host/memory-host.ts';
import { checkPolicies, compilePolicies } from '../../compiler/src/pipeline.ts';
import { type ClaimValue, claimsOf } from '../../runtime/src/identity/claims.ts';
import { applicablePolicies } from '../../runtime/src/judge/applicable-policies.ts';
import { runDlpc } from '../compiler/cli/run-dlpc.ts';
import { decide, matcherOf, treatmentOf } from '../compiler/reference/decide.ts';
import { annotate, stripAnnotations } from '../compiler/support/annotate.ts';
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
    const [action, relation, ...rest] = what.split(' ');
    if (action === 'rows' && relation === 'of') {
      expect(filtersOf(matcher, asked, rest.join(' '))).toBe(expected);
    } else if (relation !== undefined) {
      const hasWhere = rest.join(' ') !== 'without where';
      expect(decide(matcher, asked, 'public', relation, action as Action, hasWhere)).toBe(expected);
    } else {
      const [table = '', column = ''] = what.split('.');
      expect(treatmentOf(matcher, asked, 'public', table, column) ?? 'as it is').toBe(expected);
    }
  });
});

/** The filters that bear on a relation, as they are written. */
function filtersOf(matcher: Matcher, asked: Asked, relation: string): string {
  const applicable = applicablePolicies(matcher, asked, asked.now);
  const rules = matcher.relations.get(relationKey('public', relation))?.filters ?? [];
  const applied = rules.filter(({ policy }) => applicable.includes(policy));
  return applied.map(({ rule }) => matcher.rules[rule]?.text).join('; ');
}

test.each([...book.matchAll(/^```dlp wrong\n(.*?)^```$/gms)].map(([, text = '']) => text))(
  'mistakes are where the book says: %s',
  async (text) => {
    const policy = stripAnnotations(text);
    const host = memoryHost({ 'schema/crm.sql': schema, 'policy.dlp': policy });
    const { diagnostics } = await checkPolicies(host, ['policy.dlp']);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(annotate(policy, errors)).toBe(text);
    expect(formatText(policy)).toEqual({ text: policy, diagnostics: [] });
  },
);

/**
 * `human support sub=a@b level=3 teams=red+ actor=bot/agents task=nightly at=2026-11-22T02:00Z`: a kind, groups, and what else is said; a name
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
    actor: actorOf(take('actor')),
    task: { name: take('task') ?? '' },
    hint: { applicationName: take('application_name') ?? '' },
  };
  const now = Date.parse(take('at') ?? '2026-11-22T12:00Z');
  const claims = claimsOf(Object.fromEntries([...said].map(([name, value]) => [name, claimValue(value)])));
  return { ...askerOf({ ...asker, claims }), now };
}

/** `actor=assistant`, `actor=assistant/agents+bots`: who acts, and in which groups they are. */
function actorOf(text: string | undefined): Actor | null {
  if (text === undefined) return null;
  const [sub = '', groups = ''] = text.split('/');
  return { sub, groups: new Set(groups.split('+').filter((group) => group !== '')) };
}

function claimValue(text: string): ClaimValue {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text.includes('+') ? text.split('+').filter((member) => member !== '') : text;
}
