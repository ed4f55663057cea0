/** Relations that `allow`, `filter` and the like speak of. */
import { nameText, type Source } from '@dlpc/compiler';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { relationCandidate, relationsOf } from './columns.ts';
import { sourceNamed, sourceOfBlock } from './sources.ts';
import { statementsBeside } from './statements-beside.ts';

/** What the statement names already is left out; what the block does not speak of yet comes first, views last. */
export function relationCandidates(request: CompletionRequest): readonly Candidate[] {
  const source = sourceOfBlock(request) ?? sourceOfCase(request);
  if (source === null) return [];
  const { place, labelled } = request;
  const [schema] = place.path;
  const taken = new Set(place.siblings.map((path) => path.at(-1)));
  const named = new Set(statementsBeside(request).flatMap(({ relations }) => relations));
  return relationsOf(source)
    .filter((relation) => schema === undefined || relation.schema === schema)
    .filter(({ name }) => !taken.has(name))
    .map((relation) => {
      const candidate = relationCandidate(labelled, source, relation);
      const tier = relation.kind === 'view' ? 3 : named.has(relation.name) ? 2 : 1;
      return schema === undefined
        ? { ...candidate, tier }
        : { ...candidate, name: relation.name, text: nameText(relation.name), tier };
    });
}

/** The database of a case of a test, which expects rows to be kept back. */
function sourceOfCase({ place, program }: CompletionRequest): Source | null {
  const at = place.statement.findIndex(({ text }) => text === 'sql');
  return at < 0 ? null : sourceNamed(program, place.statement[at + 1]?.name ?? '');
}
