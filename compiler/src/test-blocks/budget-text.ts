/** A budget as a test and a report name it: two that are written the same are one. */
import type { LimitRule } from '@dlpc/runtime/abi';

/** `50000 rows per session` */
export function budgetText({ amount, unit, per }: Pick<LimitRule, 'amount' | 'unit' | 'per'>): string {
  return `${amount} ${unit} per ${per}`;
}
