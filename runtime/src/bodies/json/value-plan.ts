/**
 * What becomes of the values at one place of a body, for callers under one set of policies: made ready once for each shape, so
 * that masking is walking. Knows no bytes of a body.
 */
import type { HttpMatcher, JsonType, ShapeEntry, ShapeIndex } from '../../abi.ts';
import type { FieldMasker, MaskField } from '../masking.ts';
import { KeyTable } from './key-table.ts';

/** Kinds of JSON values as bits; an integer is a number like any other. */
export const KIND = { null: 1, boolean: 2, number: 4, string: 8, array: 16, object: 32 } as const;

const ALL_KINDS = 63;

export type ValuePlan =
  /** As it came, if it is of one of these kinds, else null. */
  | { readonly kind: 'pass'; readonly kinds: number }
  /** Left out. */
  | { readonly kind: 'drop' }
  /** This in its place, whatever it is. */
  | { readonly kind: 'replace'; readonly json: Buffer }
  /** `kinds`: what the schemas name, for values that are written as text. */
  | { readonly kind: 'mask'; readonly masker: FieldMasker; readonly kinds: number }
  | WalkPlan;

/** Something inside is masked or left out. */
export interface WalkPlan {
  readonly kind: 'walk';
  /** Kinds that the schemas name, null among them. What is of another becomes null, or is emptied. */
  readonly kinds: number;
  readonly keys: KeyTable<ShapeIndex>;
  /** Of properties that are not named; null where none has a shape. */
  readonly additional: ShapeIndex | null;
  readonly items: ShapeIndex | null;
  /** Properties and items without a shape are left out, or pass. */
  readonly other: ValuePlan;
}

export const DROP: ValuePlan = { kind: 'drop' };
const PASS: ValuePlan = { kind: 'pass', kinds: ALL_KINDS };

/** What callers see of the values of shapes; see FieldView. */
export interface ShapeView {
  treatmentOf(shape: ShapeIndex): { readonly mask: Parameters<MaskField>[0] | null } | null;
  hides(shape: ShapeIndex): boolean;
  /** Whether values stay as they are, of whatever kind they are. */
  passes?(shape: ShapeIndex): boolean;
}

/** The plans of one view, each made when it is first asked for. */
export class ValuePlans {
  readonly #shapes: readonly ShapeEntry[];
  readonly #view: ShapeView;
  readonly #maskField: MaskField;
  readonly #made: ValuePlan[] = [];

  constructor({ shapes }: Pick<HttpMatcher, 'shapes'>, view: ShapeView, maskField: MaskField) {
    this.#shapes = shapes;
    this.#view = view;
    this.#maskField = maskField;
  }

  of(shape: ShapeIndex): ValuePlan {
    const known = this.#made[shape];
    if (known !== undefined) return known;
    const plan = this.#make(shape);
    this.#made[shape] = plan;
    return plan;
  }

  /**
   * What one of several values has as its shape, where a document describes them as a list: the shape of its items. A list that is
   * masked as a whole has that mask for each.
   */
  itemOf(shape: ShapeIndex): ShapeIndex {
    const { types, items } = this.#shapes[shape] ?? {};
    if (this.#view.treatmentOf(shape)?.mask != null) return shape;
    return items != null && types?.every((type) => type === 'array' || type === 'null') ? items : shape;
  }

  #make(index: ShapeIndex): ValuePlan {
    const shape = this.#shapes[index];
    // A matcher that leads nowhere is refused when it is loaded; this is the same rule once more.
    if (shape === undefined) return DROP;
    if (this.#view.passes?.(index) === true) return PASS;
    const mask = this.#view.treatmentOf(index)?.mask ?? null;
    const kinds = kindsOf(shape.types);
    if (mask !== null) {
      const masker = this.#maskField(mask);
      return masker.constant === null
        ? { kind: 'mask', masker, kinds }
        : { kind: 'replace', json: Buffer.from(masker.constant) };
    }
    if (!this.#view.hides(index)) return { kind: 'pass', kinds };
    const { properties, additional, items, undeclared } = shape;
    return {
      ...{ kind: 'walk', kinds, additional, items },
      keys: new KeyTable(properties),
      other: undeclared === 'hide' || (kinds & (KIND.array | KIND.object)) === 0 ? DROP : PASS,
    };
  }
}

function kindsOf(types: readonly JsonType[]): number {
  if (types.length === 0) return ALL_KINDS;
  return types.reduce<number>((kinds, type) => kinds | KIND[type === 'integer' ? 'number' : type], KIND.null);
}
