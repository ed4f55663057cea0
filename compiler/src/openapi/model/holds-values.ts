/** Whether a value holds something that is no named part of it, so that a label for it has to stand on the value itself. */
import type { JsonType, Shape } from './api-model.ts';

const SCALARS: readonly JsonType[] = ['boolean', 'integer', 'number', 'string'];

/**
 * True of scalars, of objects and lists of which the document says nothing further, and of lists of any of these, whose items
 * have no name of their own. Whether a value is null tells no more than whether it is there.
 * @param isCovered what is left out, with all that is inside
 */
export function holdsValues(shape: Shape, isCovered: (shape: Shape) => boolean = () => false): boolean {
  const passed = new Set<Shape>();
  for (let here: Shape | undefined = shape; here !== undefined && !passed.has(here); ) {
    if (isCovered(here)) return false;
    passed.add(here);
    const { types, items }: Shape = here;
    if (types.size === 0 || isFreeForm(here) || SCALARS.some((type) => types.has(type))) return true;
    here = items?.shape;
  }
  return false;
}

/** Whether objects or lists may stand there, of which the document says nothing further: what is inside belongs to the value. */
export function isFreeForm({ types, properties, additional, items }: Shape): boolean {
  const mayHold = types.size === 0 || types.has('object') || types.has('array');
  return mayHold && properties.size === 0 && additional === null && items === null;
}
