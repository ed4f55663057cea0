/** Whether two policy sets decide everything alike, for everyone and at any time. */
import { canonicalJson } from '@dlpc/runtime/abi';
import type { IrSource } from '../../ir/ir.ts';
import type { CompileResult } from '../../pipeline.ts';

/** False where it cannot be shown. */
export function isEquivalent(a: CompileResult, b: CompileResult): boolean {
  return (
    canonicalJson((a.sources ?? []).map(withoutPlaces)) ===
    canonicalJson((b.sources ?? []).map(withoutPlaces))
  );
}

/** Where a rule stands, and which of several that say the same it is, does not count. */
function withoutPlaces({ rules: _, ...source }: IrSource): unknown {
  return JSON.parse(JSON.stringify(source, (key, value: unknown) => (key === 'rule' ? 0 : value)));
}
