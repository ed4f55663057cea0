/** Everyone who sees a column, or may write to a relation: every outcome, with who gets it and by which rules. */
import type { Action, Effect, PolicyRule, RelationEntry, Treatment } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import { type Note, noteOf } from '../access-note.ts';
import { columnEntryText } from '../entry-names.ts';
import { commandOutcomes, readersOf, tellsWithoutWhere } from '../outcomes/command-outcomes.ts';
import { revealLevel, treatmentOutcomes } from '../outcomes/treatment-outcomes.ts';
import type { Place } from '../places.ts';
import type { SourceWorld } from '../source-world.ts';

/** Who may do one thing to a relation. */
export interface CommandAnswer {
  readonly action: Action;
  /** Whether it is about statements without a WHERE alone. */
  readonly withoutWhere: boolean;
  readonly effect: Exclude<Effect, 'deny'>;
  /** Nobody where its witness is null. */
  readonly who: Note;
}

/** Who sees columns in one way. */
export interface SightAnswer {
  /** Null for values as they are, of columns without a label. */
  readonly treatment: Treatment | null;
  readonly who: Note;
}

/** Columns that are shown alike to everyone, and what is shown of them. */
export interface SightGroup {
  readonly columns: readonly SeenColumn[];
  /** From the one that reveals most; only those that anyone gets, and always the one that reveals the value. */
  readonly sights: readonly SightAnswer[];
}

export interface SeenColumn {
  readonly relation: RelationEntry;
  readonly column: string;
  /** The column of a table that a view computes it from, as a policy writes it; null where it is its own. */
  readonly from: string | null;
  /** The part of its values that is meant, as a policy writes it; null for the whole. */
  readonly part: string | null;
  readonly type: string;
  readonly labels: readonly string[];
}

/** Every command on a relation; those that nobody may use too, once. */
export function commandAnswers(world: SourceWorld, relation: RelationEntry): readonly CommandAnswer[] {
  const answers: CommandAnswer[] = [];
  for (const action of ACTIONS)
    for (const withoutWhere of tellsWithoutWhere(relation, action) ? [false, true] : [false]) {
      const outcomes = commandOutcomes(world, relation, { action, withoutWhere });
      const denials = outcomes.find(({ value }) => value === 'deny')?.rules ?? [];
      for (const { value, callers, rules } of outcomes) {
        if (value === 'deny') continue;
        const isOpen = world.space.ask(callers).is !== 'empty';
        if (!isOpen && value === 'approve') continue;
        // Denials count where they take something away that is allowed.
        const wanted = world.anyOf(rules);
        const allowing = noteOf(world, callers, rules);
        const taking = world.rulesFor(denials, wanted).flatMap((rule) => world.rule(rule) ?? []);
        answers.push({
          action,
          withoutWhere,
          effect: value,
          who: { ...allowing, rules: [...allowing.rules, ...taking] },
        });
      }
    }
  return answers;
}

/** What is seen in `places` by whoever may read them; those that show alike come together. */
export function sightGroups(world: SourceWorld, places: readonly Place[]): readonly SightGroup[] {
  const groups = new Map<string, SightGroup & { readonly columns: SeenColumn[] }>();
  for (const { through: relation, name, from, column } of places)
    for (const labelled of [{ ...column, part: null }, ...column.parts]) {
      const readers = readersOf(world, relation);
      const { part, labels } = labelled;
      const outcomes = treatmentOutcomes(world, labelled)
        .map((outcome) => ({ ...outcome, callers: world.space.both(outcome.callers, readers) }))
        .filter(({ callers }) => world.space.ask(callers).is !== 'empty')
        .toSorted((a, b) => revealLevel(b.value) - revealLevel(a.value));
      const seen: SeenColumn = {
        relation,
        column: name,
        from: from === relation ? null : columnEntryText(from, column.name),
        part,
        type: column.type,
        labels: labels.map(({ label }) => label),
      };
      const key = JSON.stringify([
        seen.labels.length > 0,
        readRules(relation, from).map(({ rule }) => rule),
        // The SQL of a mask names the column; what it shows is in its text.
        outcomes.map(({ value, callers, rules }) => [
          value && [value.text, value.rank, value.lookup],
          callers,
          rules.map(({ rule }) => rule),
        ]),
      ]);
      const known = groups.get(key);
      if (known !== undefined) known.columns.push(seen);
      else
        groups.set(key, {
          columns: [seen],
          sights: outcomes.map(({ value, callers, rules }) => ({
            treatment: value,
            who: noteOf(world, callers, [...rules, ...readRules(relation, from)]),
          })),
        });
    }
  return [...groups.values()];
}

/** What lets a relation be read, and which rows of it: those of a view are those of the tables behind it. */
function readRules(relation: RelationEntry, from: RelationEntry): readonly PolicyRule[] {
  const allowing = (relation.commands.select ?? []).filter(({ effect }) => effect !== 'deny');
  return [...allowing, ...from.filters, ...(from === relation ? [] : relation.filters)];
}
