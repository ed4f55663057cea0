/** Claims as JSON has them, sorted by their types. */
import type { Claims } from '../abi.ts';

export type ClaimValue = string | number | boolean | readonly string[];

/** Each claim by its own type; whether that is the one that a policy means is the judge's question. */
export function claimsOf(values: Readonly<Record<string, ClaimValue>>): Claims {
  const strings = new Map<string, string>();
  const ints = new Map<string, number>();
  const bools = new Map<string, boolean>();
  const sets = new Map<string, ReadonlySet<string>>();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') strings.set(name, value);
    else if (typeof value === 'number') ints.set(name, value);
    else if (typeof value === 'boolean') bools.set(name, value);
    else sets.set(name, new Set(value));
  }
  return { strings, ints, bools, sets };
}
