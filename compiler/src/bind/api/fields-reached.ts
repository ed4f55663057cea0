/** The fields whose values requests of some operations send or are answered with. */
import type { ApiOperation, Part } from '../../openapi/model/api-model.ts';
import { type ApiField, type ApiSource, fieldsOf } from './api-source.ts';

/** Everything of an operation that holds values: parameters, bodies, and headers of answers. */
export function partsOf({ parameters, request, responses }: ApiOperation): readonly Part[] {
  const answers = responses.flatMap(({ bodies, headers }) => [...bodies, ...headers]);
  return [...parameters, ...request, ...answers].map(({ part }) => part);
}

/** Through everything that the values hold, however deep. */
export function fieldsReached(source: ApiSource, operations: Iterable<ApiOperation>): ReadonlySet<ApiField> {
  const fields = new Set<ApiField>();
  const left = new Set([...operations].flatMap(partsOf));
  const shapes = new Set([...left].map(({ shape }) => shape));
  for (const { declared } of left) for (const field of fieldsOf(source, declared)) fields.add(field);
  // A set is walked in the order of insertion, also of what is added on the way.
  for (const { sites, properties, additional, items } of shapes) {
    for (const field of fieldsOf(source, sites)) fields.add(field);
    for (const part of [...properties.values(), additional, items]) if (part !== null) shapes.add(part.shape);
  }
  return fields;
}
