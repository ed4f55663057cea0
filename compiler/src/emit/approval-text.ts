/** Who must agree, as an object literal. */
import type { Approval } from '@dlpc/runtime/abi';
import { textsText } from './literal.ts';

/** `{ by, people, within }`, or `null`. */
export function approvalText(approval: Approval | null): string {
  if (approval === null) return 'null';
  return `{ by: ${textsText(approval.by)}, people: ${approval.people}, within: ${approval.within} }`;
}
