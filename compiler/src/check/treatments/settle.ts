/** Settles what each policy says about each labelled column of a source: the most specific statement gives its treatment. */
import type { Treatment } from '@dlpc/runtime/abi';
import { carriedLabels } from '../../bind/carried-labels.ts';
import type { Program, Source } from '../../bind/program.ts';
import { findMask, REVEAL } from '../../masks/catalog.ts';
import type { Column, Relation } from '../../schema/model.ts';
import { allowsReading } from '../allows-reading.ts';
import type { CheckedMask } from '../masks/check-mask.ts';
import type { Masks } from '../masks/check-masks.ts';
import { isTableKind } from '../readable-kinds.ts';
import { indexSays, type SayIndex } from './say-index.ts';
import type { Misfit, Say, SettledColumn, SettledLabel, SettledSay, SettledSource, Tie } from './settled.ts';

/** Settles the labelled columns of `source`, in the order of its schema. */
export function settle(program: Program, source: Source, masks: Masks): SettledSource {
  return new Settlement(program, source, masks).run();
}

class Settlement {
  readonly #program: Program;
  readonly #source: Source;
  readonly #masks: Masks;
  readonly #policies: readonly SayIndex[];
  readonly #ties: Tie[] = [];
  readonly #misfits: Misfit[] = [];

  constructor(program: Program, source: Source, masks: Masks) {
    this.#program = program;
    this.#source = source;
    this.#masks = masks;
    this.#policies = program.policies.flatMap((policy) => indexSays(policy, source) ?? []);
  }

  run(): SettledSource {
    const carried = carriedLabels(this.#program, this.#source);
    const columns: SettledColumn[] = [];
    for (const relation of this.#source.schema?.relations.values() ?? [])
      for (const column of relation.columns) {
        const own = carried
          .of(relation, column.name)
          .filter(({ source }) => !isShownBySource(relation, source !== null));
        if (own.length === 0) continue;
        const labels = own.map(({ label, source }): SettledLabel => {
          const says = this.#policies.flatMap((index) => {
            const said = index.of(relation, column, label);
            return this.#say(
              relation,
              column,
              source === null ? said : this.#meant(relation, said),
              source !== null,
            );
          });
          return { label, says };
        });
        const flowed = own.every(({ source }) => source !== null);
        columns.push({ relation, column, labels, fallback: this.#fallback(relation, column, flowed) });
      }
    return { source: this.#source, carried, columns, ties: this.#ties, misfits: this.#misfits };
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
  #say(relation: Relation, column: Column, says: readonly Say[], flowed: boolean): readonly SettledSay[] {
    const [first, ...others] = says;
    if (first === undefined) return [];
    for (const second of others)
      if (this.#differ(first, second)) this.#ties.push({ relation, column, first, second });
    return [{ ...first, treatment: this.#treatment(relation, column, first, flowed) }];
  }

  #treatment(relation: Relation, column: Column, say: Say, flowed: boolean): Treatment | null {
    const { node } = say.statement;
    if (node.kind === 'RevealStatement') return REVEAL;
    const mask = this.#masks.get(node.mask);
    if (mask === undefined) return null;
    // A label may flow to a column of another type than it was put on: what cannot be masked so shows nothing.
    if (flowed && say.target.kind === 'label' && !mask.definition.fits(column.type, mask.args))
      return redacted(column);
    return this.#apply(relation, column, mask, say);
  }

  /** `mask default` where there is one, else `redact`. */
  #fallback(relation: Relation, column: Column, flowed: boolean): Treatment | null {
    const { defaultMask } = this.#program;
    if (defaultMask === null) return redacted(column);
    const mask = this.#masks.get(defaultMask.mask);
    if (mask === undefined) return null;
    if (flowed && !mask.definition.fits(column.type, mask.args)) return redacted(column);
    return this.#apply(relation, column, mask, null);
  }

  #apply(relation: Relation, column: Column, mask: CheckedMask, say: Say | null): Treatment | null {
    if (mask.definition.fits(column.type, mask.args))
      return mask.definition.treatment(column.name, column.type, mask.args);
    this.#misfits.push({ relation, column, mask, say });
    return null;
  }

  /** Whether two says give different treatments. Of a mask with a mistake, which has been reported, nobody knows. */
  #differ(a: Say, b: Say): boolean {
    const [textOfA, textOfB] = [this.#textOf(a), this.#textOf(b)];
    return textOfA !== null && textOfB !== null && textOfA !== textOfB;
  }

  #textOf({ statement: { node } }: Say): string | null {
    return node.kind === 'RevealStatement' ? 'reveal' : (this.#masks.get(node.mask)?.text ?? null);
  }
}

function redacted(column: Column): Treatment | null {
  return findMask('redact')?.treatment(column.name, column.type, []) ?? null;
}

/**
 * Whether a label is told of and not settled. A plain view is read through its definition, in which every column is masked where it is
 * stored, so that a label that came along would have it masked twice; what nobody can read needs no treatment.
 */
function isShownBySource(relation: Relation, flowed: boolean): boolean {
  return flowed && !isTableKind(relation.kind);
}
