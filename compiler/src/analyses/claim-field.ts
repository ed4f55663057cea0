/** A claim as conditions of the intermediate form name it. */
import type { ClaimField } from '../ir/ir.ts';

export function claimField(name: string): ClaimField {
  return `caller.claims.${name}`;
}
