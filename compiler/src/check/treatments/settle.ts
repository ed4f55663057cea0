/** Settles what each policy says about each labelled column of a source: the most specific statement gives its treatment. */
import type { Treatment } from '@dlpc/runtime/abi';
import { isApi } from '../../bind/api/api-source.ts';
import { API_TEXT, API_TEXTS, partsOfTexts } from '../../bind/api/api-texts.ts';
import { type CarriedLabel, carriedLabels } from '../../bind/carried-labels.ts';
import { type CarriedPart, type CarriedParts, carriedParts } from '../../bind/carried-parts.ts';
import type { Part } from '../../bind/parts.ts';
import type { Label, Program, Source } from '../../bind/program.ts';
import { REVEAL } from '../../masks/catalog.ts';
import { mayBeLookedUp } from '../../masks/lookup-type.ts';
import { redactMask } from '../../masks/redact.mask.ts';
import { type Memo, Query } from '../../memo/memo.ts';
import type { Column, Relation } from '../../schema/model.ts';
import { allowsReading } from '../allows-reading.ts';
import type { CheckedMask } from '../masks/check-mask.ts';
import type { Masks } from '../masks/check-masks.ts';
import { isStoringKind } from '../readable-kinds.ts';
import { fitsPart, partTreatment } from './part-treatment.ts';
import { indexPolicies, type SayIndex, type SaysOfPolicies } from './say-index.ts';
import type {
  LookupMisfit,
  Misfit,
  Say,
  SettledColumn,
  SettledLabel,
  SettledPart,
  SettledSay,
  SettledSource,
  Tie,
} from './settled.ts';

/** The labelled columns of one relation. */
type SettledRelation = Pick<SettledSource, 'columns' | 'ties' | 'misfits' | 'lookupMisfits'>;

const settledRelation = new Query<SettledRelation>('treatments of a relation');

/**
 * Settles the labelled columns of `source`, in the order of its schema.
 * @param memo what earlier checks derived
 */
export function settle(program: Program, source: Source, masks: Masks, memo: Memo): SettledSource {
  const { defaultMask } = program;
  const says = indexPolicies(program.policies, source, memo);
  const carried = carriedLabels(program, source, memo);
  const relations: SettledRelation[] = [];
  for (const relation of source.schema?.relations.values() ?? []) {
    const columns = carried.relations.get(relation);
    if (columns === undefined) continue;
    const about = says.about(relation, labelsOf(columns));
    const inputs = [source, columns, defaultMask, masks, ...about] as const;
    relations.push(
      memo.derive(settledRelation, relation, inputs, (_source, ownColumns, _mask, ownMasks) =>
        new Settlement(source, ownMasks, defaultMask).relation(relation, ownColumns, about),
      ),
    );
  }
  const ofParts = new Settlement(source, masks, defaultMask);
  const parts = isApi(source)
    ? ofParts.partsOfTexts(program, says)
    : ofParts.parts(carriedParts(program, source, carried), says);
  const columns = relations.flatMap((relation) => relation.columns);
  return {
    source,
    carried,
    columns,
    parts,
    ties: [...relations.flatMap(({ ties }) => ties), ...ofParts.ties],
    misfits: [...relations.flatMap(({ misfits }) => misfits), ...ofParts.misfits],
    lookupMisfits: [
      ...relations.flatMap(({ lookupMisfits }) => lookupMisfits),
      ...ofParts.lookupMisfits,
      ...lookupsOverParts(columns, parts),
    ],
  };
}

/** Look-ups of whole values of which parts carry labels of their own. */
function lookupsOverParts(
  columns: readonly SettledColumn[],
  parts: readonly SettledPart[],
): readonly LookupMisfit[] {
  const divided = Map.groupBy(parts, ({ relation }) => relation);
  return columns.flatMap(({ relation, column, labels }) => {
    const isDivided = divided.get(relation)?.some((part) => part.column === column) ?? false;
    const says = isDivided ? labels.flatMap((label) => label.says) : [];
    return says
      .filter(({ treatment }) => treatment?.lookup === true)
      .map((say): LookupMisfit => ({ relation, column, say, reason: 'has parts' }));
  });
}

type LabelsOfColumns = ReadonlyMap<string, readonly CarriedLabel[]>;

/** Labels of most relations stay what they are through many checks. */
const labelsOfRelation = new WeakMap<LabelsOfColumns, ReadonlySet<Label>>();

/** Those that columns carry, each once. */
function labelsOf(columns: LabelsOfColumns): ReadonlySet<Label> {
  const known = labelsOfRelation.get(columns);
  if (known !== undefined) return known;
  const labels = new Set<Label>();
  for (const all of columns.values()) for (const { label } of all) labels.add(label);
  labelsOfRelation.set(columns, labels);
  return labels;
}

/** What stands for what is labelled where no default mask is declared. It fits everything. */
const REDACT: CheckedMask = { definition: redactMask, args: [], text: redactMask.name };

/** A column, or a part of its values. */
interface Place {
  readonly relation: Relation;
  readonly column: Column;
  readonly part: Part | null;
  /** Whether all that counts of it flowed there. */
  readonly isFlowed: boolean;
}

class Settlement {
  readonly ties: Tie[] = [];
  readonly misfits: Misfit[] = [];
  readonly lookupMisfits: LookupMisfit[] = [];
  readonly #source: Source;
  readonly #masks: Masks;
  readonly #defaultMask: Program['defaultMask'];

  constructor(source: Source, masks: Masks, defaultMask: Program['defaultMask']) {
    this.#source = source;
    this.#masks = masks;
    this.#defaultMask = defaultMask;
  }

  /** @param carried the labels of the columns, by name */
  relation(relation: Relation, carried: LabelsOfColumns, about: readonly SayIndex[]): SettledRelation {
    const columns: SettledColumn[] = [];
    for (const column of relation.columns) {
      const own = (carried.get(column.name) ?? []).filter(
        ({ source }) => !isShownBySource(relation, source !== null),
      );
      if (own.length === 0) continue;
      const place = { relation, column, part: null };
      const labels = own.map(({ label, source }): SettledLabel => {
        const isFlowed = source !== null;
        const says = about.flatMap((index) => {
          const said = index.of(relation, column, label);
          return this.#say({ ...place, isFlowed }, isFlowed ? this.#meant(relation, said) : said);
        });
        return { label, says };
      });
      const isFlowed = own.every(({ source }) => source !== null);
      columns.push({ relation, column, labels, fallback: this.#fallback({ ...place, isFlowed }) });
    }
    const { ties, misfits, lookupMisfits } = this;
    return { columns, ties, misfits, lookupMisfits };
  }

  parts(carried: CarriedParts, says: SaysOfPolicies): readonly SettledPart[] {
    const settled: SettledPart[] = [];
    for (const relation of this.#source.schema?.relations.values() ?? [])
      for (const column of carried.relations.has(relation) ? relation.columns : [])
        for (const carriedPart of carried.of(relation, column))
          settled.push(this.#part(relation, column, carriedPart, says));
    return settled;
  }

  /** What detectors find wherever no label is, in an API. */
  partsOfTexts(program: Program, says: SaysOfPolicies): readonly SettledPart[] {
    return partsOfTexts(program).map((part) => this.#part(API_TEXTS, API_TEXT, part, says));
  }

  #part(
    relation: Relation,
    column: Column,
    { part, labels }: CarriedPart,
    says: SaysOfPolicies,
  ): SettledPart {
    const place = { relation, column, part };
    return {
      ...place,
      labels: labels.map((label) => ({
        label,
        says: says.all.flatMap((index) =>
          this.#say({ ...place, isFlowed: false }, index.ofPart(relation, column, part, label)),
        ),
      })),
      fallback: this.#fallback({ ...place, isFlowed: false }),
    };
  }

  /** Who reveals a label means the columns that it was put on, and of those that it flowed to what the same policy lets read. */
  #meant(relation: Relation, says: readonly Say[]): readonly Say[] {
    return says.filter(
      ({ policy, statement, target }) =>
        target.kind === 'column' ||
        statement.node.kind !== 'RevealStatement' ||
        allowsReading(policy, this.#source, relation),
    );
  }

  /** The first of the most specific says; one that differs from it is a tie. */
  #say(place: Place, says: readonly Say[]): readonly SettledSay[] {
    const [first, ...others] = says;
    if (first === undefined) return [];
    for (const second of others) if (this.#differ(first, second)) this.ties.push({ ...place, first, second });
    return [{ ...first, treatment: this.#treatment(place, first) }];
  }

  #treatment(place: Place, say: Say): Treatment | null {
    const { node } = say.statement;
    if (node.kind === 'RevealStatement') return REVEAL;
    const mask = this.#masks.get(node.mask);
    if (mask === undefined) return null;
    // A label may flow to a column of another type than it was put on: what cannot be masked so shows nothing.
    if (place.isFlowed && say.target.kind === 'label' && !fits(place, mask))
      return this.#apply(place, REDACT, say);
    const treatment = this.#apply(place, mask, say);
    return treatment === null || !node.lookup
      ? treatment
      : { ...treatment, lookup: this.#looksUp(place, say) };
  }

  /** Whether `lookup by equality` holds of a place; where it cannot, and the author meant that place, it is a mistake. */
  #looksUp({ relation, column, part, isFlowed }: Place, say: Say): boolean {
    if (part === null && mayBeLookedUp(column.type)) return true;
    const reason = part === null ? 'type' : 'part';
    if (!isFlowed || say.target.kind === 'column') this.lookupMisfits.push({ relation, column, say, reason });
    return false;
  }

  /** `mask default` where there is one, else `redact`. */
  #fallback(place: Place): Treatment | null {
    const mask = this.#defaultMask === null ? REDACT : this.#masks.get(this.#defaultMask.mask);
    if (mask === undefined) return null;
    return this.#apply(place, place.isFlowed && !fits(place, mask) ? REDACT : mask, null);
  }

  #apply(place: Place, mask: CheckedMask, say: Say | null): Treatment | null {
    const { column, part } = place;
    if (!fits(place, mask)) {
      this.misfits.push({ ...place, mask, say });
      return null;
    }
    if (part !== null) return partTreatment(part, column.type, mask);
    return mask.definition.treatment(column.name, column.type, mask.args);
  }

  /** Whether two says give different treatments. Of a mask with a mistake, which has been reported, nobody knows. */
  #differ(a: Say, b: Say): boolean {
    const [textOfA, textOfB] = [this.#textOf(a), this.#textOf(b)];
    return textOfA !== null && textOfB !== null && textOfA !== textOfB;
  }

  #textOf({ statement: { node } }: Say): string | null {
    if (node.kind === 'RevealStatement') return 'reveal';
    const text = this.#masks.get(node.mask)?.text;
    return text === undefined ? null : `${text}${node.lookup ? ', lookup' : ''}`;
  }
}

/**
 * Whether a label is told of and not settled. A plain view is read through its definition, in which every column is masked where it is
 * stored, so that a label that came along would have it masked twice; what nobody can read needs no treatment.
 */
function isShownBySource(relation: Relation, flowed: boolean): boolean {
  return flowed && !isStoringKind(relation.kind);
}

function fits({ column, part }: Place, mask: CheckedMask): boolean {
  return part === null ? mask.definition.fits(column.type, mask.args) : fitsPart(part, mask);
}
