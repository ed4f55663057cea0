/**
 * All requests that there can be, and the sets of them that conditions describe. Questions about policies ("can both
 * apply?", "is this denied to everyone who is allowed it?") are questions about such sets, and are decided exactly.
 *
 * A request has one caller of two kinds, who is in any set of groups, with one value for each text and claim, and perhaps
 * somebody who acts for them, at one moment. Values that no condition tells apart are one; the diagram's bounds are the only case without an answer.
 */
import type { CallerKind } from '@dlpc/runtime/abi';
import type { ClaimField, Condition, OptionalField, SetField, TextField } from '../../ir/ir.ts';
import { type Atoms, atomsOf, windowKey } from './atoms.ts';
import { Bdd, FALSE, type Fn, TRUE, UNDECIDED } from './bdd.ts';
import { Domain } from './domain.ts';
import { type Facet, facetOf, textValues } from './facet.ts';
import { type Moment, momentsOf } from './moments.ts';
import { integerClasses, textClasses, type Valued } from './value-classes.ts';
import { type Witness, witnessOf } from './witness.ts';

/** A set of requests; most conditions are about the caller alone. */
export type Callers = Fn;

/** Whether a set has anyone in it, with someone who is. */
export type Answer =
  | { readonly is: 'empty' }
  | { readonly is: 'inhabited'; readonly witness: Witness }
  | { readonly is: 'undecided' };

export class CallerSpace {
  readonly everyone: Callers = TRUE;
  readonly nobody: Callers = FALSE;
  readonly #bdd = new Bdd();
  readonly #kinds: Domain<CallerKind>;
  readonly #texts = new Map<TextField, Domain<Valued<string>>>();
  readonly #textNumbers = new Map<TextField, ReadonlyMap<string, number>>();
  readonly #integers = new Map<ClaimField, Domain<Valued<number>>>();
  readonly #booleans = new Map<ClaimField, Domain<Valued<boolean>>>();
  /** For each set the variables of its members. */
  readonly #sets = new Map<SetField, ReadonlyMap<string, number>>();
  /** For each set that may be absent, the variable that says so. */
  readonly #absentSets = new Map<ClaimField, number>();
  /** Null where the moments are too many. */
  #moments: Domain<Moment> | null = null;
  #possible: Callers = TRUE;
  #variables = 0;
  readonly #isTimed: boolean;
  readonly #atoms: Atoms;
  readonly #known = new Map<Condition, Callers>();

  /** A space in which `conditions`, and no others, can be asked about. */
  constructor(conditions: Iterable<Condition>) {
    const atoms = atomsOf(conditions);
    this.#atoms = atoms;
    for (const [field, lists] of atoms.texts) {
      const { values, numberOf } = textClasses(field, lists, isOptional(atoms, field));
      this.#texts.set(field, this.#domain(values));
      this.#textNumbers.set(field, numberOf);
    }
    this.#kinds = this.#domain<CallerKind>(['human', 'service']);
    for (const [claim, bounds] of atoms.integers)
      this.#integers.set(claim, this.#domain(integerClasses(bounds, isOptional(atoms, claim))));
    for (const claim of atoms.booleans)
      this.#booleans.set(
        claim,
        this.#domain<Valued<boolean>>([
          { value: false },
          { value: true },
          ...(isOptional(atoms, claim) ? [null] : []),
        ]),
      );
    for (const [set, members] of atoms.sets)
      this.#sets.set(set, new Map([...members].map((member) => [member, this.#variables++])));
    this.#addOptional(atoms);
    this.#addActor();
    this.#isTimed = atoms.windows.length + atoms.ends.size > 0;
    const moments = momentsOf(atoms.windows, atoms.ends);
    if (moments !== null) this.#moments = this.#domain(moments);
  }

  /** Claims of which no more is asked than whether they are there. */
  #addOptional({ optional }: Atoms): void {
    for (const [claim, type] of optional) {
      if (type === 'string') {
        if (!this.#texts.has(claim))
          this.#texts.set(claim, this.#domain(textClasses(claim, [], true).values));
      } else if (claim === ACTOR) continue;
      else if (type === 'set of string') this.#addAbsentSet(claim);
      else if (type === 'int' && !this.#integers.has(claim))
        this.#integers.set(claim, this.#domain(integerClasses(new Set(), true)));
      else if (type === 'bool' && !this.#booleans.has(claim))
        this.#booleans.set(claim, this.#domain<Valued<boolean>>([{ value: false }, null]));
    }
  }

  /** Nobody is in no group. */
  #addActor(): void {
    const subjects = this.#texts.get('caller.actor.sub');
    const members = [...(this.#sets.get('caller.actor.groups')?.values() ?? [])];
    if (subjects === undefined || members.length === 0) return;
    const isThere = subjects.where((subject) => subject !== null);
    const inNone = this.outside(...members.map((member) => this.#bdd.variable(member)));
    this.#possible = this.both(this.#possible, this.either(isThere, inNone));
  }

  /** A set that is absent holds nothing, and has one way to be so. */
  #addAbsentSet(claim: ClaimField): void {
    const variable = this.#variables++;
    this.#absentSets.set(claim, variable);
    const members = [...(this.#sets.get(claim)?.values() ?? [])].map((member) => this.#bdd.variable(member));
    const isThere = this.#bdd.not(this.#bdd.variable(variable));
    this.#possible = this.both(this.#possible, this.either(isThere, this.outside(...members)));
  }

  #domain<T>(values: readonly T[]): Domain<T> {
    const domain = new Domain(this.#bdd, values, this.#variables);
    this.#variables = domain.end;
    this.#possible = this.#bdd.and(this.#possible, domain.possible);
    return domain;
  }

  /** The callers who meet a condition. */
  of(condition: Condition): Callers {
    const known = this.#known.get(condition);
    if (known !== undefined) return known;
    const callers = this.#build(condition);
    this.#known.set(condition, callers);
    return callers;
  }

  both(...sets: readonly Callers[]): Callers {
    return inPairs(sets, TRUE, (a, b) => this.#bdd.and(a, b));
  }

  either(...sets: readonly Callers[]): Callers {
    return inPairs(sets, FALSE, (a, b) => this.#bdd.or(a, b));
  }

  /** Those who are in none of the sets. */
  outside(...sets: readonly Callers[]): Callers {
    return this.#bdd.not(this.either(...sets));
  }

  /** Whether anyone is in the set. */
  ask(callers: Callers): Answer {
    const possible = this.#bdd.and(callers, this.#possible);
    if (possible === FALSE) return { is: 'empty' };
    if (possible === UNDECIDED) return { is: 'undecided' };
    const witness = () => this.#witness(possible);
    return {
      is: 'inhabited',
      // Put together where it is looked at: most questions are whether anyone is there.
      get witness() {
        return witness();
      },
    };
  }

  /** Everything that conditions tell requests apart by. Variables with a smaller number come first. */
  facets(): readonly Facet[] {
    const facets = [facetOf({ kind: 'kind', values: this.#kinds.values }, this.#kinds)];
    for (const [field, domain] of this.#texts) {
      const values = textValues(domain.values, this.#textNumbers.get(field) ?? new Map());
      facets.push(facetOf({ kind: 'text', field, values }, domain));
    }
    for (const [claim, domain] of this.#integers)
      facets.push(facetOf({ kind: 'integer', claim, values: domain.values }, domain));
    for (const [claim, domain] of this.#booleans)
      facets.push(facetOf({ kind: 'boolean', claim, values: domain.values }, domain));
    const isSet = (first: number) => new Domain(this.#bdd, [false, true], first);
    for (const [set, members] of this.#sets)
      for (const [member, variable] of members)
        facets.push(facetOf({ kind: 'member', set, member }, isSet(variable)));
    for (const [set, variable] of this.#absentSets)
      facets.push(facetOf({ kind: 'absence', set }, isSet(variable)));
    if (this.#moments !== null) {
      const { windows, ends } = this.#atoms;
      const values = this.#moments.values;
      const sorted = [...ends].sort((a, b) => a - b);
      facets.push(facetOf({ kind: 'time', values, windows, ends: sorted }, this.#moments));
    }
    return facets;
  }

  /** What a few of the variables have to be for a request to be in the set, whatever the others are; null where nobody is in it. */
  part(callers: Callers): ReadonlyMap<number, boolean> | null {
    const possible = this.#bdd.and(callers, this.#possible);
    return possible === FALSE || possible === UNDECIDED ? null : this.#bdd.shortestPath(possible);
  }

  #build(condition: Condition): Callers {
    switch (condition.op) {
      case 'constant':
        return condition.value ? TRUE : FALSE;
      case 'not':
        return this.#bdd.not(this.of(condition.operand));
      case 'and':
        return this.both(...condition.operands.map((operand) => this.of(operand)));
      case 'or':
        return this.either(...condition.operands.map((operand) => this.of(operand)));
      case 'kind-is':
        return this.#kinds.where((kind) => kind === condition.kind);
      case 'one-of': {
        const numberOf = this.#textNumbers.get(condition.field);
        const numbers = condition.values.map((text) => numberOf?.get(text) ?? null);
        const known = numbers.filter((number) => number !== null);
        // A list that was not announced cannot be asked about.
        if (known.length < numbers.length) return UNDECIDED;
        const sorted = [...new Set(known)].sort((a, b) => a - b);
        return this.#texts.get(condition.field)?.of(sorted) ?? UNDECIDED;
      }
      case 'has': {
        const variable = this.#sets.get(condition.set)?.get(condition.member);
        const member = variable === undefined ? UNDECIDED : this.#bdd.variable(variable);
        const absent = this.#absentOf(condition.set);
        return absent === undefined
          ? member
          : this.#bdd.and(member, this.#bdd.not(this.#bdd.variable(absent)));
      }
      case 'at-most': {
        const integers = this.#integers.get(condition.claim);
        return (
          integers?.where((integer) => integer !== null && integer.value <= condition.value) ?? UNDECIDED
        );
      }
      case 'is-true':
        return this.#booleans.get(condition.claim)?.where((boolean) => boolean?.value === true) ?? UNDECIDED;
      case 'is-absent':
        return this.#absence(condition.field);
      case 'in-window': {
        const key = windowKey(condition.window);
        return this.#moments?.where(({ open }) => open.has(key)) ?? UNDECIDED;
      }
      case 'before':
        return this.#moments?.where(({ instant }) => instant < condition.instant) ?? UNDECIDED;
    }
  }

  /** The variable that says that a set is absent; undefined for one that never is. */
  #absentOf(set: SetField): number | undefined {
    return set === 'caller.groups' || set === 'caller.actor.groups' ? undefined : this.#absentSets.get(set);
  }

  #absence(field: OptionalField): Callers {
    const set = field === ACTOR ? undefined : this.#absentSets.get(field);
    if (set !== undefined) return this.#bdd.variable(set);
    const others = field === ACTOR ? undefined : (this.#integers.get(field) ?? this.#booleans.get(field));
    const domain = this.#texts.get(field) ?? others;
    return domain?.where((value) => value === null) ?? UNDECIDED;
  }

  #witness(callers: Callers): Witness {
    const truths = new Set(this.#bdd.solution(callers));
    const reading = <F, T>(domains: ReadonlyMap<F, Domain<Valued<T>>>) =>
      [...domains].map(([field, domain]) => [field, domain.read(truths)?.value] as const);
    return witnessOf({
      kind: this.#kinds.read(truths) ?? 'human',
      texts: new Map(reading(this.#texts)),
      integers: new Map(reading(this.#integers)),
      booleans: new Map(reading(this.#booleans)),
      sets: new Map(
        [...new Set([...this.#sets.keys(), ...this.#absentSets.keys()])].map((set) => {
          const absent = this.#absentOf(set);
          if (absent !== undefined && truths.has(absent)) return [set, undefined];
          const members = this.#sets.get(set) ?? new Map<string, number>();
          const held = [...members].filter(([, variable]) => truths.has(variable));
          return [set, new Set(held.map(([member]) => member))];
        }),
      ),
      moment: this.#moments?.read(truths)?.instant ?? 0,
      isTimed: this.#isTimed,
    });
  }
}

/** Most callers act for themselves. */
const ACTOR = 'caller.actor.sub';

function isOptional({ optional }: Atoms, field: TextField): boolean {
  return field === ACTOR || [...optional.keys()].some((claim) => claim === field);
}

/** Combines neighbours, then the results, and so on: far less work than adding one small set after the other to a large one. */
function inPairs(
  sets: readonly Callers[],
  none: Callers,
  combine: (a: Callers, b: Callers) => Callers,
): Callers {
  let left = sets;
  while (left.length > 1) {
    const half: Callers[] = [];
    for (let i = 0; i < left.length; i += 2) half.push(combine(left[i] ?? none, left[i + 1] ?? none));
    left = half;
  }
  return left[0] ?? none;
}
