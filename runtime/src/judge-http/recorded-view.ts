/**
 * What goes on record of what a caller sees: masks as they crossed, and what was revealed as those see it of whom no policy speaks, so that
 * records become no second store of what labels protect. Pure.
 */
import type { FieldTreatment, HttpMatcher, ShapeEntry, ShapeIndex } from '../abi.ts';
import type { FieldView } from './field-view.ts';

export class RecordedView {
  readonly #shapes: readonly ShapeEntry[];
  readonly #caller: FieldView;
  readonly #outsiders: FieldView;

  constructor({ shapes }: Pick<HttpMatcher, 'shapes'>, caller: FieldView, outsiders: FieldView) {
    this.#shapes = shapes;
    this.#caller = caller;
    this.#outsiders = outsiders;
  }

  /** Whether what crossed there is a mask already, of whatever kind. */
  passes(shape: ShapeIndex): boolean {
    return (this.#caller.treatmentOf(shape)?.mask ?? null) !== null;
  }

  treatmentOf(shape: ShapeIndex): FieldTreatment | null {
    return this.passes(shape) ? null : this.#outsiders.treatmentOf(shape);
  }

  /** What is looked for as those see it of whom no policy speaks; a mask that crossed is looked through too. */
  partsOf(shape: ShapeIndex | null): ReturnType<FieldView['partsOf']> {
    return this.#outsiders.partsOf(shape);
  }

  /** Whether anything of a value of a shape, however deep inside, must not be stored as it crossed. */
  hides(shape: ShapeIndex): boolean {
    // A set is walked in the order of insertion, also of what is added on the way.
    const reached = new Set([shape]);
    for (const index of reached) {
      const entry = this.#shapes[index];
      if (entry === undefined) return true;
      if (!entry.isProtected || this.passes(index)) continue;
      if ((this.treatmentOf(index)?.mask ?? null) !== null || this.partsOf(index).length > 0) return true;
      for (const inner of [...entry.properties.values(), entry.additional, entry.items])
        if (inner !== null) reached.add(inner);
    }
    return false;
  }
}
