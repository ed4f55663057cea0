/**
 * The example policies, typed key by key into an empty file of their project: no place makes completion fail, and where a name is
 * due, it is among the first three proposals. Each is computed on what an editor has then: the text so far, and the last check of it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CheckResult, checkPolicies, memoryHost, type SchemaCache } from '@dlpc/compiler';
import { expectedAt, type Place, SourceText } from '@dlpc/language';
import { describe, expect, it } from 'vitest';
import { complete } from '../../../lsp/src/completion/complete.ts';
import { contextOf } from '../../../lsp/src/features/context-of.ts';
import { shown } from '../support/completion.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
/** What counts as found. */
const FIRST = 3;

interface Project {
  readonly root: string;
  readonly files: Readonly<Record<string, string>>;
  readonly policies: readonly string[];
}

interface Point {
  readonly at: number;
  /** What the author writes from here to the end of the line. */
  readonly rest: string;
  readonly word: string;
  readonly family: 'keyword' | 'name' | 'text' | 'sql';
}

class Typist {
  readonly #project: Project;
  readonly #policy: string;
  readonly #cache: SchemaCache = new Map();
  #checked: CheckResult | null = null;
  readonly #checks = new Map<string, CheckResult>();

  constructor(project: Project, policy: string) {
    this.#project = project;
    this.#policy = policy;
  }

  /** The check that an editor's server has made by now: it can be some keys old, and is of the lines before. */
  async check(text: string): Promise<void> {
    const line = text.slice(0, text.lastIndexOf('\n') + 1);
    const known = this.#checks.get(line);
    if (known === undefined) {
      const host = memoryHost({ ...this.#project.files, [this.#policy]: line });
      this.#checked = await checkPolicies(host, [this.#project.root], this.#cache);
      this.#checks.set(line, this.#checked);
    } else this.#checked = known;
  }

  proposals(text: string): readonly string[] {
    if (this.#checked === null) throw new Error('nothing was checked');
    const source = new SourceText(this.#policy, text);
    const files = Object.keys(this.#project.files).map((path) => relative(this.#policy, path));
    return shown(source, text.length, complete(contextOf(this.#checked, source, text.length), { files }));
  }
}

/** Paths are `/project/…`; a policy lies at most one folder deep. */
function relative(from: string, path: string): string {
  return `${'../'.repeat(from.split('/').length - 3)}${path.slice('/project/'.length)}`;
}

/** Each folder with a `dlp.json` below an example, or else the example, is a project. */
const projects = readdirSync(EXAMPLES)
  .map((name) => join(EXAMPLES, name))
  .filter((folder) => statSync(folder).isDirectory())
  .flatMap((folder) => {
    const found = readdirSync(folder, { recursive: true }).map(String);
    const own = found.filter((path) => basename(path) === 'dlp.json').map((path) => dirname(path));
    return (own.length > 0 ? own : ['.']).map((path) => projectAt(folder, path));
  })
  .filter(({ policies }) => policies.length > 0);
const cases = projects.flatMap((project) =>
  project.policies.map((policy) => ({
    policy,
    text: project.files[policy] ?? '',
    typist: new Typist(project, policy),
  })),
);

describe.each(cases)('$policy', ({ text, typist }) => {
  it('answers at each key', { timeout: 600_000 }, async () => {
    for (let length = 0; length <= text.length; length += 1) {
      await typist.check(text.slice(0, length));
      typist.proposals(text.slice(0, length));
    }
  });
});

it('has the name that is due among the first', { timeout: 600_000 }, async () => {
  const missed = { none: [] as string[], two: [] as string[] };
  const counts = new Map<string, { points: number; none: number; two: number }>();
  for (const { text, typist } of cases) {
    for (const { at, rest, word, family } of pointsOf(text)) {
      const before = text.slice(0, at);
      await typist.check(before);
      const count = counts.get(family) ?? { points: 0, none: 0, two: 0 };
      const line = before.slice(before.lastIndexOf('\n') + 1);
      const found = (typed: number) => {
        const proposals = typist.proposals(before + word.slice(0, typed)).slice(0, FIRST);
        const isThere = proposals.some((proposal) => writes(proposal, rest));
        if (!isThere)
          missed[typed === 0 ? 'none' : 'two'].push(`${family}: ${line}<|>${word}: ${proposals.join(' ')}`);
        return isThere ? 1 : 0;
      };
      counts.set(family, {
        points: count.points + 1,
        none: count.none + found(0),
        two: count.two + found(2),
      });
    }
  }
  const total = [...counts.values()].reduce((sum, each) => ({
    points: sum.points + each.points,
    none: sum.none + each.none,
    two: sum.two + each.two,
  }));
  const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;
  for (const [family, { points, none, two }] of [...counts, ['all', total] as const])
    console.log(
      `${family}: ${points} points, ${share(none, points)} with none typed, ${share(two, points)} with two`,
    );
  if (process.env.SHOW_MISSED !== undefined)
    console.log(
      [...missed.two.map((each) => `two  ${each}`), ...missed.none.map((each) => `none ${each}`)].join('\n'),
    );
  expect(total.points).toBeGreaterThan(500);
  expect(total.none / total.points).toBeGreaterThanOrEqual(0.95);
  expect(total.two / total.points).toBeGreaterThanOrEqual(0.98);
  // Of SQL some is anybody's guess before its first letter; what a policy names is not.
  const known = [...counts].filter(([family]) => family === 'name' || family === 'keyword');
  for (const [, { points, none }] of known) expect(none / points).toBeGreaterThanOrEqual(0.95);
});

/** Whether a proposal is what the author writes: all of it, and no longer word than that. What a path leaves open is filled in. */
function writes(proposal: string, rest: string): boolean {
  const filled = /^"\/.*\{/.test(proposal)
    ? (new RegExp(`^${proposal.replaceAll(/\{\w+\}/g, '[^/"{]+')}`).exec(rest)?.[0] ?? proposal)
    : proposal;
  return rest.startsWith(filled) && !(/\w$/.test(filled) && /^\w/.test(rest.slice(filled.length)));
}

/** Where words and names begin that somebody could propose: not new names, and no free text. */
function pointsOf(text: string): readonly Point[] {
  const points: Point[] = [];
  for (const { 0: word, index: at } of text.matchAll(/"?[A-Za-z_]\w*|"\/[\w/{}]+|"\.\.\//g)) {
    const place = expectedAt(text.slice(0, at + 1), at + (word.startsWith('"') ? 1 : 0));
    if (place === null) continue;
    const rest = text.slice(at).split('\n')[0] ?? '';
    const family = familyOf(place, word, text.slice(0, at));
    if (family !== null) points.push({ at, rest, word: word.replace(/^"$/, ''), family });
  }
  return points;
}

function familyOf(place: Place, word: string, before: string): Point['family'] | null {
  const roles = place.expects.flatMap((each) =>
    each.kind === 'name' || each.kind === 'text' ? [each.role] : [],
  );
  if (roles.includes('sql-statement') || roles.includes('row-condition')) {
    // The aliases that a statement makes up are new names, and constants free text.
    if (!place.quoted || word.startsWith('"')) return null;
    const isInString = (place.typed.match(/'/g) ?? []).length % 2 === 1;
    const isNew =
      /(?:\b(?:as|count\(\*\)|\w+\)|customers|support_tickets) )$/i.test(before) && word.length < 3;
    return isInString || isNew ? null : 'sql';
  }
  // Within a text that is proposed as a whole.
  if (place.quoted && !word.startsWith('"')) return null;
  // What a field is compared with can be anything.
  if (roles.includes('condition-text') && word.startsWith('"') && place.statement.at(-1)?.text === '==')
    return null;
  if (
    roles.length === 1 &&
    (roles[0] === 'new' || roles[0] === 'title' || roles[0] === 'issuer' || roles[0] === 'audience')
  )
    return null;
  // Who asks in a test is made up, as is the value of a claim.
  if (roles.includes('caller-text') && word.startsWith('"')) return isKnownText(place) ? 'text' : null;
  // A group that nobody wrote before, and a path that its API does not describe, are new.
  const isGroup =
    word.startsWith('"') && roles.some((role) => role === 'condition-text' || role === 'approver');
  if (isGroup && !before.includes(`${word}"`)) return null;
  if (word.endsWith('/{rest}')) return null;
  if (word.startsWith('"')) return 'text';
  return place.expects.some((each) => each.kind === 'word' && each.word === word) ? 'keyword' : 'name';
}

/** Groups are known from policies. */
function isKnownText({ statement }: Place): boolean {
  return statement.findLast((_, index) => statement[index + 1]?.text === ':')?.name === 'groups';
}

/** All files of the example are there; `own` is the folder of the project in it. */
function projectAt(folder: string, own: string): Project {
  const files: Record<string, string> = {};
  const walk = (directory: string, path: string) => {
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      if (statSync(file).isDirectory()) walk(file, `${path}/${name}`);
      else files[`${path}/${name}`] = readFileSync(file, 'utf8');
    }
  };
  walk(folder, '/project');
  const root = own === '.' ? '/project' : `/project/${own}`;
  const isOwn = (path: string) => path.startsWith(`${root}/`) && path.endsWith('.dlp');
  return { root, files, policies: Object.keys(files).filter(isOwn) };
}
