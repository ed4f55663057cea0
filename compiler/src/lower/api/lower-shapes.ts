/** The shapes that operations reach, as the matcher numbers them, and what of them is labelled. */
import type { ShapeEntry } from '@dlpc/runtime/abi';
import type { Shape } from '../../openapi/model/api-model.ts';
import { isFreeForm } from '../../openapi/model/holds-values.ts';

/** Numbers shapes in the order in which they are asked for. */
export class ShapeTable {
  readonly #indexes = new Map<Shape, number>();
  readonly #fieldsOf: (shape: Shape) => readonly number[];
  readonly #closed: ReadonlySet<Shape>;
  readonly #searchesOf: (shape: Shape) => readonly number[];

  /**
   * @param fieldsOf numbers of the labelled fields that a shape's value is
   * @param closed where whatever no schema describes is hidden, labels or not
   * @param searchesOf numbers of what is looked for within a shape's value
   */
  constructor(
    fieldsOf: (shape: Shape) => readonly number[],
    closed: ReadonlySet<Shape>,
    searchesOf: (shape: Shape) => readonly number[],
  ) {
    this.#fieldsOf = fieldsOf;
    this.#closed = closed;
    this.#searchesOf = searchesOf;
  }

  /** Null for none, and for what the document does not describe unless it carries a label. */
  indexOf(shape: Shape | null): number | null {
    if (shape === null || (!shape.isDescribed && this.#fieldsOf(shape).length === 0)) return null;
    const index = this.#indexes.get(shape) ?? this.#indexes.size;
    this.#indexes.set(shape, index);
    return index;
  }

  /** All shapes that were asked for, and all that are inside of those. */
  entries(): readonly ShapeEntry[] {
    // A map is walked in the order of insertion, also of what is added on the way.
    const found: { readonly shape: Shape; readonly entry: Unjudged }[] = [];
    for (const shape of this.#indexes.keys()) {
      const properties = [...shape.properties].map(
        ([name, part]) => [name, this.#inner(part.shape)] as const,
      );
      found.push({
        shape,
        entry: {
          types: [...shape.types].sort(),
          fields: this.#fieldsOf(shape),
          properties: new Map(properties),
          additional: this.indexOf(shape.additional?.shape ?? null),
          items: this.indexOf(shape.items?.shape ?? null),
          searches: this.#searchesOf(shape),
        },
      });
    }
    const entries = found.map(({ entry }) => entry);
    const isLabelled = protectedOnes(entries, ({ fields }, index) => {
      const shape = found[index]?.shape;
      return fields.length > 0 || (shape !== undefined && this.#closed.has(shape) && canHoldMore(shape));
    });
    const isSearched = protectedOnes(entries, ({ searches }) => searches.length > 0);
    return found.map(({ shape, entry }, index) => {
      const isHere = isLabelled.has(index);
      // What a schema says nothing of, in an object with labelled fields, may be one of them under another name. Where it says
      // nothing at all, the label is on all that is inside.
      const belongsToLabel = isFreeForm(shape) && entry.fields.length > 0;
      const undeclared = isHere && canHoldMore(shape) && !belongsToLabel ? 'hide' : 'show';
      return { ...entry, undeclared, isProtected: isHere || isSearched.has(index) };
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

type Unjudged = Omit<ShapeEntry, 'undeclared' | 'isProtected'>;

/** Shapes that are labelled or closed themselves, and those that hold one, however deep. */
function protectedOnes(
  entries: readonly Unjudged[],
  isItself: (entry: Unjudged, index: number) => boolean,
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
    [...entries.entries()].filter(([index, entry]) => isItself(entry, index)).map(([index]) => index),
  );
  for (const index of reached) for (const holder of holders.get(index) ?? []) reached.add(holder);
  return reached;
}
