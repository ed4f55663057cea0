/** The fields of the answer that an HTTP case of a test expects to be masked, as far down as its path goes. */
import { type ApiOperation, fieldsOf, isApi, matchesSegment, nameText, type Part } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { operationsOf } from './endpoints.ts';
import { sourceNamed } from './sources.ts';

/** What carries a label, or holds what does, comes first. Nothing for a path into a column. */
export function answerFieldCandidates({ place, program, labelled }: CompletionRequest): readonly Candidate[] {
  const { statement } = place;
  const http = statement.findLastIndex(({ text }) => text === 'http');
  const [, source, method, path] = statement.slice(http).map(({ name }) => name ?? '');
  const api = http < 0 ? null : sourceNamed(program, source ?? '');
  if (api === null || !isApi(api)) return [];
  const asked = operationsOf(api).filter(
    (operation) => operation.method === method && isMeant(operation, path ?? ''),
  );
  const named = namesBefore(statement);
  return [...partsOf(asked, place.path)].map(([name, parts]) => {
    const fields = parts.flatMap(({ declared }) => fieldsOf(api, declared));
    const labelsOf = ({ relation, column }: (typeof fields)[number]) => labelled.of(relation, column.name);
    const labels = [...new Set(fields.flatMap(labelsOf))];
    const isMasked = sitesWithin(parts).some((sites) =>
      fieldsOf(api, sites).some((field) => labelsOf(field).length > 0),
    );
    return {
      name,
      kind: CompletionItemKind.Field,
      detail: labels.join(' · '),
      text: nameText(name),
      tier: (isMasked ? 1 : 2) + (named.has([...place.path, name].join('.')) ? 2 : 0),
    };
  });
}

/** The sites of parts, and of all that their values hold, however deep. */
function sitesWithin(parts: readonly Part[]): readonly Part['declared'][] {
  const shapes = new Set(parts.map(({ shape }) => shape));
  // A set is walked in the order of insertion, also of what is added on the way.
  for (const { properties, additional, items } of shapes)
    for (const inner of [...properties.values(), additional, items])
      if (inner !== null) shapes.add(inner.shape);
  return [...parts.map(({ declared }) => declared), ...[...shapes].map(({ sites }) => sites)];
}

function isMeant({ template }: ApiOperation, path: string): boolean {
  const segments = (path.split(/[?#]/)[0] ?? '').split('/').slice(1);
  return (
    segments.length === template.segments.length &&
    template.segments.every((segment, index) => matchesSegment(segment, segments[index] ?? ''))
  );
}

/** The properties at a path of the answers, through lists, by name. */
function partsOf(
  operations: readonly ApiOperation[],
  path: readonly string[],
): ReadonlyMap<string, readonly Part[]> {
  const bodies = operations.flatMap(({ responses }) => responses.flatMap((response) => response.bodies));
  let shapes = bodies.map(({ part }) => part.shape);
  for (const name of path)
    shapes = shapes.flatMap((shape) => throughLists(shape).properties.get(name)?.shape ?? []);
  const parts = new Map<string, Part[]>();
  for (const shape of shapes)
    for (const [name, part] of throughLists(shape).properties)
      parts.set(name, [...(parts.get(name) ?? []), part]);
  return parts;
}

/** Lists within lists end where a shape is its own item. */
function throughLists(shape: Part['shape']): Part['shape'] {
  const seen = new Set([shape.id]);
  let inner = shape;
  while (inner.items !== null && inner.properties.size === 0 && !seen.has(inner.items.shape.id)) {
    inner = inner.items.shape;
    seen.add(inner.id);
  }
  return inner;
}

/** Paths that the expectation names already, each with its names: `$.email` is `email`. */
function namesBefore(tokens: CompletionRequest['place']['statement']): ReadonlySet<string> {
  const paths: string[][] = [[]];
  for (const { text, name } of tokens.slice(tokens.findLastIndex(({ text }) => text === '=>') + 2)) {
    if (text === ',') paths.push([]);
    else if (name !== null) paths.at(-1)?.push(name);
  }
  return new Set(paths.map((path) => path.join('.')));
}
