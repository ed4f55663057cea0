/** Columns, and parts of their values, that are shown otherwise than before to whoever may read them. */
import {
  type ColumnEntry,
  type PartEntry,
  REVEAL_RANK,
  type RelationEntry,
  type Treatment,
} from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import { columnEntryText } from '../entry-names.ts';
import { readersOf } from '../outcomes/command-outcomes.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { findsByValue, showsValue, treatmentKey, treatmentOutcomes } from '../outcomes/treatment-outcomes.ts';
import type { Place } from '../places.ts';
import type { SourceWorld } from '../source-world.ts';
import type { Direction, RawChange, WorldPair } from './change.ts';
import { either, type Paired, paired } from './entries.ts';
import { shifts } from './shifts.ts';

/** What is seen of a column. */
type Sight =
  /** The relation may not be read. */
  | { readonly is: 'unread' }
  /** The column is not in the schema, so that the proxy hides it. */
  | { readonly is: 'hidden' }
  | { readonly is: 'shown'; readonly treatment: Treatment | null; readonly isLabelled: boolean };

export function* columnChanges(pair: WorldPair, relations: Paired<RelationEntry>): Iterable<RawChange> {
  const readers = [readersOf(pair.before, relations[0]), readersOf(pair.after, relations[1])] as const;
  for (const places of pairedPlaces(pair, relations))
    for (const parts of [null, ...pairedParts(places)]) {
      const subject = placeText(either(places), parts === null ? null : either(parts).part);
      const old = sightsOf(pair.before, readers[0], places[0]?.column ?? null, parts?.[0] ?? null);
      const now = sightsOf(pair.after, readers[1], places[1]?.column ?? null, parts?.[1] ?? null);
      for (const { before, after, callers } of shifts(pair.after.space, old, now, isSame)) {
        const direction = directionOf(before.value, after.value);
        if (direction === null) continue;
        yield {
          kind: 'column',
          direction,
          verb: verbOf(direction, after.value),
          subject,
          before: textOf(before.value),
          after: textOf(after.value),
          callers,
          rulesBefore: before.rules,
          rulesAfter: after.rules,
        };
      }
    }
}

/** By the column in which values are seen, and by where they come from. */
function pairedPlaces(
  { before, after }: WorldPair,
  [old, now]: Paired<RelationEntry>,
): readonly Paired<Place>[] {
  const placesOf = (world: SourceWorld, relation: RelationEntry | null): readonly Place[] =>
    (relation === null ? undefined : world.places.get(relation)) ?? [];
  return paired(placesOf(before, old), placesOf(after, now), ({ through, name, from, column }) =>
    JSON.stringify(through === from ? [name] : [name, from.schema, from.name, column.name]),
  );
}

/** `customers.email`; `customer_list.email, from customers.email` */
function placeText({ through, name, from, column }: Place, part: string | null): string {
  const seen = columnEntryText(through, name, part);
  return through === from ? seen : `${seen} from ${columnEntryText(from, column.name)}`;
}

function pairedParts([before, after]: Paired<Place>): readonly Paired<PartEntry>[] {
  return paired(before?.column.parts ?? [], after?.column.parts ?? [], ({ part }) => part);
}

/** A part of values that are masked as a whole is seen as they are. */
function sightsOf(
  world: SourceWorld,
  readers: Callers,
  column: ColumnEntry | null,
  part: PartEntry | null,
): readonly Outcome<Sight>[] {
  const { space } = world;
  const unread: Outcome<Sight> = { value: { is: 'unread' }, callers: space.outside(readers), rules: [] };
  if (column === null) return [unread, { value: { is: 'hidden' }, callers: readers, rules: [] }];
  const whole = treatmentOutcomes(world, column);
  const isLabelled = column.labels.length > 0 || part !== null;
  const inPart = part === null ? [] : treatmentOutcomes(world, part);
  const seen = whole.flatMap((outcome): readonly Outcome<Treatment | null>[] =>
    part === null || !showsValue(outcome.value)
      ? [outcome]
      : inPart.map(({ value, callers, rules }) => ({
          value,
          callers: space.both(callers, outcome.callers),
          rules: [...rules, ...outcome.rules],
        })),
  );
  return [
    unread,
    ...seen.map(({ value, callers, rules }) => ({
      value: { is: 'shown', treatment: value, isLabelled } as const,
      callers: space.both(callers, readers),
      rules,
    })),
  ];
}

function isSame(a: Sight, b: Sight): boolean {
  if (a.is !== 'shown' || b.is !== 'shown') return a.is === b.is;
  if (showsValue(a.treatment) || showsValue(b.treatment))
    return showsValue(a.treatment) === showsValue(b.treatment);
  return (
    a.treatment !== null && b.treatment !== null && treatmentKey(a.treatment) === treatmentKey(b.treatment)
  );
}

/** Null for what is told elsewhere: that a relation may be read, or not, is a change of a command. */
function directionOf(before: Sight, after: Sight): Direction | null {
  if (after.is === 'unread') return null;
  if (before.is === 'unread')
    return after.is === 'shown' && after.isLabelled && showsValue(after.treatment) ? 'widened' : null;
  const [old, now] = [levelOf(before), levelOf(after)];
  const [found, finds] = [findsOf(before), findsOf(after)];
  // What is gained is not made up for by what is lost beside it.
  if (old < now || (!found && finds)) return 'widened';
  if (old > now || (found && !finds)) return 'narrowed';
  // What tells nothing, or the same of every value, tells as little as what it replaces.
  return now <= REVEAL_RANK.constant ? 'even' : 'unordered';
}

function levelOf(sight: Sight): number {
  return sight.is === 'shown' ? (sight.treatment?.rank ?? REVEAL_RANK.value) : REVEAL_RANK.nothing;
}

function findsOf(sight: Sight): boolean {
  return sight.is === 'shown' && findsByValue(sight.treatment);
}

function verbOf(direction: Direction, after: Sight): string {
  if (direction === 'widened')
    return after.is === 'shown' && showsValue(after.treatment) ? 'reveals' : 'shows more of';
  if (direction === 'narrowed') return after.is === 'hidden' ? 'hides' : 'shows less of';
  return 'masks otherwise';
}

function textOf(sight: Sight): string {
  if (sight.is === 'unread') return 'not readable';
  if (sight.is === 'hidden') return 'hidden: not in the schema, or not computed from it';
  if (showsValue(sight.treatment)) return sight.isLabelled ? 'as it is' : 'as it is, without a label';
  const { text, lookup } = sight.treatment ?? { text: '', lookup: false };
  return lookup ? `${text}, lookup by equality` : text;
}
