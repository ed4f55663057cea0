/**
 * Reduced ordered binary decision diagrams: boolean functions in a form where equal functions are one node, so that
 * "is it ever true" is one comparison. (Bryant 1986.)
 *
 * Bounded: where a function would take more than its share of memory, the answer is {@link UNDECIDED}, and so is
 * everything built from it. Nothing here knows callers.
 */

/** A function: a node of the diagram. */
export type Fn = number;

export const FALSE: Fn = 0;
export const TRUE: Fn = 1;
/** Too large to say. */
export const UNDECIDED: Fn = -1;

/** Bounds of all functions of one diagram together. Recursion is as deep as there are variables. */
export const BDD_LIMITS = { variables: 2_000, nodes: 200_000, steps: 2_000_000 } as const;

/** A step of a path; that a variable is true says more to people than that it is false. */
const COST = { high: 1_000, low: 1_001 } as const;

// Two nodes make one key of a map: 2^26 × 2^26 is the most that a number holds exactly.
const SHIFT = 2 ** 26;

export class Bdd {
  // Node 0 and 1 are the constants; their variable is behind every other.
  readonly #variable: number[] = [Infinity, Infinity];
  readonly #low: Fn[] = [FALSE, TRUE];
  readonly #high: Fn[] = [FALSE, TRUE];
  readonly #unique = new Map<number, Map<number, Fn>>();
  readonly #conjunctions = new Map<number, Fn>();
  readonly #disjunctions = new Map<number, Fn>();
  readonly #negations = new Map<Fn, Fn>();
  #steps = 0;

  /** The function that is what the variable is; variables with a smaller number are asked first. */
  variable(variable: number): Fn {
    return variable < BDD_LIMITS.variables ? this.#node(variable, FALSE, TRUE) : UNDECIDED;
  }

  /**
   * A set of numbers, written in the variables from `first` on, the first of them the highest bit: true where the number is
   * one of `numbers`, which are in order.
   */
  members(first: number, bits: number, numbers: readonly number[]): Fn {
    if (first + bits > BDD_LIMITS.variables) return UNDECIDED;
    /** Those from place `from` up to `to`, whose bits before `bit` make `base`. */
    const build = (bit: number, base: number, from: number, to: number): Fn => {
      if (from === to) return FALSE;
      const size = 2 ** (bits - bit);
      if (to - from === size) return TRUE;
      const half = base + size / 2;
      let middle = from;
      while (middle < to && (numbers[middle] ?? half) < half) middle += 1;
      return this.#node(first + bit, build(bit + 1, base, from, middle), build(bit + 1, half, middle, to));
    };
    return build(0, 0, 0, numbers.length);
  }

  not(f: Fn): Fn {
    if (f === UNDECIDED) return UNDECIDED;
    if (f === FALSE) return TRUE;
    if (f === TRUE) return FALSE;
    const known = this.#negations.get(f);
    if (known !== undefined) return known;
    if (this.#isExhausted()) return UNDECIDED;
    const result = this.#node(this.#variableOf(f), this.not(this.#lowOf(f)), this.not(this.#highOf(f)));
    this.#negations.set(f, result);
    return result;
  }

  and(f: Fn, g: Fn): Fn {
    if (f === FALSE || g === FALSE) return FALSE;
    if (f === UNDECIDED || g === UNDECIDED) return UNDECIDED;
    if (f === TRUE || f === g) return g;
    if (g === TRUE) return f;
    return this.#combine(f, g, this.#conjunctions, (a, b) => this.and(a, b));
  }

  or(f: Fn, g: Fn): Fn {
    if (f === TRUE || g === TRUE) return TRUE;
    if (f === UNDECIDED || g === UNDECIDED) return UNDECIDED;
    if (f === FALSE || f === g) return g;
    if (g === FALSE) return f;
    return this.#combine(f, g, this.#disjunctions, (a, b) => this.or(a, b));
  }

  /** The variables that are true in one solution, the false side tried first; `f` must have one. */
  solution(f: Fn): readonly number[] {
    const truths: number[] = [];
    let node = f;
    while (node !== TRUE && node !== FALSE && node !== UNDECIDED) {
      if (this.#lowOf(node) === FALSE) {
        truths.push(this.#variableOf(node));
        node = this.#highOf(node);
      } else {
        node = this.#lowOf(node);
      }
    }
    return truths;
  }

  /**
   * The variables of a path to true, with their values; whatever the others are, the function is true. Of all paths one that
   * asks the fewest, and of those one that has most of them true. `f` must have a solution.
   */
  shortestPath(f: Fn): ReadonlyMap<number, boolean> {
    const costs = this.#costs(f);
    const path = new Map<number, boolean>();
    let node = f;
    while (node > TRUE) {
      const [low, high] = [this.#lowOf(node), this.#highOf(node)];
      const takesHigh = (costs.get(high) ?? Infinity) + COST.high <= (costs.get(low) ?? Infinity) + COST.low;
      path.set(this.#variableOf(node), takesHigh);
      node = takesHigh ? high : low;
    }
    return path;
  }

  /** What the cheapest path to true costs from each node below `f`. */
  #costs(f: Fn): ReadonlyMap<Fn, number> {
    const costs = new Map<Fn, number>([
      [FALSE, Infinity],
      [TRUE, 0],
    ]);
    const visit = (node: Fn): number => {
      const known = costs.get(node);
      if (known !== undefined) return known;
      const cost = Math.min(visit(this.#lowOf(node)) + COST.low, visit(this.#highOf(node)) + COST.high);
      costs.set(node, cost);
      return cost;
    };
    visit(f);
    return costs;
  }

  /** Asks the first variable of the two functions, and combines what is left of them on either side. */
  #combine(f: Fn, g: Fn, memo: Map<number, Fn>, combine: (f: Fn, g: Fn) => Fn): Fn {
    const key = f < g ? f * SHIFT + g : g * SHIFT + f;
    const known = memo.get(key);
    if (known !== undefined) return known;
    if (this.#isExhausted()) return UNDECIDED;
    const top = Math.min(this.#variableOf(f), this.#variableOf(g));
    const [fLow, fHigh] = this.#variableOf(f) === top ? [this.#lowOf(f), this.#highOf(f)] : [f, f];
    const [gLow, gHigh] = this.#variableOf(g) === top ? [this.#lowOf(g), this.#highOf(g)] : [g, g];
    const result = this.#node(top, combine(fLow, gLow), combine(fHigh, gHigh));
    memo.set(key, result);
    return result;
  }

  #node(variable: number, low: Fn, high: Fn): Fn {
    if (low === UNDECIDED || high === UNDECIDED) return UNDECIDED;
    if (low === high) return low;
    const ofVariable = this.#unique.get(variable) ?? new Map<number, Fn>();
    this.#unique.set(variable, ofVariable);
    const key = low * SHIFT + high;
    const known = ofVariable.get(key);
    if (known !== undefined) return known;
    const node = this.#variable.length;
    if (node >= BDD_LIMITS.nodes) return UNDECIDED;
    this.#variable.push(variable);
    this.#low.push(low);
    this.#high.push(high);
    ofVariable.set(key, node);
    return node;
  }

  #isExhausted(): boolean {
    this.#steps += 1;
    return this.#steps > BDD_LIMITS.steps;
  }

  #variableOf(f: Fn): number {
    return this.#variable[f] ?? Infinity;
  }

  #lowOf(f: Fn): Fn {
    return this.#low[f] ?? FALSE;
  }

  #highOf(f: Fn): Fn {
    return this.#high[f] ?? FALSE;
  }
}
