/**
 * All callers that there can be, and the sets of them that conditions describe. Questions about policies ("can both
 * apply?", "is this denied to everyone who is allowed it?") are questions about such sets, and are decided exactly.
 *
 * A caller has one `sub`, one of two kinds, and any set of groups. Subs that no condition tells apart are one variable,
 * and so is each group; the diagram's bounds are the only case without an answer.
 */
import type { Caller } from '@dlpc/runtime/abi';
import type { Condition } from '../../ir/ir.ts';
import { Bdd, FALSE, type Fn, TRUE, UNDECIDED } from './bdd.ts';

/** A set of callers. */
export type Callers = Fn;

/** Whether a set has anyone in it, with someone who is. */
export type Answer =
  | { readonly is: 'empty' }
  | { readonly is: 'inhabited'; readonly witness: Caller }
  | { readonly is: 'undecided' };

export class CallerSpace {
  readonly everyone: Callers = TRUE;
  readonly nobody: Callers = FALSE;
  readonly #bdd = new Bdd();
  /** The variable of each sub that a condition mentions; subs that none tells apart share one. */
  readonly #variableOfSub = new Map<string, number>();
  readonly #subOfVariable = new Map<number, string>();
  readonly #variableOfGroup = new Map<string, number>();
  readonly #groupOfVariable = new Map<number, string>();
  readonly #isService: number;
  readonly #anySub: string;
  /** Nobody has two subs. */
  readonly #possible: Callers;
  readonly #known = new Map<Condition, Callers>();

  /** A space in which `conditions`, and no others, can be asked about. */
  constructor(conditions: Iterable<Condition>) {
    const atoms = atomsOf(conditions);
    let variables = 0;
    const variableOfSignature = new Map<string, number>();
    for (const [sub, lists] of atoms.subs) {
      const signature = lists.join();
      const variable = variableOfSignature.get(signature) ?? variables++;
      variableOfSignature.set(signature, variable);
      this.#variableOfSub.set(sub, variable);
      if (!this.#subOfVariable.has(variable)) this.#subOfVariable.set(variable, sub);
    }
    this.#possible = this.#atMostOne(variables);
    this.#isService = variables++;
    for (const group of atoms.groups) {
      this.#variableOfGroup.set(group, variables);
      this.#groupOfVariable.set(variables++, group);
    }
    this.#anySub = unmentioned(this.#variableOfSub);
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
    return possible === UNDECIDED
      ? { is: 'undecided' }
      : { is: 'inhabited', witness: this.#witness(possible) };
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
      case 'kind-is': {
        const service = this.#bdd.variable(this.#isService);
        return condition.kind === 'service' ? service : this.#bdd.not(service);
      }
      case 'sub-in': {
        const variables = new Set(condition.values.map((sub) => this.#variableOfSub.get(sub) ?? Infinity));
        return this.either(...[...variables].map((variable) => this.#bdd.variable(variable)));
      }
      case 'has-group':
        return this.#bdd.variable(this.#variableOfGroup.get(condition.group) ?? Infinity);
    }
  }

  #atMostOne(variables: number): Callers {
    let none: Callers = TRUE;
    let atMostOne: Callers = TRUE;
    // From the last variable up, so that each step puts one node on top of what is there.
    for (let variable = variables - 1; variable >= 0; variable--) {
      const is = this.#bdd.variable(variable);
      const isNot = this.#bdd.not(is);
      atMostOne = this.either(this.both(is, none), this.both(isNot, atMostOne));
      none = this.both(isNot, none);
    }
    return atMostOne;
  }

  #witness(callers: Callers): Caller {
    const truths = this.#bdd.solution(callers);
    const subs = truths.flatMap((variable) => this.#subOfVariable.get(variable) ?? []);
    return {
      sub: subs[0] ?? this.#anySub,
      kind: truths.includes(this.#isService) ? 'service' : 'human',
      groups: new Set(truths.flatMap((variable) => this.#groupOfVariable.get(variable) ?? [])),
    };
  }
}

interface Atoms {
  /** Each sub, with the numbers of the lists that hold it. */
  readonly subs: ReadonlyMap<string, readonly number[]>;
  readonly groups: ReadonlySet<string>;
}

function atomsOf(conditions: Iterable<Condition>): Atoms {
  const subs = new Map<string, number[]>();
  const groups = new Set<string>();
  const numberOfList = new Map<string, number>();
  // A set is walked in the order of insertion, also of what is added on the way; groups share their conditions.
  const seen = new Set<Condition>(conditions);
  for (const condition of seen) {
    if (condition.op === 'not') seen.add(condition.operand);
    else if (condition.op === 'and' || condition.op === 'or')
      for (const operand of condition.operands) seen.add(operand);
    else if (condition.op === 'has-group') groups.add(condition.group);
    else if (condition.op === 'sub-in') {
      const values = [...new Set(condition.values)];
      const key = JSON.stringify(values.toSorted());
      if (numberOfList.has(key)) continue;
      const number = numberOfList.size;
      numberOfList.set(key, number);
      for (const sub of values) subs.set(sub, [...(subs.get(sub) ?? []), number]);
    }
  }
  return { subs, groups };
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

/** A sub that stands for everyone whom no condition names. */
function unmentioned(mentioned: ReadonlyMap<string, unknown>): string {
  let sub = 'someone';
  for (let n = 2; mentioned.has(sub); n++) sub = `someone${n}`;
  return sub;
}
