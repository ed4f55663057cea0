/** What the compiler makes of random policies decides as the interpreter does, whoever asks, and whenever. */
import type { Matcher } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourceContents } from '../../../compiler/src/bundle/source-contents.ts';
import { emitMatcher } from '../../../compiler/src/emit/emit-matcher.ts';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import type { Schema } from '../../../compiler/src/schema/model.ts';
import { checkMatcher } from '../../../runtime/src/bundle/check-matcher.ts';
import { runMatcher } from '../../../runtime/src/bundle/run-matcher.ts';
import { untilSeen } from '../../support/until-seen.ts';
import {
  arbitraryPolicies,
  arbitraryRivals,
  arbitraryStatements,
  FEW_REQUESTS,
  SCHEMA,
} from '../reference/arbitrary-policy.ts';
import { budgetsOf, decide, matcherOf, reasonsOf, treatmentOf } from '../reference/decide.ts';
import { Interpreter } from '../reference/interpreter.ts';
import { type Asked, arbitraryRequest } from '../support/arbitrary-condition.ts';
import { compileWith, compileWithFilters } from '../support/compile-with.ts';

const { schema } = await loadSchema('crm.sql', SCHEMA);
if (schema === null) throw new Error('the schema cannot be read');
const knownSchema: Schema = schema;
const relations = [...knownSchema.relations.values()];

/** With the claims that must be there. */
const asked = arbitraryRequest.map(({ caller, ...rest }): Asked => {
  const bools = new Map([['admin', caller.claims.bools.get('admin') ?? false]]);
  return { ...rest, caller: { ...caller, claims: { ...caller.claims, bools } } };
});

/** Compares all that can be asked of a matcher with what the interpreter says. */
function expectSame(matcher: Matcher, interpreter: Interpreter, requests: readonly Asked[]): void {
  for (const relation of relations)
    for (const asked of requests) {
      const { schema: of, name, columns } = relation;
      for (const action of ['select', 'insert', 'update', 'delete'] as const)
        expect(decide(matcher, asked, of, name, action)).toBe(interpreter.decide(asked, relation, action));
      for (const column of columns)
        expect(treatmentOf(matcher, asked, of, name, column.name)).toBe(
          interpreter.treatments(asked, relation, column.name)[0] ?? null,
        );
    }
}

/** Runs `build` on what random policies are lowered to, and compares. */
function compareRandomPolicies(runs: number, build: (ir: IrSource) => Matcher): void {
  fc.assert(
    fc.property(arbitraryPolicies, fc.array(asked, { minLength: 50, maxLength: 50 }), (text, requests) => {
      const { ast, sources } = compileWith(knownSchema, text);
      const [ir] = sources ?? [];
      fc.pre(ir !== undefined);
      if (ir !== undefined) expectSame(build(ir), new Interpreter([ast], 'crm', knownSchema), requests);
    }),
    { numRuns: runs },
  );
}

/** The same for statements of every kind; `kinds` collects those that applied to somebody. */
async function compareRandomStatements(
  runs: number,
  build: (ir: IrSource) => Matcher,
  kinds: Set<string>,
): Promise<number> {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      arbitraryStatements,
      fc.array(asked, { minLength: 15, maxLength: 15 }),
      async (text, requests) => {
        const { ast, sources } = await compileWithFilters(knownSchema, text);
        const [ir] = sources ?? [];
        fc.pre(ir !== undefined);
        if (ir === undefined) return;
        const [matcher, interpreter] = [build(ir), new Interpreter([ast], 'crm', knownSchema, text)];
        expectSame(matcher, interpreter, requests);
        compared += expectSameReasons(matcher, interpreter, requests, kinds);
      },
    ),
    { numRuns: runs },
  );
  return compared;
}

/** How many decisions were compared, each with all that led to it. */
function expectSameReasons(
  matcher: Matcher,
  interpreter: Interpreter,
  requests: readonly Asked[],
  kinds: Set<string>,
): number {
  let compared = 0;
  for (const asked of requests) {
    expect(budgetsOf(matcher, asked)).toEqual(interpreter.budgets(asked));
    for (const relation of relations)
      for (const action of ['select', 'insert', 'update', 'delete'] as const) {
        const { schema: of, name } = relation;
        const reasons = interpreter.reasons(asked, relation, action);
        expect(reasonsOf(matcher, asked, of, name, action)).toEqual(reasons);
        for (const reason of reasons) kinds.add(reason.split(' ')[1] ?? '');
        expect(decide(matcher, asked, of, name, action, false)).toBe(
          interpreter.decide(asked, relation, action, false),
        );
        compared += 1;
      }
  }
  return compared;
}

test('lowered policies decide as the interpreter does', () => {
  compareRandomPolicies(100, matcherOf);
}, 120_000);

test('so do those with statements of every other kind, for the same reasons', async () => {
  const kinds = new Set<string>();
  // Each kind applies to somebody, or nothing was tested.
  const wanted = ['alert', 'allow', 'approve', 'declassify', 'deny', 'filter'];
  let compared = 0;
  const missing = () => [
    ...wanted.filter((kind) => !kinds.has(kind)),
    ...(compared < 20_000 ? ['20,000 decisions with their reasons'] : []),
  ];
  const some = async () => {
    compared += await compareRandomStatements(80, matcherOf, kinds);
  };
  expect(await untilSeen(some, missing)).toEqual([]);
}, 120_000);

test('so do the modules that are emitted, as the proxy loads them', async () => {
  compareRandomPolicies(25, loadedMatcher);
  await compareRandomStatements(15, loadedMatcher, new Set());
}, 120_000);

/** What the proxy makes of a module that was written and read. */
function loadedMatcher(ir: IrSource): Matcher {
  const exported = runMatcher(emitMatcher(ir).javascript, 'matcher.js', 10_000);
  if (!exported.ok) throw new Error(exported.problem.message);
  const contents = sourceContents(ir);
  const source = {
    name: ir.source,
    kind: 'postgres',
    matcher: '',
    schemaFingerprint: '',
    contents,
  } as const;
  const checked = checkMatcher(exported.value, source, new Set(['p.dlp']));
  if (!checked.ok) throw new Error(checked.problem.message);
  return checked.value;
}

test('a conflict is reported exactly where a caller meets one', () => {
  let [conflicts, none] = [0, 0];
  fc.assert(
    fc.property(arbitraryRivals, (text) => {
      const { ast, diagnostics } = compileWith(knownSchema, text);
      // Of policies with other errors, the interpreter is not to be asked.
      fc.pre(diagnostics.every(({ code, severity }) => severity === 'warning' || code === 'DLP4002'));
      const interpreter = new Interpreter([ast], 'crm', knownSchema);
      const met = relations.some((relation) =>
        relation.columns.some(({ name }) =>
          FEW_REQUESTS.some((asked) => interpreter.treatments(asked, relation, name).length > 1),
        ),
      );
      expect(diagnostics.some(({ code }) => code === 'DLP4002')).toBe(met);
      if (met) conflicts += 1;
      else none += 1;
    }),
    { numRuns: 300 },
  );
  // Both happen, or nothing was tested.
  expect(Math.min(conflicts, none)).toBeGreaterThan(5);
}, 120_000);
