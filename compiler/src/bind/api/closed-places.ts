/**
 * What of a closed API nobody has classified. Every value of a request or an answer carries a label then: one that was put on it or
 * on what it stands in, or else that of what nobody classified, on the place at which it is written. What a schema is
 * referred to from is another place than the schema, so that a label on one use of it is not undone by the others.
 */
import type { Part, Shape } from '../../openapi/model/api-model.ts';
import { holdsValues } from '../../openapi/model/holds-values.ts';
import { type ApiField, type ApiSource, fieldsOf } from './api-source.ts';

export interface ClosedPlaces {
  /** The fields that carry the label of what nobody classified. */
  readonly fields: ReadonlySet<ApiField>;
  /** What may stand outside of all that is classified: whatever no schema describes in it is hidden. */
  readonly shapes: ReadonlySet<Shape>;
}

/** @param isLabelled whether somebody has classified a field */
export function closedPlaces(source: ApiSource, isLabelled: (field: ApiField) => boolean): ClosedPlaces {
  const labelled = new Map<Shape, boolean>();
  const isCovered = (shape: Shape): boolean => {
    const known = labelled.get(shape) ?? fieldsOf(source, shape.sites).some(isLabelled);
    labelled.set(shape, known);
    return known;
  };

  const fields = new Set<ApiField>();
  const shapes = new Set<Shape>();
  const places = new Map<string, Part>();
  const reach = (part: Part | null): void => {
    if (part !== null) places.set(keyOf(part), part);
  };
  for (const { parameters, request, responses } of source.api?.operations ?? []) {
    const headers = responses.flatMap((response) => response.headers);
    const bodies = [...request, ...responses.flatMap((response) => response.bodies)];
    for (const { part } of [...parameters, ...headers, ...bodies]) reach(part);
  }
  // A map is walked in the order of insertion, also of what is added on the way.
  for (const { declared, shape } of places.values()) {
    if (isCovered(shape)) continue;
    if (holdsValues(shape, isCovered)) for (const field of fieldsOf(source, declared)) fields.add(field);
    // Items have no name of their own, so that the list's label is theirs.
    for (let here: Shape | undefined = shape; here !== undefined && !isCovered(here); ) {
      if (shapes.has(here)) break;
      shapes.add(here);
      for (const part of here.properties.values()) reach(part);
      reach(here.additional);
      here = here.items?.shape;
    }
  }
  return { fields, shapes };
}

function keyOf({ declared, shape }: Part): string {
  return `${shape.id} ${declared.map(({ id }) => id).join(' ')}`;
}
