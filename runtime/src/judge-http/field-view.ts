/**
 * What callers under one set of policies see of the values of an API: for each label the applicable policies are heard, or the
 * fallback where none speaks, and what reveals least holds. Pure; computes no mask.
 */
import {
  type DetectorIndex,
  type FieldEntry,
  type FieldIndex,
  type FieldMask,
  type FieldTreatment,
  type HttpMatcher,
  type JsonType,
  type PolicyIndex,
  REVEAL_RANK,
  type ShapeEntry,
  type ShapeIndex,
} from '../abi.ts';
import type { PolicySet } from '../judge/decide/decide.ts';

/** Where two treatments reveal equally little and differ: neither of them, nor anything else. */
const NOTHING: FieldTreatment = {
  text: 'null',
  rank: REVEAL_RANK.nothing,
  mask: { name: 'null', args: [], type: 'jsonb' },
  keyed: false,
};

export class FieldView {
  readonly #fields: readonly FieldEntry[];
  readonly #shapes: readonly ShapeEntry[];
  readonly #searches: readonly FieldIndex[];
  readonly #links: PolicySet['links'];
  readonly #byShape = new Map<ShapeIndex, FieldTreatment | null>();
  readonly #hides = new Map<ShapeIndex, boolean>();
  readonly #hidesWhole = new Map<ShapeIndex, boolean>();

  constructor(
    { fields, shapes, searches }: Pick<HttpMatcher, 'fields' | 'shapes' | 'searches'>,
    { links }: Pick<PolicySet, 'links'>,
  ) {
    this.#fields = fields;
    this.#shapes = shapes;
    this.#searches = searches;
    // Of nobody, no policy speaks.
    this.#links = links.length === 0 ? [new Set()] : links;
  }

  /**
   * The treatment of a value of a shape; null where it carries no label itself. One with a mask holds for the whole value; under
   * `reveal`, and under null, what is inside has treatments of its own.
   */
  treatmentOf(shape: ShapeIndex): FieldTreatment | null {
    const known = this.#byShape.get(shape);
    if (known !== undefined) return known;
    const fields = (this.#shapes[shape]?.fields ?? []).flatMap((index) => this.#fields[index] ?? []);
    // Each link of a delegation has a view of its own; over them, too, what reveals least holds.
    const treatment = this.#leastOver(fields);
    this.#byShape.set(shape, treatment);
    return treatment;
  }

  #leastOver(fields: readonly FieldEntry[]): FieldTreatment | null {
    return leastOf(
      this.#links.flatMap((link) => leastOf(fields.flatMap((field) => saidOf(field, link))) ?? []),
    );
  }

  /** What is looked for within a value of a shape, or of null in what no schema describes, with the masks of what is found. */
  partsOf(
    shape: ShapeIndex | null,
  ): readonly { readonly detector: DetectorIndex; readonly mask: FieldMask }[] {
    const searches = shape === null ? this.#searches : (this.#shapes[shape]?.searches ?? []);
    return searches.flatMap((index) => {
      const field = this.#fields[index];
      if (field === undefined || field.found === null) return [];
      const mask = this.#leastOver([field])?.mask ?? null;
      return mask === null ? [] : [{ detector: field.found, mask }];
    });
  }

  /** Whether anything of a value of a shape, however deep inside, is masked, be it in part, or left out. */
  hides(shape: ShapeIndex): boolean {
    const known = this.#hides.get(shape);
    if (known !== undefined) return known;
    const hides = this.#reaches(shape, (index) => this.partsOf(index).length > 0);
    this.#hides.set(shape, hides);
    return hides;
  }

  /** The same, but for what is looked for within. */
  hidesWhole(shape: ShapeIndex): boolean {
    const known = this.#hidesWhole.get(shape);
    if (known !== undefined) return known;
    const hides = this.#reaches(shape, () => false);
    this.#hidesWhole.set(shape, hides);
    return hides;
  }

  #reaches(shape: ShapeIndex, isFound: (index: ShapeIndex) => boolean): boolean {
    // A set is walked in the order of insertion, also of what is added on the way.
    const reached = new Set([shape]);
    for (const index of reached) {
      const entry = this.#shapes[index];
      // A matcher that leads nowhere is refused when it is loaded; this is the same rule once more.
      if (entry === undefined) return true;
      if (!entry.isProtected) continue;
      if (hidesUndeclared(entry)) return true;
      if ((this.treatmentOf(index)?.mask ?? null) !== null || isFound(index)) return true;
      for (const inner of [...entry.properties.values(), entry.additional, entry.items])
        if (inner !== null) reached.add(inner);
    }
    return false;
  }
}

function saidOf({ labels, fallback }: FieldEntry, link: ReadonlySet<PolicyIndex>): readonly FieldTreatment[] {
  return labels.flatMap(({ rules }) => {
    const heard = rules.filter(({ policy }) => link.has(policy));
    return heard.length > 0 ? heard.map(({ treatment }) => treatment) : [fallback];
  });
}

/** Whether properties or items can stand there that no schema describes, and are left out. */
function hidesUndeclared({ undeclared, types, additional, items }: ShapeEntry): boolean {
  const mayBe = (type: JsonType) => types.length === 0 || types.includes(type);
  return (
    undeclared === 'hide' && ((mayBe('object') && additional === null) || (mayBe('array') && items === null))
  );
}

/** Null for none. */
function leastOf(treatments: readonly FieldTreatment[]): FieldTreatment | null {
  const rank = Math.min(...treatments.map((treatment) => treatment.rank));
  const [first, ...others] = treatments.filter((treatment) => treatment.rank === rank);
  if (first === undefined) return null;
  if ([first, ...others].every(isRedaction)) return others.reduce(shorterRedaction, first);
  return others.every((other) => isSame(first, other)) ? first : NOTHING;
}

function isRedaction({ mask }: FieldTreatment): boolean {
  return mask?.name === 'redact';
}

/**
 * What is redacted is so whatever it is: of a value that may be text, the text that a text of it becomes, cut to the shorter length;
 * of anything else, null.
 */
function shorterRedaction(a: FieldTreatment, b: FieldTreatment): FieldTreatment {
  return lengthOf(b) < lengthOf(a) ? b : a;
}

/** The length to which a redaction is cut; infinite for one that leaves null alone. */
function lengthOf({ mask }: FieldTreatment): number {
  if (mask?.type === 'text') return Number.MAX_SAFE_INTEGER;
  const length = /^character varying\((\d+)\)$/.exec(mask?.type ?? '')?.[1];
  return length === undefined ? Number.POSITIVE_INFINITY : Number(length);
}

function isSame(a: FieldTreatment, b: FieldTreatment): boolean {
  return JSON.stringify([a.text, a.mask]) === JSON.stringify([b.text, b.mask]);
}
