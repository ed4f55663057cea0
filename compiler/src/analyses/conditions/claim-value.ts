/** How a condition reads a field that may be absent: with a value behind `??` that counts where it is. */

/** What is asked of a field: whether it is one of some values, and what then counts for an identity without it. */
export interface Reading {
  /** As a policy writes it: `caller.claims.level`. */
  readonly field: string;
  /** As a policy writes it; null for a field that always has a value. */
  readonly otherwise: string | null;
}

/** `caller.sub`, `(caller.claims.level ?? 0)` */
export function readingText({ field, otherwise }: Reading): string {
  return otherwise === null ? field : `(${field} ?? ${otherwise})`;
}

/** Where a field is absent: it then is whatever stands behind `??`. `one` and `other` are two values of it. */
export function absenceText(field: string, one: string, other: string, isAbsent: boolean): string {
  const both = `(${field} ?? ${one}) == ${one} and (${field} ?? ${other}) == ${other}`;
  return isAbsent ? `(${both})` : `not (${both})`;
}
