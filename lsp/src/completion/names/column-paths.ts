/** `crm.customers.email`, step by step, in a `classify`. */
import { isApi, lookUpRelation, nameText, type Relation, type Source } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { columnCandidate, relationCandidate, relationsOf } from './columns.ts';
import { fieldCandidates, objectCandidates } from './fields.ts';
import { labelAffinity } from './label-affinity.ts';
import { labelBefore } from './label-before.ts';
import { sourceCandidates, sourceNamed } from './sources.ts';

/** Relations whose columns are compared with the label. */
const MOST_WEIGHED = 300;

export function columnPathCandidates(request: CompletionRequest): readonly Candidate[] {
  const { path } = request.place;
  const [name, ...steps] = path;
  if (name === undefined) return sourceCandidates(request);
  const source = sourceNamed(request.program, name);
  if (source === null) return [];
  const [first, second] = steps;
  if (isApi(source))
    return first === undefined ? objectCandidates(request, source) : fieldCandidates(request, source, steps);
  if (first === undefined) return [...relationSteps(request, source), ...schemaSteps(source)];
  const relation = relationAt(source, first, second);
  if (relation !== null) return columnSteps(request, relation);
  return second === undefined ? inSchema(request, source, first) : [];
}

/** The relation that one or two steps name; null for a schema alone. */
function relationAt(source: Source, first: string, second: string | undefined): Relation | null {
  const found =
    second === undefined ? lookUpRelation(source, null, first) : lookUpRelation(source, first, second);
  return found.kind === 'found' ? found.relation : null;
}

function relationSteps(request: CompletionRequest, source: Source): readonly Candidate[] {
  const label = labelBefore(request);
  // A view shows what its tables show.
  const relations = relationsOf(source).filter(({ kind }) => kind !== 'view');
  // Beyond this many, looking at the names of all their columns takes longer than a keystroke.
  const isWeighed = relations.length <= MOST_WEIGHED;
  return relations.map((relation) => {
    const isMeant =
      isWeighed && unlabelled(request, relation).some((column) => labelAffinity(label, column) > 0);
    return { ...relationCandidate(request.labelled, source, relation), tier: isMeant ? 0 : 1 };
  });
}

function schemaSteps(source: Source): readonly Candidate[] {
  const names = new Set(relationsOf(source).map(({ schema }) => schema));
  return [...names].map((name) => ({
    name,
    kind: CompletionItemKind.Module,
    detail: `schema of ${source.name}`,
    text: nameText(name),
    tier: 3,
  }));
}

function inSchema({ labelled }: CompletionRequest, source: Source, schema: string): readonly Candidate[] {
  return relationsOf(source)
    .filter((relation) => relation.schema === schema)
    .map((relation) => ({
      ...relationCandidate(labelled, source, relation),
      name: relation.name,
      text: nameText(relation.name),
    }));
}

/** What the label could mean first, and what carries it already last. */
function columnSteps(request: CompletionRequest, relation: Relation): readonly Candidate[] {
  const { place } = request;
  const label = labelBefore(request);
  const taken = new Set(place.siblings.map((path) => path.join('.')));
  const open = new Set(unlabelled(request, relation));
  return relation.columns
    .filter(({ name }) => !taken.has(name))
    .map((column) => ({
      ...columnCandidate(request, relation, column),
      tier: (open.has(column) ? 1 : 2) - Math.min(labelAffinity(label, column), 9) / 10,
    }));
}

function unlabelled({ labelled }: CompletionRequest, relation: Relation): Relation['columns'] {
  return relation.columns.filter(({ name }) => labelled.of(relation, name).length === 0);
}
