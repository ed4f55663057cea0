/** The diagram agrees with truth tables, and gives up rather than take all memory. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BDD_LIMITS,
  Bdd,
  FALSE,
  type Fn,
  TRUE,
  UNDECIDED,
} from '../../../../compiler/src/check/satisfy/bdd.ts';

type Formula =
  | { readonly v: number }
  | { readonly not: Formula }
  | { readonly and: readonly [Formula, Formula] }
  | { readonly or: readonly [Formula, Formula] };

const VARIABLES = 6;

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'medium' },
    fc.record({ v: fc.nat(VARIABLES - 1) }),
    fc.record({ not: tie('formula') }),
    fc.record({ and: fc.tuple(tie('formula'), tie('formula')) }),
    fc.record({ or: fc.tuple(tie('formula'), tie('formula')) }),
  ),
}));

function build(bdd: Bdd, f: Formula): Fn {
  if ('v' in f) return bdd.variable(f.v);
  if ('not' in f) return bdd.not(build(bdd, f.not));
  if ('and' in f) return bdd.and(build(bdd, f.and[0]), build(bdd, f.and[1]));
  return bdd.or(build(bdd, f.or[0]), build(bdd, f.or[1]));
}

function holds(f: Formula, truths: readonly number[]): boolean {
  if ('v' in f) return truths.includes(f.v);
  if ('not' in f) return !holds(f.not, truths);
  if ('and' in f) return f.and.every((part) => holds(part, truths));
  return f.or.some((part) => holds(part, truths));
}

const assignments = Array.from({ length: 2 ** VARIABLES }, (_, bits) =>
  Array.from({ length: VARIABLES }, (_unused, v) => v).filter((v) => (bits & (1 << v)) !== 0),
);

describe('Bdd', () => {
  test('two formulas are one node exactly where their truth tables are equal', () => {
    fc.assert(
      fc.property(formula, formula, (a, b) => {
        const bdd = new Bdd();
        const equal = assignments.every((truths) => holds(a, truths) === holds(b, truths));
        expect(build(bdd, a) === build(bdd, b)).toBe(equal);
      }),
    );
  });

  test('a solution is one', () => {
    fc.assert(
      fc.property(formula, (f) => {
        const bdd = new Bdd();
        const node = build(bdd, f);
        const solvable = assignments.some((truths) => holds(f, truths));
        expect(node !== FALSE).toBe(solvable);
        if (solvable) expect(holds(f, bdd.solution(node))).toBe(true);
      }),
    );
  });

  test('as many variables as there may be overflow no stack', () => {
    const bdd = new Bdd();
    let all: Fn = TRUE;
    let any: Fn = FALSE;
    // From the last one up: each step puts one node on top.
    for (let v = BDD_LIMITS.variables - 1; v >= 0; v--) {
      all = bdd.and(all, bdd.variable(v));
      any = bdd.or(any, bdd.variable(v));
    }
    expect(bdd.and(all, bdd.not(any))).toBe(FALSE);
    expect(bdd.solution(all)).toHaveLength(BDD_LIMITS.variables);
    expect(bdd.variable(BDD_LIMITS.variables)).toBe(UNDECIDED);
  });

  test('a function without a small diagram is undecided, and so is what is built from it', () => {
    const bdd = new Bdd();
    const pairs = 22;
    let f: Fn = FALSE;
    // All first halves come before all second halves: the diagram must remember every one of them.
    for (let i = 0; i < pairs; i++) f = bdd.or(f, bdd.and(bdd.variable(i), bdd.variable(pairs + i)));
    expect(f).toBe(UNDECIDED);
    expect(bdd.not(f)).toBe(UNDECIDED);
    expect(bdd.and(f, TRUE)).toBe(UNDECIDED);
    expect(bdd.and(f, FALSE)).toBe(FALSE);
  });
});
