/** SQL of a test: words of SQL, relations and columns of its database, functions. */
import type { Relation, Source } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import { columnCandidate, relationCandidate, relationsOf } from '../names/columns.ts';
import type { CompletionRequest } from '../request.ts';
import { sqlIdentifier } from './identifier.ts';
import { keywordCandidates, sqlFunctions } from './keywords.ts';
import { namedIn } from './relations-named.ts';
import { sqlWords } from './words.ts';

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
  if (last.text === '.') {
    const qualifier = words.at(-2)?.text ?? '';
    const relation = named.get(qualifier);
    if (relation !== undefined) return columnsOf(request, relation);
    const inSchema = relationsOf(source).filter(({ schema }) => schema === qualifier);
    // An alias may be named before it is given.
    if (inSchema.length === 0) return relationsOf(source).flatMap((each) => columnsOf(request, each));
    return inSchema.map((each) => ({
      ...relationOf(request, source, each),
      name: each.name,
      text: sqlIdentifier(each.name),
    }));
  }
  const clause = words.findLast(({ text, kind }) => kind === 'name' && CLAUSES.has(text))?.text ?? '';
  if (RELATION_FOLLOWS.has(last.text) || (last.text === ',' && clause === 'from'))
    return relationsOf(source).map((relation) => relationOf(request, source, relation));
  const relations = named.size === 0 ? relationsOf(source) : [...new Set(named.values())];
  const isOperand = OPERAND_FOLLOWS.has(last.text);
  const used = new Set(words.filter(({ kind }) => kind === 'name').map(({ text }) => text));
  const columns = relations
    .flatMap((relation) => columnsOf(request, relation))
    .map((column) => ({
      ...column,
      tier: (column.tier ?? 1) + (used.has(column.name) ? 1 : 0) + (isOperand ? 0 : 4),
    }));
  const aliases = [...named.keys()].map((name) => ({
    name,
    kind: CompletionItemKind.Variable,
    detail: `of ${named.get(name)?.name}`,
    text: sqlIdentifier(name),
    tier: isOperand ? 4 : 6,
  }));
  return [
    ...columns,
    ...aliases,
    ...sqlFunctions(isOperand ? 4 : 6),
    ...keywordCandidates(clause, isOperand ? 5 : 2),
  ];
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

function columnsOf({ labelled }: CompletionRequest, relation: Relation): readonly Candidate[] {
  return relation.columns.map((column) => ({
    ...columnCandidate(labelled, relation, column),
    text: sqlIdentifier(column.name),
    tier: labelled.of(relation, column.name).length > 0 ? 1 : 1.5,
  }));
}

function relationOf({ labelled }: CompletionRequest, source: Source, relation: Relation): Candidate {
  const candidate = relationCandidate(labelled, source, relation);
  const isShort = relation.schema === 'public';
  const name = isShort ? relation.name : `${relation.schema}.${relation.name}`;
  const text = isShort
    ? sqlIdentifier(relation.name)
    : `${sqlIdentifier(relation.schema)}.${sqlIdentifier(relation.name)}`;
  return { ...candidate, name, text, tier: relation.kind === 'view' ? 1.5 : 1 };
}
