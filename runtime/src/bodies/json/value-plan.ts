/**
 * What becomes of the values at one place of a body, for callers under one set of policies: made ready once for each shape, so
 * that masking is walking. Knows no bytes of a body.
 */
import type { HttpMatcher, JsonType, ShapeEntry, ShapeIndex } from '../../abi.ts';
import type { FieldMasker, MaskField, PartMask, SearchTexts, TextSearch } from '../masking.ts';
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
  /** As it came, if it is of one of these kinds, but for what is found within, else null. Of scalars. */
  | { readonly kind: 'search'; readonly search: TextSearch; readonly kinds: number }
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
  /** What is looked for in strings and numbers, and in names that nobody described; null for nothing. */
  readonly search: TextSearch | null;
}

export const DROP: ValuePlan = { kind: 'drop' };
const PASS: ValuePlan = { kind: 'pass', kinds: ALL_KINDS };

/** What callers see of the values of shapes; see FieldView. */
export interface ShapeView {
  treatmentOf(shape: ShapeIndex): { readonly mask: Parameters<MaskField>[0] | null } | null;
  hides(shape: ShapeIndex): boolean;
  /** What is looked for within, and masked; of null, in what no schema describes. */
  partsOf(shape: ShapeIndex | null): readonly PartMask[];
  /** Whether values stay as they are, of whatever kind they are. */
  passes?(shape: ShapeIndex): boolean;
}

/** The plans of one view, each made when it is first asked for. */
export class ValuePlans {
  readonly #shapes: readonly ShapeEntry[];
  readonly #view: ShapeView;
  readonly #maskField: MaskField;
  readonly #searchTexts: SearchTexts;
  readonly #made: ValuePlan[] = [];
  readonly #searches = new Map<string, TextSearch>();
  #anything: ValuePlan | null = null;

  constructor(
    { shapes }: Pick<HttpMatcher, 'shapes'>,
    view: ShapeView,
    maskField: MaskField,
    searchTexts: SearchTexts,
  ) {
    this.#shapes = shapes;
    this.#view = view;
    this.#maskField = maskField;
    this.#searchTexts = searchTexts;
  }

  /** What is looked for in a value of a shape, or in what no schema describes; null for nothing. */
  searchOf(shape: ShapeIndex | null): TextSearch | null {
    const parts = this.#view.partsOf(shape);
    if (parts.length === 0) return null;
    const key = JSON.stringify(parts);
    const search = this.#searches.get(key) ?? this.#searchTexts(parts);
    this.#searches.set(key, search);
    return search;
  }

  /** Of what no schema describes, and that passes but for what is found in it. */
  get #undescribed(): ValuePlan {
    if (this.#anything !== null) return this.#anything;
    const search = this.searchOf(null);
    if (search === null) return PASS;
    const keys = new KeyTable<ShapeIndex>(new Map());
    const plan: WalkPlan = {
      ...{ kind: 'walk', kinds: ALL_KINDS, additional: null, items: null, keys, search },
      // Whatever is inside is as undescribed.
      get other(): ValuePlan {
        return plan;
      },
    };
    this.#anything = plan;
    return plan;
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
    const search = this.searchOf(index);
    if (mask !== null) {
      const masker = behind(search, this.#maskField(mask));
      return masker.constant === null
        ? { kind: 'mask', masker, kinds }
        : { kind: 'replace', json: Buffer.from(masker.constant) };
    }
    if (!this.#view.hides(index)) return { kind: 'pass', kinds };
    const { properties, additional, items, undeclared } = shape;
    const isScalar = (kinds & (KIND.array | KIND.object)) === 0;
    if (isScalar && search !== null)
      return (kinds & (KIND.string | KIND.number)) === 0
        ? { kind: 'pass', kinds }
        : { kind: 'search', search, kinds };
    // In what carries a label as a whole, nothing is looked for that stands there undescribed.
    const rest = search === null ? PASS : this.#undescribed;
    return {
      ...{ kind: 'walk', kinds, additional, items, search },
      keys: new KeyTable(properties),
      other: undeclared === 'hide' || isScalar ? DROP : rest,
    };
  }
}

/** The whole is masked after its parts. */
function behind(search: TextSearch | null, masker: FieldMasker): FieldMasker {
  if (search === null || masker.constant !== null) return masker;
  return { constant: null, of: (text) => masker.of(search.of(text)) };
}

function kindsOf(types: readonly JsonType[]): number {
  if (types.length === 0) return ALL_KINDS;
  return types.reduce<number>((kinds, type) => kinds | KIND[type === 'integer' ? 'number' : type], KIND.null);
}
