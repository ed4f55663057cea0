/** Whether two policy sets decide everything alike, for everyone and at any time. */
import { canonicalJson } from '@dlpc/runtime/abi';
import { comparePolicies } from '../../analyses/diff/compare-policies.ts';
import type { IrSource } from '../../ir/ir.ts';
import type { CompileResult } from '../../pipeline.ts';

/** Exact, but where conditions are too many to compare: then it is false. */
export function isEquivalent(a: CompileResult, b: CompileResult): boolean {
  const [before, after] = [a.sources ?? [], b.sources ?? []];
  if (canonicalJson(before.map(withoutPlaces)) === canonicalJson(after.map(withoutPlaces))) return true;
  // Tests ask of databases alone: a change of an API is one that no test could notice.
  const changes = comparePolicies(
    { program: a.checked.program, sources: before, apis: [] },
    { program: b.checked.program, sources: after, apis: [] },
  );
  // A label that makes no difference to what anybody sees decides nothing.
  return changes.every(({ kind }) => kind === 'label');
}

/** Where a rule stands, and which of several that say the same it is, does not count. */
function withoutPlaces({ rules: _, ...source }: IrSource): unknown {
  return JSON.parse(JSON.stringify(source, (key, value: unknown) => (key === 'rule' ? 0 : value)));
}
