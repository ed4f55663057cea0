/** SQL of a test: words of SQL, relations and columns of its database, functions. */
import type { Relation, Source } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import { relationsOf } from '../names/columns.ts';
import type { CompletionRequest } from '../request.ts';
import { sqlIdentifier } from './identifier.ts';
import { keywordCandidates, sqlFunctions } from './keywords.ts';
import { rankedColumns } from './ranked-columns.ts';
import { rankedRelations, sqlRelation } from './ranked-relations.ts';
import { namedIn } from './relations-named.ts';
import { type SqlWord, sqlWords } from './words.ts';

const RELATION_FOLLOWS: ReadonlySet<string> = new Set([
  'from',
  'join',
  'into',
  'update',
  'table',
  'only',
  'using',
]);

/** `before` is the statement up to the word that is being typed, `behind` what is left of it. */
export function sqlCandidates(
  request: CompletionRequest,
  source: Source,
  before: string,
  behind: string,
): readonly Candidate[] {
  const words = sqlWords(before);
  const last = words.at(-1);
  if (last === undefined) return keywordCandidates('begin');
  const pair = last.kind === 'name' ? PAIRS[last.text] : undefined;
  if (pair !== undefined) return pair.split(' ').map((name) => ({ name, kind: CompletionItemKind.Keyword }));
  // A query within another statement reads what it names itself.
  const query = words.findLast(({ text, kind }) => kind === 'name' && text === 'select')?.start ?? 0;
  const named = namedIn(source, `${before.slice(query)} ${behind}`);
  if (last.text === '.') return membersOf(request, source, named, words.at(-2)?.text ?? '');
  const clause = words.findLast(({ text, kind }) => kind === 'name' && CLAUSES.has(text))?.text ?? '';
  if (RELATION_FOLLOWS.has(last.text) || (last.text === ',' && clause === 'from'))
    return rankedRelations(request, source, words);
  if (!OPERAND_FOLLOWS.has(last.text))
    return [...keywordCandidates(clause, 2), ...columnsInScope(request, source, named, words, 5)];
  if (clause === 'values') return [...sqlFunctions(2), ...keywordCandidates('value')];
  const isTarget = clause === 'set' && last.text !== '=';
  const columns = columnsInScope(request, source, named, words, 1);
  if (isTarget) return columns;
  const value = clause === 'set' ? keywordCandidates('value', 0.5) : [];
  return [
    ...value,
    ...aliasesOf(named),
    ...columns,
    ...sqlFunctions(clause === 'select' ? 2.2 : 4, last.text === 'select' ? 0.9 : undefined),
    ...keywordCandidates(clause, 5),
  ];
}

/** What can stand behind a dot: columns of what an alias means, relations of a schema. */
function membersOf(
  request: CompletionRequest,
  source: Source,
  named: ReadonlyMap<string, Relation>,
  qualifier: string,
): readonly Candidate[] {
  const relation = named.get(qualifier);
  if (relation !== undefined) return rankedColumns(request, [relation], []);
  const inSchema = relationsOf(source).filter(({ schema }) => schema === qualifier);
  // An alias may be named before it is given.
  if (inSchema.length === 0) return rankedColumns(request, relationsOf(source), []);
  return inSchema.map((each) => ({
    ...sqlRelation(request, source, each),
    name: each.name,
    text: sqlIdentifier(each.name),
  }));
}

function columnsInScope(
  request: CompletionRequest,
  source: Source,
  named: ReadonlyMap<string, Relation>,
  words: readonly SqlWord[],
  tier: number,
): readonly Candidate[] {
  const relations = named.size === 0 ? relationsOf(source) : [...new Set(named.values())];
  return rankedColumns(request, relations, words).map((column) => ({
    ...column,
    tier: (column.tier ?? 1) + tier - 1,
  }));
}

/** Whoever gives a relation a name of its own means to use it; the relation's own name comes later. */
function aliasesOf(named: ReadonlyMap<string, Relation>): readonly Candidate[] {
  return [...named].map(([name, relation]) => ({
    name,
    kind: CompletionItemKind.Variable,
    detail: `of ${relation.name}`,
    text: sqlIdentifier(name),
    tier: name === relation.name ? 4 : 0.5,
  }));
}

/** Words that only a few others follow. */
const PAIRS: Readonly<Record<string, string>> = {
  insert: 'into',
  merge: 'into',
  delete: 'from',
  drop: 'table view index schema function',
  create: 'table view index temporary',
  alter: 'table role database',
  group: 'by',
  order: 'by',
  is: 'null not true false',
  union: 'all select',
};

const CLAUSES: ReadonlySet<string> = new Set(
  'select from where group order having set values returning into update delete join on'.split(' '),
);

/** Behind these a value begins. */
const OPERAND_FOLLOWS: ReadonlySet<string> = new Set(
  '( , = < > + - | select where and or not on by set having distinct when then else between in like returning case'.split(
    ' ',
  ),
);
