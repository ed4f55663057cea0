/** The condition of a row filter: columns that all its relations have, values of the caller, and the few functions there are. */
import { lookUpRelation, type Relation } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import { columnCandidate } from '../names/columns.ts';
import { claimsOf } from '../names/conditions.ts';
import { sourceOfBlock } from '../names/sources.ts';
import type { CompletionRequest } from '../request.ts';
import { sqlIdentifier } from './identifier.ts';
import { type SqlWord, sqlWords } from './words.ts';

const FIELDS = [
  ...['caller.sub', 'caller.kind', 'caller.groups', 'caller.actor.sub', 'caller.actor.groups'],
  ...['task.name', 'task.id', 'task.parent'],
];
const FUNCTIONS = ['coalesce', 'starts_with'];
const CONNECTIVES = ['and', 'or', 'in', 'not', 'between', 'is null', 'is not null', 'like'];
const OPERAND_FOLLOWS: ReadonlySet<string> = new Set([
  '=',
  '<',
  '>',
  '(',
  ',',
  'and',
  'or',
  'not',
  'between',
  'in',
  'like',
]);

/** `before` is the condition up to the word that is being typed. */
export function rowConditionCandidates(request: CompletionRequest, before: string): readonly Candidate[] {
  const words = sqlWords(before);
  const last = words.at(-1);
  const path = pathOf(words);
  if (path.length > 0) return callerValues(request, `${path.join('.')}.`, 1);
  const beginsOperand = last === undefined || OPERAND_FOLLOWS.has(last.text);
  const isRight = last?.kind === 'mark' && /[=<>]/.test(last.text);
  const tier = beginsOperand ? 1 : 4;
  return [
    ...columnsMeant(request).map((column) => ({ ...column, tier: tier + (isRight ? 2 : 0) })),
    ...callerValues(request, '', tier + (isRight ? 0 : 1)),
    ...enumValues(request, words, tier),
    ...FUNCTIONS.map((name) => ({
      name,
      kind: CompletionItemKind.Function,
      text: name,
      snippet: `${name}(«»)`,
      tier: tier + 2,
    })),
    ...CONNECTIVES.map((name) => ({ name, kind: CompletionItemKind.Keyword, tier: beginsOperand ? 4 : 1 })),
    ...['true', 'false', 'null'].map((name) => ({ name, kind: CompletionItemKind.Keyword, tier: tier + 2 })),
  ];
}

/** The names before a dot at the end. */
function pathOf(words: readonly SqlWord[]): readonly string[] {
  const path: string[] = [];
  for (let at = words.length - 1; words[at]?.text === '.'; at -= 2) {
    const name = words[at - 1];
    if (name === undefined) break;
    path.unshift(name.text);
  }
  return path;
}

function callerValues({ program }: CompletionRequest, prefix: string, tier: number): readonly Candidate[] {
  const claims = claimsOf(program).map(({ name, type }) => ({
    path: `caller.claims.${name}`,
    text: `caller.claims.${sqlIdentifier(name)}`,
    type,
  }));
  const fields = FIELDS.map((path) => ({
    path,
    text: path,
    type: path.endsWith('.groups') ? 'set of string' : 'string',
  }));
  return [...claims, ...fields]
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, text, type }) => ({
      name: path.slice(prefix.length),
      kind: CompletionItemKind.Property,
      detail: type,
      text: text.slice(prefix.length),
      tier,
    }));
}

/** The values of the enum that stands to the left of the place. */
function enumValues(
  request: CompletionRequest,
  words: readonly SqlWord[],
  tier: number,
): readonly Candidate[] {
  const left = words.at(-2);
  if (left === undefined) return [];
  const column = relationsMeant(request)[0]?.columns.find(({ name }) => name === left.text);
  return (column?.type.enumValues ?? []).map((value) => ({
    name: `'${value.replaceAll("'", "''")}'`,
    kind: CompletionItemKind.EnumMember,
    detail: column?.type.text ?? '',
    tier: tier - 1,
  }));
}

function columnsMeant(request: CompletionRequest): readonly Candidate[] {
  const [first, ...others] = relationsMeant(request);
  return (first?.columns ?? [])
    .filter(({ name }) => others.every(({ columns }) => columns.some((column) => column.name === name)))
    .map((column) => ({
      ...(first === undefined ? {} : columnCandidate(request, first, column)),
      name: column.name,
      kind: CompletionItemKind.Field,
      text: sqlIdentifier(column.name),
    }));
}

/** The relations that the filter names before its `where`. */
function relationsMeant(request: CompletionRequest): readonly Relation[] {
  const source = sourceOfBlock(request);
  if (source === null) return [];
  const names = request.place.statement.slice(1).map(({ name, text }) => name ?? text);
  const end = names.lastIndexOf('where');
  return names
    .slice(0, end < 0 ? undefined : end)
    .join(' ')
    .split(' , ')
    .flatMap((reference) => {
      const path = reference.split(' . ');
      const found = lookUpRelation(source, path.length > 1 ? (path[0] ?? null) : null, path.at(-1) ?? '');
      return found.kind === 'found' ? [found.relation] : [];
    });
}
