/** Relations that a statement could mean: those that have what it selects, and that policies let somebody do this to. */
import type { Relation, Source } from '@dlpc/compiler';
import type { Candidate } from '../candidate.ts';
import { relationCandidate, relationsOf } from '../names/columns.ts';
import type { CompletionRequest } from '../request.ts';
import { sqlIdentifier } from './identifier.ts';
import { selectedNames } from './selected-names.ts';
import type { SqlWord } from './words.ts';

/** `words` are those of the statement before the place. */
export function rankedRelations(
  request: CompletionRequest,
  source: Source,
  words: readonly SqlWord[],
): readonly Candidate[] {
  const selected = selectedNames(words.map(({ text }) => text).join(' ')).map(({ column }) => column);
  const named = new Set(words.map(({ text }) => text));
  const action = actionOf(words.at(-1)?.text, words.at(0)?.text);
  const ruled = relationsRuled(request, source, action);
  return relationsOf(source).map((relation) => {
    const candidate = sqlRelation(request, source, relation);
    const own = new Set(relation.columns.map(({ name }) => name));
    const isMissing = selected.some((name) => isColumn(source, name) && !own.has(name));
    const tier =
      (candidate.tier ?? 1) +
      (isMissing ? 2 : 0) +
      (named.has(relation.name) ? 1 : 0) -
      (ruled.has(relation) ? 0.4 : 0);
    return { ...candidate, tier };
  });
}

/** A relation by the shortest name that means it in a statement; views come after tables. */
export function sqlRelation({ labelled }: CompletionRequest, source: Source, relation: Relation): Candidate {
  const candidate = relationCandidate(labelled, source, relation);
  const isShort = relation.schema === 'public';
  const name = isShort ? relation.name : `${relation.schema}.${relation.name}`;
  const text = isShort
    ? sqlIdentifier(relation.name)
    : `${sqlIdentifier(relation.schema)}.${sqlIdentifier(relation.name)}`;
  return { ...candidate, name, text, tier: relation.kind === 'view' ? 1.5 : 1 };
}

type Action = 'select' | 'insert' | 'update' | 'delete';

/** What a statement does to the relation that is named next. */
function actionOf(leading: string | undefined, verb: string | undefined): Action {
  if (leading === 'into') return 'insert';
  if (leading === 'update') return 'update';
  return leading === 'from' && verb === 'delete' ? 'delete' : 'select';
}

/** Tests are about rules: what policies name with this action, to allow it or not. */
function relationsRuled(
  { program }: CompletionRequest,
  source: Source,
  action: Action,
): ReadonlySet<Relation> {
  const statements = program.policies
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.source === source ? block.commands : []));
  const ofAction = statements.filter(({ actions }) => actions.some((each) => each.action === action));
  // By a name of its own: a pattern means whatever else there is as well.
  return new Set(
    ofAction.flatMap(({ relations }) =>
      relations.filter(({ node }) => node.kind === 'RelationReference').map(({ relation }) => relation),
    ),
  );
}

/** Whether a word of the list is a column at all, and not a function or an alias. */
function isColumn(source: Source, name: string): boolean {
  return relationsOf(source).some(({ columns }) => columns.some((column) => column.name === name));
}
