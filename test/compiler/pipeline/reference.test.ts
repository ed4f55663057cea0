/** What the compiler makes of random policies decides as the interpreter does, for every caller that there can be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { arbitraryPolicies, arbitraryRivals, SCHEMA } from '../reference/arbitrary-policy.ts';
import { decide, matcherOf, treatmentOf } from '../reference/decide.ts';
import { Interpreter } from '../reference/interpreter.ts';
import { allCallers } from '../support/arbitrary-condition.ts';
import { compileWith } from '../support/compile-with.ts';

const { schema } = await loadSchema('crm.sql', SCHEMA);
if (schema === null) throw new Error('the schema cannot be read');
const relations = [...schema.relations.values()];

test('compiled policies decide as the interpreter does', () => {
  let compared = 0;
  fc.assert(
    fc.property(arbitraryPolicies, (text) => {
      const { ast, sources } = compileWith(schema, text);
      const [ir] = sources ?? [];
      fc.pre(ir !== undefined);
      if (ir === undefined) return;
      compared += 1;
      const matcher = matcherOf(ir);
      const interpreter = new Interpreter([ast], 'crm', schema);
      for (const relation of relations)
        for (const caller of allCallers) {
          for (const action of ['select', 'insert', 'update', 'delete'] as const)
            expect(decide(matcher, caller, relation.schema, relation.name, action)).toBe(
              interpreter.decide(caller, relation, action),
            );
          for (const { name } of relation.columns)
            expect(treatmentOf(matcher, caller, relation.schema, relation.name, name)).toBe(
              interpreter.treatments(caller, relation, name)[0] ?? null,
            );
        }
    }),
    { numRuns: 100 },
  );
  expect(compared).toBe(100);
}, 120_000);

test('a conflict is reported exactly where a caller meets one', () => {
  let [conflicts, none] = [0, 0];
  fc.assert(
    fc.property(arbitraryRivals, (text) => {
      const { ast, diagnostics } = compileWith(schema, text);
      // Of policies with other errors, the interpreter is not to be asked.
      fc.pre(diagnostics.every(({ code, severity }) => severity === 'warning' || code === 'DLP4002'));
      const interpreter = new Interpreter([ast], 'crm', schema);
      const met = relations.some((relation) =>
        relation.columns.some(({ name }) =>
          allCallers.some((caller) => interpreter.treatments(caller, relation, name).length > 1),
        ),
      );
      expect(diagnostics.some(({ code }) => code === 'DLP4002')).toBe(met);
      if (met) conflicts += 1;
      else none += 1;
    }),
    { numRuns: 100 },
  );
  // Both happen, or nothing was tested.
  expect(Math.min(conflicts, none)).toBeGreaterThan(5);
}, 120_000);
