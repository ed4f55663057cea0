/** The matcher that the compiler asks is the module that it emits, as the proxy loads it. */
import type { Matcher } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matcherOf } from '../../../../compiler/src/ask/matcher/matcher-of.ts';
import { sourceContents } from '../../../../compiler/src/bundle/source-contents.ts';
import { emitMatcher } from '../../../../compiler/src/emit/emit-matcher.ts';
import type { IrSource } from '../../../../compiler/src/ir/ir.ts';
import { checkMatcher } from '../../../../runtime/src/bundle/check-matcher.ts';
import { runMatcher } from '../../../../runtime/src/bundle/run-matcher.ts';
import { applicablePolicies } from '../../../../runtime/src/judge/applicable-policies.ts';
import { irSource } from '../../emit/arbitrary-ir.ts';
import { arbitraryRequest } from '../../support/arbitrary-condition.ts';

/** As the proxy loads it. */
function loaded(ir: IrSource): Matcher {
  const exported = runMatcher(emitMatcher(ir).javascript, 'matcher.js', 10_000);
  if (!exported.ok) throw new Error(exported.problem.message);
  const contents = sourceContents(ir);
  const source = { name: ir.source, kind: 'postgres', matcher: '', schemaFingerprint: '', contents } as const;
  const checked = checkMatcher(exported.value, source, new Set(ir.rules.map(({ file }) => file)));
  if (!checked.ok) throw new Error(checked.problem.message);
  return checked.value;
}

/** All that is no function. */
function dataOf({ policies, windows, ...rest }: Matcher): unknown {
  // The order of windows is the module's own affair.
  return {
    ...rest,
    windows: new Set(windows),
    policies: policies.map(({ applies: _, ...policy }) => policy),
  };
}

test('it holds the same and applies alike', () => {
  let applied = 0;
  fc.assert(
    fc.property(irSource(), fc.array(arbitraryRequest, { minLength: 20, maxLength: 20 }), (ir, requests) => {
      const [made, emitted] = [matcherOf(ir), loaded(ir)];
      expect(dataOf(made)).toEqual(dataOf(emitted));
      for (const asked of requests) {
        const policies = applicablePolicies(emitted, asked, asked.now);
        expect(applicablePolicies(made, asked, asked.now)).toEqual(policies);
        applied += policies.length;
      }
    }),
    { numRuns: 60 },
  );
  expect(applied).toBeGreaterThan(0);
}, 60_000);
