/** Relations that `allow`, `filter` and the like speak of. */
import { nameText } from '@dlpc/compiler';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { relationCandidate, relationsOf } from './columns.ts';
import { sourceOfBlock } from './sources.ts';
import { statementsBeside } from './statements-beside.ts';

/** What the statement names already is left out; what the block does not speak of yet comes first, views last. */
export function relationCandidates(request: CompletionRequest): readonly Candidate[] {
  const source = sourceOfBlock(request);
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
