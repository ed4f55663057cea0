/**
 * The way along a field's path: from an object of an API to what its names lead to. Lists and maps are passed through, so that
 * `Customer.notes.text` is the text of each note.
 */
import type { ApiObject, Part, Shape } from '../../openapi/model/api-model.ts';

/** Where a walk stands. */
export interface FieldPlace {
  readonly shapes: readonly Shape[];
  /** Parameters and headers, which only an operation has, and only at its start. */
  readonly parameters: ReadonlyMap<string, readonly Part[]>;
}

/** Where the walk from an object starts. */
export function startOf({ starts, parameters }: ApiObject): FieldPlace {
  return { shapes: starts, parameters };
}

/** What stands inside the parts that a step has led to. */
export function inside(parts: readonly Part[]): FieldPlace {
  return { shapes: parts.map(({ shape }) => shape), parameters: new Map() };
}

/** What has a name here, by its name; and what is not named, by `null`. */
export function partsAt({ shapes, parameters }: FieldPlace): ReadonlyMap<string | null, readonly Part[]> {
  const parts = new Map<string | null, Part[]>();
  const add = (name: string | null, part: Part): void => {
    const known = parts.get(name);
    if (known === undefined) parts.set(name, [part]);
    else known.push(part);
  };
  for (const [name, list] of parameters) for (const part of list) add(name, part);
  // A set is walked in the order of insertion, also of what is added on the way.
  const passed = new Set(shapes);
  for (const { properties, additional, items } of passed) {
    for (const [name, part] of properties) add(name, part);
    if (additional !== null) {
      add(null, additional);
      passed.add(additional.shape);
    }
    if (items !== null) passed.add(items.shape);
  }
  return parts;
}
