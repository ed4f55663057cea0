/** Names in conditions: groups, what is known of the caller, and values of `caller.kind`. */
import { CALLER_KINDS, type Claim, nameText, type Program } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { fieldHelp } from '../../features/keyword-help.ts';
import type { Candidate } from '../candidate.ts';
import { claimsRead } from '../claims-read.ts';
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
    ...fields(request, '').map((field) =>
      isWhen && field.name === 'task.name' ? { ...field, tier: 0.4 } : field,
    ),
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
export function memberCandidates(request: CompletionRequest): readonly Candidate[] {
  const { path, statement } = request.place;
  const found = fields(request, path.map((name) => `${name}.`).join(''));
  // `"x" in caller.` goes on with what is a set.
  const isIn = statement.at(-2 * path.length - 1)?.text === 'in';
  const isSet = ({ detail }: Candidate) => detail?.startsWith('set of') === true;
  return isIn ? found.map((field) => ({ ...field, tier: isSet(field) ? 0 : 2 })) : found;
}

/** The claims of the identity with their types. */
export function claimsOf(program: Program): readonly Claim[] {
  return [...(program.identity?.claims.values() ?? [])].filter((claim) => claim !== null);
}

/** What the declaration has compared already is compared again less often; what an identity declares, it declares to be used. */
function fields({ context, program, place }: CompletionRequest, prefix: string): readonly Candidate[] {
  // The path that is being written is no comparison yet.
  const before = place.declaration.slice(0, place.declaration.length - 2 * place.path.length);
  const used = new Set(before.map(({ name }) => name));
  const last = before.at(-1)?.text;
  const isComparing = used.has('caller') || last === 'and' || last === '(';
  const read = claimsRead(context.result);
  const tierOf = (path: string): number => {
    const name = path.split('.').at(-1) ?? '';
    if (used.has(name)) return 1.5;
    if (!path.startsWith('caller.claims.')) return 1;
    return (isComparing ? 0.4 : 1) + (read.has(name) ? 0.05 : 0);
  };
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
      tier: tierOf(path),
    }));
}

function typeOf(path: string): string {
  if (path.endsWith('.groups')) return 'set of strings';
  return path === 'caller.actor.sub' ? 'string, may be absent' : 'string';
}

/** What a text can be in. */
function sets(request: CompletionRequest): readonly Candidate[] {
  const ofNow = request.place.statement.at(-2)?.text === 'now';
  const found = fields(request, '').filter(({ detail }) => detail?.startsWith('set of'));
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
