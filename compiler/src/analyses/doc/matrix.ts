/**
 * Who sees and does what with one relation, as a matrix: the callers in as few classes as treat everyone in a class alike, and
 * for each class every command, filter and place. The classes divide all who may do anything; who is in none, may do nothing.
 */
import type { Action, Effect, FilterRule, PolicyRule, RelationEntry, Treatment } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import { type Note, noteOf } from '../access-note.ts';
import { commandOutcomes } from '../outcomes/command-outcomes.ts';
import { treatmentOutcomes } from '../outcomes/treatment-outcomes.ts';
import type { Place } from '../places.ts';
import type { SourceWorld } from '../source-world.ts';

/** More classes are not told apart: the page says so, and `dlpc who` answers. */
export const MOST_CLASSES = 24;

export interface Matrix {
  readonly relation: RelationEntry;
  /** Empty where nobody may do anything. */
  readonly classes: readonly CallerClass[];
  readonly rows: readonly PlaceRow[];
  /** Whether there are more classes than {@link MOST_CLASSES}; then none is listed. */
  readonly tooMany: boolean;
}

export interface CallerClass {
  readonly who: Note;
  readonly commands: ReadonlyMap<Action, Effect>;
  readonly filters: readonly FilterRule[];
  /** In the order of the rows; undefined where the relation may not be read. */
  readonly sights: readonly (Treatment | null | undefined)[];
}

export interface PlaceRow {
  readonly place: Place;
  /** The part of the values that is meant; null for the whole. */
  readonly part: string | null;
  readonly labels: readonly string[];
}

/** A class while it is being divided. */
interface Draft {
  readonly callers: Callers;
  readonly commands: ReadonlyMap<Action, Effect>;
  readonly filters: readonly FilterRule[];
  readonly sights: readonly (Treatment | null)[];
  readonly rules: readonly PolicyRule[];
}

/** One way in which a class can go on. */
interface Branch {
  readonly callers: Callers;
  readonly add: (draft: Draft) => Omit<Draft, 'callers'>;
}

export function matrixOf(world: SourceWorld, relation: RelationEntry): Matrix {
  const rows = (world.places.get(relation) ?? []).flatMap((place): readonly PlaceRow[] =>
    [{ part: null, labels: place.column.labels }, ...place.column.parts].map(({ part, labels }) => ({
      place,
      part,
      labels: labels.map(({ label }) => label),
    })),
  );
  let drafts: readonly Draft[] = [
    { callers: world.space.everyone, commands: new Map(), filters: [], sights: [], rules: [] },
  ];
  for (const branches of divisions(world, relation, rows)) {
    drafts = drafts.flatMap((draft) => divided(world, draft, branches));
    if (drafts.length > 4 * MOST_CLASSES) return { relation, classes: [], rows, tooMany: true };
  }
  const able = drafts.filter(({ commands }) => [...commands.values()].some((effect) => effect !== 'deny'));
  const classes = able.map((draft) => classOf(world, draft));
  return classes.length > MOST_CLASSES
    ? { relation, classes: [], rows, tooMany: true }
    : { relation, classes, rows, tooMany: false };
}

/** All questions by which callers are told apart, commands first. */
function* divisions(
  world: SourceWorld,
  relation: RelationEntry,
  rows: readonly PlaceRow[],
): Iterable<readonly Branch[]> {
  for (const action of ACTIONS)
    yield commandOutcomes(world, relation, { action, withoutWhere: false }).map(
      ({ value, callers, rules }) => ({
        callers,
        add: (draft) => ({
          ...draft,
          commands: new Map([...draft.commands, [action, value]]),
          rules: [...draft.rules, ...rules],
        }),
      }),
    );
  for (const filter of relation.filters) {
    const applies = world.applies(filter.policy);
    yield [
      { callers: world.space.outside(applies), add: (draft) => draft },
      {
        callers: applies,
        add: (draft) => ({
          ...draft,
          filters: [...draft.filters, filter],
          rules: [...draft.rules, filter],
        }),
      },
    ];
  }
  for (const { place, part } of rows) {
    const labelled = part === null ? place.column : place.column.parts.find((entry) => entry.part === part);
    if (labelled === undefined) continue;
    yield treatmentOutcomes(world, labelled).map(({ value, callers, rules }) => ({
      callers,
      add: (draft) => ({
        ...draft,
        sights: [...draft.sights, value],
        rules: isReader(draft) ? [...draft.rules, ...rules] : draft.rules,
      }),
    }));
  }
}

/** Who may do nothing, or not read, is not divided by what they would see. */
function divided(world: SourceWorld, draft: Draft, branches: readonly Branch[]): readonly Draft[] {
  const { space } = world;
  return branches.flatMap(({ callers, add }, index) => {
    const asksSights = draft.commands.size === ACTIONS.length;
    if (asksSights && !isReader(draft)) return index === 0 ? [{ ...add(draft), callers: draft.callers }] : [];
    const both = space.both(draft.callers, callers);
    return space.ask(both).is === 'empty' ? [] : [{ ...add(draft), callers: both }];
  });
}

function isReader({ commands }: Draft): boolean {
  return (commands.get('select') ?? 'deny') !== 'deny';
}

function classOf(world: SourceWorld, draft: Draft): CallerClass {
  const { commands, filters, sights, callers, rules } = draft;
  return {
    who: noteOf(world, callers, rules),
    commands,
    filters,
    sights: sights.map((sight) => (isReader(draft) ? sight : undefined)),
  };
}
