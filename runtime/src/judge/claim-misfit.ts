/** Whether the claims of a caller are those that a policy was compiled for. */
import type { ClaimEntry, Claims } from '../abi.ts';

const MAPS = { string: 'strings', int: 'ints', bool: 'bools', 'set of string': 'sets' } as const;

/**
 * Null where they are; else half a sentence that names the claim and never its value. Claims that the policy does not
 * declare are nobody's concern.
 */
export function claimMisfit(declared: readonly ClaimEntry[], claims: Claims): string | null {
  for (const { name, type, optional } of declared) {
    if (claims[MAPS[type]].has(name)) continue;
    const other = Object.values(MAPS).some((map) => claims[map].has(name));
    if (other) return `the claim \`${name}\` is no ${type}`;
    if (!optional) return `the claim \`${name}\` is missing`;
  }
  return null;
}
