/** Whether two policy sets decide everything alike, for everyone and at any time. */
import { canonicalJson } from '@dlpc/runtime/abi';
import { comparePolicies, type PolicySide } from '../../analyses/diff/compare-policies.ts';
import type { IrApi, IrSource } from '../../ir/ir.ts';
import type { CompileResult } from '../../pipeline.ts';

/** Exact, but where conditions are too many to compare: then it is false. */
export function isEquivalent(a: CompileResult, b: CompileResult): boolean {
  const [before, after] = [sideOf(a), sideOf(b)];
  const textOf = ({ sources, apis }: PolicySide) => canonicalJson([...sources, ...apis].map(withoutPlaces));
  if (textOf(before) === textOf(after)) return true;
  const changes = comparePolicies(before, after);
  // A label that makes no difference to what anybody sees decides nothing.
  return changes.every(({ kind }) => kind === 'label');
}

function sideOf({ checked, sources, apis }: CompileResult): PolicySide {
  return { program: checked.program, sources: sources ?? [], apis };
}

/** Where a rule stands, and which of several that say the same it is, does not count. */
function withoutPlaces({ rules: _, ...source }: IrSource | IrApi): unknown {
  return JSON.parse(
    JSON.stringify(source, (key, value: unknown) =>
      key === 'rule' ? 0 : value instanceof Map ? [...value] : value,
    ),
  );
}
