/**
 * A pattern to the automaton that the runtime runs (Glushkov's construction, with conditions on the places between characters).
 *
 * A set of conditions that must all hold at one place is a number, a bit for each assertion; where several
 * such sets would do, they are kept beside one another, as the bits of a second number.
 */
import type { Automaton, ByNeighbour, Neighbour } from '@dlpc/runtime/abi';
import {
  type CharacterSet,
  EVERYTHING,
  equalSets,
  intersect,
  isEmpty,
  subtract,
  WORD,
} from './character-set.ts';
import type { Assertion, Pattern } from './pattern.ts';

const BITS: Readonly<Record<Assertion, number>> = {
  'word-boundary': 1,
  'no-word-boundary': 2,
  'text-start': 4,
  'text-end': 8,
};

/** Alternatives: bit c stands for the set c of conditions. */
type Conditions = number;

const NOTHING_ASKED: Conditions = 1;

/** States of the automaton, and pairs of states one after the other. */
const MOST_STATES = 600;
const MOST_STEPS = 60_000;

/** States with the conditions under which they are met. */
type Places = ReadonlyMap<number, Conditions>;

interface Fragment {
  /** Under which conditions it matches the empty string; 0 where it never does. */
  readonly empty: Conditions;
  readonly first: Places;
  readonly last: Places;
}

export type AutomatonResult =
  | { readonly ok: true; readonly automaton: Automaton }
  | { readonly ok: false; readonly reason: 'matches-empty' | 'matches-nothing' | 'too-large' };

/** Builds the automaton. Refuses a pattern that matches the empty string, be it at certain places only. */
export function buildAutomaton(pattern: Pattern): AutomatonResult {
  const building = new Building();
  const whole = building.fragment(pattern);
  if (building.isTooLarge) return { ok: false, reason: 'too-large' };
  if (whole.empty !== 0) return { ok: false, reason: 'matches-empty' };
  const automaton = building.finish(whole);
  return hasMatches(automaton) ? { ok: true, automaton } : { ok: false, reason: 'matches-nothing' };
}

interface State {
  readonly set: CharacterSet;
  readonly isWord: boolean;
}

const EMPTY: Fragment = { empty: NOTHING_ASKED, first: new Map(), last: new Map() };

class Building {
  isTooLarge = false;
  readonly #states: State[] = [];
  readonly #follow: Map<number, Conditions>[] = [];
  #steps = 0;

  fragment(pattern: Pattern): Fragment {
    if (this.isTooLarge) return EMPTY;
    switch (pattern.kind) {
      case 'characters':
        return this.#characters(pattern.set);
      case 'assertion':
        return { ...EMPTY, empty: 1 << BITS[pattern.assertion] };
      case 'sequence':
        return pattern.parts.reduce<Fragment>(
          (left, part) => this.#sequence(left, this.fragment(part)),
          EMPTY,
        );
      case 'choice':
        return pattern.options.map((option) => this.fragment(option)).reduce(eitherOf);
      case 'repeat':
        return this.#repeat(pattern.body, pattern.least, pattern.most);
    }
  }

  /** Characters of words and others are states of their own, so that between two states it is known whether a word ends. */
  #characters(set: CharacterSet): Fragment {
    const places = new Map<number, Conditions>();
    for (const isWord of [true, false]) {
      const part = isWord ? intersect(set, WORD) : subtract(set, WORD);
      if (isEmpty(part)) continue;
      places.set(this.#states.length, NOTHING_ASKED);
      this.#states.push({ set: part, isWord });
      this.#follow.push(new Map());
    }
    if (this.#states.length > MOST_STATES) this.isTooLarge = true;
    return { empty: 0, first: places, last: places };
  }

  #sequence(left: Fragment, right: Fragment): Fragment {
    this.#connect(left.last, right.first);
    return {
      empty: both(left.empty, right.empty),
      first: merge(left.first, under(left.empty, right.first)),
      last: merge(right.last, under(right.empty, left.last)),
    };
  }

  /** As many copies as there must be, then either a loop, or copies each of which may be the last. */
  #repeat(body: Pattern, least: number, most: number | null): Fragment {
    let result = EMPTY;
    for (let i = 0; i < least; i += 1) result = this.#sequence(result, this.fragment(body));
    if (most === null) {
      const loop = this.fragment(body);
      this.#connect(loop.last, loop.first);
      return this.#sequence(result, { ...loop, empty: loop.empty | NOTHING_ASKED });
    }
    let rest = EMPTY;
    for (let i = least; i < most && !this.isTooLarge; i += 1) {
      const one = this.#sequence(this.fragment(body), rest);
      rest = { ...one, empty: one.empty | NOTHING_ASKED };
    }
    return this.#sequence(result, rest);
  }

  #connect(last: Places, first: Places): void {
    this.#steps += last.size * first.size;
    if (this.#steps > MOST_STEPS) this.isTooLarge = true;
    if (this.isTooLarge) return;
    for (const [from, conditionsOfLast] of last)
      for (const [to, conditionsOfFirst] of first) {
        const follow = this.#follow[from];
        follow?.set(to, (follow.get(to) ?? 0) | both(conditionsOfLast, conditionsOfFirst));
      }
  }

  finish({ first, last }: Fragment): Automaton {
    const states = this.#states;
    const { stretches, classes, sets } = alphabet(states.map(({ set }) => set));
    const at = (places: Places, edge: 'start' | 'end'): ByNeighbour => {
      const met = (neighbour: Neighbour): readonly number[] =>
        sorted(places, (state, conditions) => {
          const own: Neighbour = states[state]?.isWord === true ? 'word' : 'other';
          const [before, after] = edge === 'start' ? [neighbour, own] : [own, neighbour];
          return holds(conditions, before, after);
        });
      return { edge: met('edge'), word: met('word'), other: met('other') };
    };
    return {
      stretches,
      classes,
      words: sets.map((set) => !isEmpty(intersect(set, WORD))),
      readers: sets.map((set) =>
        states.flatMap((state, index) => (isEmpty(intersect(state.set, set)) ? [] : [index])),
      ),
      follow: this.#follow.map((next, from) =>
        sorted(next, (to, conditions) => {
          const [before, after] = [from, to].map(
            (state): Neighbour => (states[state]?.isWord === true ? 'word' : 'other'),
          );
          return holds(conditions, before ?? 'edge', after ?? 'edge');
        }),
      ),
      starts: at(first, 'start'),
      ends: at(last, 'end'),
    };
  }
}

function sorted(places: Places, keep: (state: number, conditions: Conditions) => boolean): readonly number[] {
  return [...places]
    .filter(([state, conditions]) => keep(state, conditions))
    .map(([state]) => state)
    .sort((a, b) => a - b);
}

function eitherOf(a: Fragment, b: Fragment): Fragment {
  return { empty: a.empty | b.empty, first: merge(a.first, b.first), last: merge(a.last, b.last) };
}

function merge(a: Places, b: Places): Places {
  const merged = new Map(a);
  for (const [state, conditions] of b) merged.set(state, (merged.get(state) ?? 0) | conditions);
  return merged;
}

/** Where something empty stands between, its conditions are asked at the same place. */
function under(empty: Conditions, places: Places): Places {
  if (empty === 0) return new Map();
  return new Map([...places].map(([state, conditions]) => [state, both(empty, conditions)]));
}

/** Each set of the one together with each of the other. */
function both(a: Conditions, b: Conditions): Conditions {
  if (a === NOTHING_ASKED) return b;
  if (b === NOTHING_ASKED) return a;
  let result = 0;
  for (let i = 0; i < 16; i += 1)
    for (let j = 0; j < 16; j += 1) if ((a >> i) & 1 && (b >> j) & 1) result |= 1 << (i | j);
  return result;
}

/** Whether one of the sets of conditions holds between two characters, or at an edge of the text. */
function holds(conditions: Conditions, before: Neighbour, after: Neighbour): boolean {
  const isBoundary = (before === 'word') !== (after === 'word');
  const met =
    (isBoundary ? BITS['word-boundary'] : BITS['no-word-boundary']) |
    (before === 'edge' ? BITS['text-start'] : 0) |
    (after === 'edge' ? BITS['text-end'] : 0);
  for (let set = 0; set < 16; set += 1) if ((conditions >> set) & 1 && (set & ~met) === 0) return true;
  return false;
}

/** Cuts the code points where one of the sets, or the words, begin or end, and puts those together that all sets treat alike. */
function alphabet(used: readonly CharacterSet[]): {
  readonly stretches: readonly number[];
  readonly classes: readonly number[];
  readonly sets: readonly CharacterSet[];
} {
  const distinct = [EVERYTHING, WORD, ...used].filter(
    (set, index, all) => all.findIndex((other) => equalSets(set, other)) === index,
  );
  const cuts = new Set([0, ...distinct.flat().flatMap(([first, last]) => [first, last + 1])]);
  const stretches = [...cuts].sort((a, b) => a - b);
  const byMembers = new Map<string, number>();
  const sets: [number, number][][] = [];
  const classes = stretches.map((first, index) => {
    const members = distinct.flatMap((set, id) => (contains(set, first) ? [id] : [])).join();
    const id = byMembers.get(members) ?? sets.length;
    if (id === sets.length) {
      byMembers.set(members, id);
      sets.push([]);
    }
    const last = (stretches[index + 1] ?? first + 1) - 1;
    sets[id]?.push([first, last]);
    return id;
  });
  return { stretches, classes, sets };
}

function contains(set: CharacterSet, point: number): boolean {
  return set.some(([first, last]) => first <= point && point <= last);
}

/** Whether an end can be reached from a start, whatever stands around. */
function hasMatches({ starts, ends, follow }: Automaton): boolean {
  const reached = new Set(Object.values(starts).flat());
  const wanted = new Set(Object.values(ends).flat());
  for (const state of reached) {
    if (wanted.has(state)) return true;
    for (const next of follow[state] ?? []) reached.add(next);
  }
  return false;
}
