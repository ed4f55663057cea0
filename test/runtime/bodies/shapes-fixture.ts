/** Shapes with what a caller sees of them, for tests of maskers: without a document, a policy or a view. */
import type { ShapeEntry } from '../../../runtime/src/abi.ts';
import { type ValuePlan, ValuePlans } from '../../../runtime/src/bodies/json/value-plan.ts';
import type { BodyMasker, FieldMasker } from '../../../runtime/src/bodies/masking.ts';

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
  };
  return new ValuePlans({ shapes }, view, ({ name }) => MASKERS[name === 'stars' ? 'stars' : 'length']);
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
    if (entry.mask !== null || entry.undeclared === 'hide') return true;
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
