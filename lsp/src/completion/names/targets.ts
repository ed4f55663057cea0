/** What `mask` and `reveal` speak of: labels, and columns of the block's source. */
import { isApi, type Label, lookUpRelation, nameText, type Relation } from '@dlpc/compiler';
import { type Candidate, inTier } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { columnCandidate, relationCandidate, relationsOf } from './columns.ts';
import { fieldCandidates, objectCandidates } from './fields.ts';
import { labelCandidates } from './labels.ts';
import { sourceOfBlock } from './sources.ts';
import { statementsBeside } from './statements-beside.ts';

/** Labels that what the block allows carries, and nothing treats yet, come first. */
export function targetCandidates(request: CompletionRequest): readonly Candidate[] {
  return [...labelTargets(request), ...columnTargets(request)];
}

function labelTargets(request: CompletionRequest): readonly Candidate[] {
  const { program, labelled } = request;
  const beside = statementsBeside(request);
  const treated = new Set([
    ...beside.flatMap(({ targets }) => targets),
    ...request.place.siblings.map((path) => path.join('.')),
  ]);
  const read = new Set(beside.flatMap(({ kind, relations }) => (kind === 'AllowStatement' ? relations : [])));
  const { source, statement } = request.place;
  const isMask = statement[0]?.text === 'mask';
  const isRead = (label: Label) =>
    labelled.carriers(source ?? '', label.path).some(({ relation }) => read.has(relation.name));
  const parents = new Set([...program.labels.values()].map(({ parent }) => parent));
  return labelCandidates(request, (label) => {
    if (treated.has(label.path) || !labelled.isUsed(label.path)) return 5;
    const isParent = parents.has(label);
    // To mask all of a tree is careful, to reveal all of it is not.
    const isOpen = isMask && ![...treated].some((path) => path.startsWith(`${label.path}.`));
    return (read.size === 0 || isRead(label) ? 1 : 3) + (isParent ? (isOpen ? -0.1 : 0.5) : 0);
  });
}

function columnTargets(request: CompletionRequest): readonly Candidate[] {
  const source = sourceOfBlock(request);
  if (source === null) return [];
  const { place, labelled } = request;
  const [first, second] = place.path;
  if (isApi(source))
    return first === undefined
      ? inTier(4, objectCandidates(request, source))
      : fieldCandidates(request, source, place.path);
  if (first === undefined)
    return relationsOf(source).map((relation) => ({
      ...relationCandidate(labelled, source, relation),
      tier: 4,
    }));
  const found =
    second === undefined ? lookUpRelation(source, null, first) : lookUpRelation(source, first, second);
  if (found.kind === 'found') return columnsOf(request, found.relation);
  if (second !== undefined) return [];
  return relationsOf(source)
    .filter(({ schema }) => schema === first)
    .map((relation) => ({
      ...relationCandidate(labelled, source, relation),
      name: relation.name,
      text: nameText(relation.name),
    }));
}

/** Only what is labelled is masked; so that comes first. */
function columnsOf(request: CompletionRequest, relation: Relation): readonly Candidate[] {
  return relation.columns.map((column) => ({
    ...columnCandidate(request, relation, column),
    tier: request.labelled.of(relation, column.name).length > 0 ? 1 : 2,
  }));
}
