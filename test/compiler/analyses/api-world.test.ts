/** What is shown of values of an API, against what the proxy decides for each caller. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noteOf } from '../../../compiler/src/analyses/access-note.ts';
import { ApiWorld } from '../../../compiler/src/analyses/api/api-world.ts';
import { effectOutcomes } from '../../../compiler/src/analyses/outcomes/effect-outcomes.ts';
import type { Outcome } from '../../../compiler/src/analyses/outcomes/outcome.ts';
import { type Absence, spaceOf } from '../../../compiler/src/analyses/policy-world.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { type PolicySet, policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { FieldView } from '../../../runtime/src/judge-http/field-view.ts';
import { judgeOperation } from '../../../runtime/src/judge-http/judge-request.ts';
import { type Asked, holds } from '../support/arbitrary-condition.ts';
import { arbitraryApi } from './diff/few-apis.ts';
import { REQUESTS } from './diff/few-sources.ts';
import { holdsOf } from './read-note.ts';

/** The policies that apply to somebody who is let in. */
function applicable({ claims, policies }: IrApi, asked: Asked): PolicySet {
  const lacks = claims.some(({ name, optional }) => !optional && !asked.caller.claims.ints.has(name));
  const meets = [...policies.entries()].filter(([, { condition }]) => holds(condition, asked));
  const isLetIn = !lacks && meets.some(([, { admits }]) => admits);
  return policySet(isLetIn ? meets.map(([index]) => index) : []);
}

test('everyone gets the effect and the treatments that the proxy decides on, and each exactly one', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(arbitraryApi, (api) => {
      // Who lacks a required claim is asked about as well: they are refused.
      const claims = api.claims.map((claim) => ({ ...claim, optional: true }));
      const absences = claims.map(
        ({ name, type }): Absence => ({ op: 'is-absent', field: `caller.claims.${name}`, type }),
      );
      const world = new ApiWorld(api, spaceOf([api], absences), absences);
      const told = <V>(outcomes: readonly Outcome<V>[]) =>
        outcomes.map(({ value, callers }) => ({
          value,
          holds: holdsOf({ claims }, noteOf(world, callers, [])),
        }));
      const effects = api.operations.map((operation) => told(effectOutcomes(world, operation.rules)));
      const sights = api.shapes.map((_, shape) => told(world.sightsAt(shape)));
      for (const asked of REQUESTS) {
        const view = new FieldView(api, applicable(api, asked));
        for (const [index, operation] of api.operations.entries()) {
          const { effect } = judgeOperation(operation, applicable(api, asked));
          const found = effects[index]?.filter(({ holds }) => holds(asked)).map(({ value }) => value);
          expect(found).toEqual([effect]);
        }
        for (const [shape, outcomes] of sights.entries()) {
          const treatment = view.treatmentOf(shape);
          const found = outcomes.filter(({ holds }) => holds(asked)).map(({ value }) => value);
          expect(found.map((value) => value?.mask?.name ?? null)).toEqual([treatment?.mask?.name ?? null]);
          expect(found.map((value) => value === null)).toEqual([treatment === null]);
          seen.add(treatment === null ? 'unlabelled' : (treatment.mask?.name ?? 'reveal'));
        }
      }
    }),
    { numRuns: 200 },
  );
  expect([...seen].sort()).toEqual(['hash', 'null', 'redact', 'reveal', 'tokenize', 'unlabelled']);
}, 60_000);
