/** The shapes that operations reach, as the matcher numbers them, and what of them is labelled. */
import type { ShapeEntry } from '@dlpc/runtime/abi';
import type { Shape } from '../../openapi/model/api-model.ts';

/** Numbers shapes in the order in which they are asked for. */
export class ShapeTable {
  readonly #indexes = new Map<Shape, number>();

  indexOf(shape: Shape | null): number | null {
    if (shape === null) return null;
    const index = this.#indexes.get(shape) ?? this.#indexes.size;
    this.#indexes.set(shape, index);
    return index;
  }

  /**
   * All shapes that were asked for, and all that are inside of those.
   * @param fieldsOf numbers of the labelled fields that a shape's value is
   */
  entries(fieldsOf: (shape: Shape) => readonly number[]): readonly ShapeEntry[] {
    // A map is walked in the order of insertion, also of what is added on the way.
    const found: { readonly shape: Shape; readonly entry: Omit<ShapeEntry, 'undeclared' | 'isProtected'> }[] =
      [];
    for (const shape of this.#indexes.keys()) {
      const properties = [...shape.properties].map(
        ([name, part]) => [name, this.#inner(part.shape)] as const,
      );
      found.push({
        shape,
        entry: {
          types: [...shape.types].sort(),
          fields: fieldsOf(shape),
          properties: new Map(properties),
          additional: this.indexOf(shape.additional?.shape ?? null),
          items: this.indexOf(shape.items?.shape ?? null),
        },
      });
    }
    const isProtected = protectedOnes(found.map(({ entry }) => entry));
    return found.map(({ shape, entry }, index) => {
      const holdsLabels = isProtected.has(index);
      // What a schema says nothing of, in an object with labelled fields, may be one of them under another name.
      const undeclared = holdsLabels && canHoldMore(shape) ? 'hide' : 'show';
      return { ...entry, undeclared, isProtected: holdsLabels };
    });
  }

  #inner(shape: Shape): number {
    const index = this.indexOf(shape);
    if (index === null) throw new Error('a shape was not numbered');
    return index;
  }
}

/** Whether properties or items that no schema describes can stand in a value. */
function canHoldMore({ types }: Shape): boolean {
  return types.size === 0 || types.has('object') || types.has('array');
}

/** Shapes that are labelled, and those that hold one, however deep. */
function protectedOnes(
  entries: readonly Omit<ShapeEntry, 'undeclared' | 'isProtected'>[],
): ReadonlySet<number> {
  const holders = new Map<number, number[]>();
  for (const [index, { properties, additional, items }] of entries.entries())
    for (const inner of [...properties.values(), additional, items]) {
      if (inner === null) continue;
      const known = holders.get(inner);
      if (known === undefined) holders.set(inner, [index]);
      else known.push(index);
    }
  // A set is walked in the order of insertion, also of what is added on the way.
  const reached = new Set(
    [...entries.entries()].filter(([, { fields }]) => fields.length > 0).map(([i]) => i),
  );
  for (const index of reached) for (const holder of holders.get(index) ?? []) reached.add(holder);
  return reached;
}
