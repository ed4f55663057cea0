/** Shapes with what a caller sees of them, for tests of maskers: without a document, a policy or a view. */
import type { ShapeEntry } from '../../../runtime/src/abi.ts';
import { type ValuePlan, ValuePlans } from '../../../runtime/src/bodies/json/value-plan.ts';
import type { BodyMasker, FieldMasker, SearchTexts } from '../../../runtime/src/bodies/masking.ts';

/** A shape, and the name of the mask over it; null for none. */
export interface TestShape extends ShapeEntry {
  readonly mask: 'stars' | 'length' | null;
}

export function shape(more: Partial<TestShape> = {}): TestShape {
  return {
    ...{ types: [], fields: [], properties: new Map(), additional: null, items: null, searches: [] },
    ...{ undeclared: 'hide', isProtected: true, mask: null },
    ...more,
  };
}

/** One that does not look at the value, and one that needs it whole. */
export const MASKERS: Readonly<Record<'stars' | 'length', FieldMasker>> = {
  stars: { constant: '"***"', of: () => '"***"' },
  length: {
    constant: null,
    of: (text) => JSON.stringify({ length: JSON.stringify(JSON.parse(text)).length }),
  },
};

export function plansOf(shapes: readonly TestShape[]): ValuePlans {
  const view = {
    treatmentOf: (index: number) => {
      const name = shapes[index]?.mask ?? null;
      return name === null ? null : { mask: { name, args: [], type: 'text' } };
    },
    hides: (index: number) => hides(shapes, index),
    partsOf: (index: number | null) =>
      (index === null ? isSearched(shapes) : shapes[index]?.searches.length !== 0)
        ? [{ detector: 0, mask: { name: 'sign', args: [], type: 'text' } }]
        : [],
  };
  return new ValuePlans(
    { shapes },
    view,
    ({ name }) => MASKERS[name === 'stars' ? 'stars' : 'length'],
    searchTexts,
  );
}

/** Finds `@` with the letters around it, and puts a sign in their place; in numbers, thirteen ones. */
export const searchTexts: SearchTexts = () => {
  const pattern = /\w*@\w*|1{13}/g;
  return {
    constant: null,
    holds: (text) => text.search(pattern) !== -1,
    of: (json) => {
      const value: unknown = JSON.parse(json);
      if (typeof value === 'number') return json.search(pattern) === -1 ? json : 'null';
      return typeof value === 'string' && value.search(pattern) !== -1
        ? JSON.stringify(value.replaceAll(pattern, '#'))
        : json;
    },
  };
};

/** What no schema describes is looked through where anything is. */
function isSearched(shapes: readonly TestShape[]): boolean {
  return shapes.some(({ searches }) => searches.length > 0);
}

export function planOf(shapes: readonly TestShape[], index = 0): ValuePlan {
  return plansOf(shapes).of(index);
}

/** Whether anything that can be reached is masked or left out. */
export function hides(shapes: readonly TestShape[], start: number): boolean {
  const reached = new Set([start]);
  for (const index of reached) {
    const entry = shapes[index];
    if (entry === undefined || !entry.isProtected) continue;
    if (entry.mask !== null || entry.undeclared === 'hide' || entry.searches.length > 0) return true;
    for (const inner of [...entry.properties.values(), entry.additional, entry.items])
      if (inner !== null) reached.add(inner);
  }
  return false;
}

/** What comes out of a masker for a body in these pieces; null and the fault where it is refused. */
export function run(
  masker: BodyMasker,
  pieces: readonly Uint8Array[],
): { readonly text: string | null; readonly fault: string | null } {
  const out: Buffer[] = [];
  for (const piece of pieces) out.push(...masker.push(Buffer.from(piece)));
  out.push(...masker.end());
  const { fault } = masker;
  return { text: fault === null ? Buffer.concat(out).toString() : null, fault };
}

/** The body whole, in single bytes, and cut in two at each place. */
export function cuts(text: string | Uint8Array): readonly (readonly Uint8Array[])[] {
  const bytes = Buffer.from(text);
  return [
    [bytes],
    [...bytes].map((byte) => Uint8Array.of(byte)),
    ...[...bytes.keys()].map((at) => [bytes.subarray(0, at), bytes.subarray(at)]),
  ];
}
