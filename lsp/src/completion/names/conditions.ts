/** Names in conditions: groups, what is known of the caller, and values of `caller.kind`. */
import { CALLER_KINDS, type Claim, nameText, type Program } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { fieldHelp } from '../../features/keyword-help.ts';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';

/** The fields that every condition may read; claims are in the policy's hands. */
const FIELDS = [
  ...['caller.kind', 'caller.groups', 'caller.sub', 'task.name', 'task.id', 'task.parent'],
  'hint.application_name',
];
const ACTOR_FIELDS = ['caller.actor.sub', 'caller.actor.groups'];

/** A group, a field, a kind of caller or `now`, by what stands before. */
export function conditionCandidates(request: CompletionRequest): readonly Candidate[] {
  const { place, program } = request;
  const before = place.statement.slice(-4).map(({ text }) => text);
  const last = before.at(-1);
  if (isComparison(last) && before.slice(-4, -1).join('') === 'caller.kind') return kinds(0);
  if (last === 'in') return sets(request);
  const own = place.declaration[0]?.text === 'group' ? place.declaration[1]?.name : null;
  const inGroup = own !== null && own !== undefined;
  const groups = [...program.groups.values()].filter(({ name }) => name !== own);
  const used = new Set(place.declaration.map(({ name }) => name));
  // `for` says who; `when` is for what they are at, and when.
  const isWhen = place.statement.some(({ text }) => text === 'when');
  return [
    ...groups.map(({ name, declaration }) => ({
      name,
      kind: CompletionItemKind.Variable,
      detail: 'group',
      ...(declaration.documentation === null ? {} : { documentation: () => declaration.documentation ?? '' }),
      tier: (inGroup ? 2 : 0) + (isUnused(program, name) ? 0 : 0.5) + (used.has(name) ? 1 : 0),
    })),
    ...fields(program, '').map((field) => ({
      ...field,
      tier: isWhen && field.name === 'task.name' ? 0.4 : 1,
    })),
    {
      name: 'now',
      kind: CompletionItemKind.Variable,
      detail: 'moment',
      documentation: () => fieldHelp.now ?? '',
      tier: isWhen ? 0.45 : 2,
    },
    ...kinds(3),
  ];
}

/** Behind `caller.`, `caller.claims.`, `task.` or `hint.`. */
export function memberCandidates({ place, program }: CompletionRequest): readonly Candidate[] {
  return fields(program, place.path.map((name) => `${name}.`).join(''));
}

/** The claims of the identity with their types. */
export function claimsOf(program: Program): readonly Claim[] {
  return [...(program.identity?.claims.values() ?? [])].filter((claim) => claim !== null);
}

function fields(program: Program, prefix: string): readonly Candidate[] {
  const known = (paths: readonly string[]) =>
    paths.map((path) => ({
      ...{ path, text: path, type: typeOf(path) },
      documentation: fieldHelp[path] ?? '',
    }));
  const claims = claimsOf(program).map(({ name, type, optional }) => ({
    path: `caller.claims.${name}`,
    text: `caller.claims.${nameText(name)}`,
    type: optional ? `${type}, may be absent` : type,
    documentation: optional
      ? `A claim that an identity may lack: write \`caller.claims.${nameText(name)} ?? …\`.`
      : 'A claim of the verified identity.',
  }));
  return [...known(FIELDS), ...claims, ...known(ACTOR_FIELDS)]
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, text, type, documentation }) => ({
      name: path.slice(prefix.length),
      kind: CompletionItemKind.Property,
      detail: type,
      documentation: () => documentation,
      text: text.slice(prefix.length),
    }));
}

function typeOf(path: string): string {
  if (path.endsWith('.groups')) return 'set of strings';
  return path === 'caller.actor.sub' ? 'string, may be absent' : 'string';
}

/** What a text can be in. */
function sets({ program, place }: CompletionRequest): readonly Candidate[] {
  const ofNow = place.statement.at(-2)?.text === 'now';
  const found = fields(program, '').filter(({ detail }) => detail?.startsWith('set of'));
  return ofNow ? [] : found;
}

function kinds(tier: number): readonly Candidate[] {
  return CALLER_KINDS.map((name) => ({
    name,
    kind: CompletionItemKind.EnumMember,
    detail: 'kind of caller',
    tier,
  }));
}

function isComparison(text: string | undefined): boolean {
  return text === '==' || text === '!=';
}

function isUnused(program: Program, group: string): boolean {
  return program.policies.every(({ declaration: { condition } }) => {
    return !(condition.kind === 'NameExpression' && condition.name.text === group);
  });
}
