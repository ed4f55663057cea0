/**
 * Values in requests and responses of an API that are shown otherwise than before. Both documents are walked side by side, from the
 * same body inward, and what stands inside of a value is asked of those alone who see the value as it is. So a schema that is
 * renamed changes nothing, and one that refers to itself is walked once.
 */
import { type FieldTreatment, REVEAL_RANK } from '@dlpc/runtime/abi';
import type { CallerSpace, Callers } from '../../check/satisfy/caller-space.ts';
import type { ApiWorld } from '../api/api-world.ts';
import {
  type Carrier,
  carriersOf,
  passes,
  type Spot,
  spotAt,
  spotBehind,
  stepsAt,
  stepText,
} from '../api/spot.ts';
import { fieldTreatmentKey, showsFieldValue } from '../outcomes/field-outcomes.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { Direction, RawChange, WorldPair } from './change.ts';
import type { PairedOperation } from './paired-operations.ts';
import { shifts } from './shifts.ts';

/** More pairs of places in one operation are not compared: that is said, and counts as widened. */
const MOST_PLACES = 20_000;

/** What is seen of a value. */
export type FieldSight =
  /** What it stands in is not seen. */
  | { readonly is: 'unread' }
  | { readonly is: 'hidden' }
  | { readonly is: 'undescribed' }
  | { readonly is: 'shown'; readonly treatment: FieldTreatment | null };

/** A place on both sides, with those who see what it stands in. */
interface PlacePair {
  readonly spots: readonly [before: Spot, after: Spot];
  readonly readers: readonly [before: Callers, after: Callers];
  readonly path: string;
}

/** Changes of the values in one operation's requests and responses. */
export function* fieldChanges(
  pair: WorldPair<ApiWorld>,
  { operations: [old, now], name }: PairedOperation,
): Iterable<RawChange> {
  // Without an operation on one side there is nothing to compare with: that it is permitted, or not, is a change of its own.
  if (now === null) return;
  const users = [pair.before.usersOf(old), pair.after.usersOf(now)] as const;
  const carriers = new Map(
    [...carriersOf(now), ...(old === null ? [] : carriersOf(old))].map((carrier) => [carrier.key, carrier]),
  );
  for (const carrier of carriers.values()) {
    const before: Spot = old === null ? { is: 'undescribed' } : spotAt(pair.before.ir, old, carrier);
    const start: PlacePair = {
      spots: [before, spotAt(pair.after.ir, now, carrier)],
      readers: users,
      path: '$',
    };
    yield* walked(pair, start, `${name} ${carrier.text}`, carrier);
  }
}

function* walked(
  pair: WorldPair<ApiWorld>,
  start: PlacePair,
  within: string,
  { isSent }: Carrier,
): Iterable<RawChange> {
  const { space } = pair.after;
  const places = new Map([[placeKey(start), start]]);
  // A map is walked in the order of insertion, also of what is added on the way.
  for (const place of places.values()) {
    if (places.size > MOST_PLACES) {
      yield tooManyPlaces(within);
      return;
    }
    const [old, now] = [sights(pair.before, place, 0), sights(pair.after, place, 1)];
    const names = [fieldNames(pair.after, place.spots[1]), fieldNames(pair.before, place.spots[0])];
    const subject = names.find((named) => named !== '') ?? `${within} ${place.path}`;
    yield* sightChanges(space, [old, now], subject, isSent);
    yield* searchesLost(pair, place.spots, subject);
    for (const next of inside(pair, place, [whoSees(pair.before, old), whoSees(pair.after, now)]))
      if (!places.has(placeKey(next))) places.set(placeKey(next), next);
  }
}

/** What is seen otherwise than before of one thing, which is called `subject`. */
export function* sightChanges(
  space: CallerSpace,
  [old, now]: readonly [readonly Outcome<FieldSight>[], readonly Outcome<FieldSight>[]],
  subject: string,
  isSent: boolean,
): Iterable<RawChange> {
  for (const { before, after, callers } of shifts(space, old, now, isSame)) {
    const direction = directionOf(before.value, after.value);
    if (direction === null) continue;
    yield {
      kind: 'field',
      direction,
      verb: verbOf(direction, before.value, after.value, isSent),
      subject,
      before: textOf(before.value, after.value),
      after: textOf(after.value, before.value),
      callers,
      rulesBefore: before.rules,
      rulesAfter: after.rules,
    };
  }
}

/** A text in which less is looked for than before: since it carries a label now, or since its schema is another. */
function* searchesLost(
  { before, after }: WorldPair<ApiWorld>,
  [old, now]: PlacePair['spots'],
  subject: string,
): Iterable<RawChange> {
  if (old.is !== 'shape' || now.is !== 'shape') return;
  const still = after.searchesAt(now.shape);
  const lost = before.searchesAt(old.shape).filter((name) => !still.includes(name));
  if (lost.length === 0) return;
  yield {
    ...{ kind: 'field', direction: 'unordered', verb: 'looks for less in', subject },
    ...{ before: lost.join(', '), after: 'nothing of it', callers: null, rulesBefore: [], rulesAfter: [] },
  };
}

function* inside(
  { before, after }: WorldPair<ApiWorld>,
  { spots: [old, now], path }: PlacePair,
  readers: PlacePair['readers'],
): Iterable<PlacePair> {
  // Who sees nothing of it now, sees nothing more; where both sides pass all as it came, nothing differs.
  if (after.space.ask(readers[1]).is === 'empty' || (passes(before.ir, old) && passes(after.ir, now))) return;
  const steps = new Map(
    [...stepsAt(after.ir, now), ...stepsAt(before.ir, old)].map((step) => [JSON.stringify(step), step]),
  );
  for (const step of steps.values())
    yield {
      spots: [spotBehind(before.ir, old, step), spotBehind(after.ir, now, step)],
      readers,
      path: path + stepText(step),
    };
}

function sights(world: ApiWorld, { spots, readers }: PlacePair, side: 0 | 1): readonly Outcome<FieldSight>[] {
  const { space } = world;
  const [spot, seeing] = [spots[side], readers[side]];
  const unread: Outcome<FieldSight> = { value: { is: 'unread' }, callers: space.outside(seeing), rules: [] };
  if (spot.is === 'shape')
    return [
      unread,
      ...world.sightsAt(spot.shape).map(({ value, callers, rules }) => ({
        value: { is: 'shown', treatment: value } as const,
        callers: space.both(callers, seeing),
        rules,
      })),
    ];
  const value: FieldSight = spot.is === 'open' ? { is: 'shown', treatment: null } : { is: spot.is };
  return [unread, { value, callers: seeing, rules: [] }];
}

/** Those to whom what stands inside is not masked with the whole. */
function whoSees({ space }: ApiWorld, outcomes: readonly Outcome<FieldSight>[]): Callers {
  return space.either(...outcomes.flatMap(({ value, callers }) => (showsValue(value) ? [callers] : [])));
}

function placeKey({ spots, readers }: PlacePair): string {
  return JSON.stringify([spots, readers]);
}

function fieldNames(world: ApiWorld, spot: Spot): string {
  if (spot.is !== 'shape') return '';
  return [...new Set(world.fieldsAt(spot.shape).map(({ name }) => name))].join(' or ');
}

function showsValue(sight: FieldSight): boolean {
  return sight.is === 'shown' && showsFieldValue(sight.treatment);
}

function isSame(a: FieldSight, b: FieldSight): boolean {
  if (a.is !== 'shown' || b.is !== 'shown') return a.is === b.is;
  if (showsValue(a) || showsValue(b)) return showsValue(a) === showsValue(b);
  return (
    a.treatment !== null &&
    b.treatment !== null &&
    fieldTreatmentKey(a.treatment) === fieldTreatmentKey(b.treatment)
  );
}

/** Null for what is told elsewhere: that an operation is permitted, or that what a value stands in is shown. */
function directionOf(before: FieldSight, after: FieldSight): Direction | null {
  if (after.is === 'unread') return null;
  if (before.is === 'unread')
    return after.is === 'shown' && after.treatment !== null && showsValue(after) ? 'widened' : null;
  // Of what no document describes nobody can say how much it shows; what shows nothing shows no more than it.
  if (before.is === 'undescribed')
    return after.is !== 'undescribed' && levelOf(after) <= REVEAL_RANK.constant ? 'narrowed' : 'unordered';
  if (after.is === 'undescribed') return 'unordered';
  const [old, now] = [levelOf(before), levelOf(after)];
  if (old !== now) return old < now ? 'widened' : 'narrowed';
  // What tells nothing, or the same of every value, tells as little as what it replaces.
  return now <= REVEAL_RANK.constant ? 'even' : 'unordered';
}

function levelOf(sight: FieldSight): number {
  if (sight.is !== 'shown') return REVEAL_RANK.nothing;
  return sight.treatment?.rank ?? REVEAL_RANK.value;
}

function verbOf(direction: Direction, before: FieldSight, after: FieldSight, isSent: boolean): string {
  const [shows, of] = isSent ? ['takes', ' in requests'] : ['shows', ''];
  if (direction === 'widened') {
    if (showsValue(after)) return isSent ? 'takes as it is, in requests,' : 'reveals';
    return `${shows} more${of} of`;
  }
  if (direction === 'narrowed') return after.is === 'hidden' ? `hides${of}` : `${shows} less${of} of`;
  if (before.is === 'undescribed') return 'newly describes';
  if (after.is === 'undescribed') return 'describes no more';
  return isSent ? 'treats otherwise, in requests,' : 'masks otherwise';
}

/** Masks of one name that differ are told apart by the type of what they mask. */
function textOf(sight: FieldSight, other: FieldSight): string {
  switch (sight.is) {
    case 'unread':
      return 'not seen: the operation is denied, or what it stands in masked';
    case 'hidden':
      return 'hidden: not in the document';
    case 'undescribed':
      return 'not described by the document';
    case 'shown': {
      const { treatment } = sight;
      if (treatment === null) return 'as it is, without a label';
      if (showsValue(sight)) return 'as it is';
      const isAlike = other.is === 'shown' && other.treatment?.text === treatment.text;
      return isAlike ? `${treatment.text}, of ${treatment.mask?.type ?? ''}` : treatment.text;
    }
  }
}

function tooManyPlaces(subject: string): RawChange {
  return {
    kind: 'field',
    direction: 'unordered',
    verb: 'has too many places to compare in',
    subject,
    before: 'unknown',
    after: 'unknown',
    callers: null,
    rulesBefore: [],
    rulesAfter: [],
  };
}
