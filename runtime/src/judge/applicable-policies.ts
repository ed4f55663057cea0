/** Which policies apply to who asks, at one instant. */
import {
  type AccessRequest,
  type Asker,
  isWithin,
  type Matcher,
  minuteOfDay,
  type PolicyIndex,
} from '../abi.ts';
import { claimMisfit } from './claim-misfit.ts';

/**
 * In order. None for a caller whom only such policies would let in as read what the client says of itself, and none for
 * one whose claims are not what the conditions were compiled for.
 */
export function applicablePolicies(
  matcher: Pick<Matcher, 'claims' | 'windows' | 'policies'>,
  asker: Asker,
  now: number,
): readonly PolicyIndex[] {
  if (claimMisfit(matcher.claims, asker.caller.claims) !== null) return [];
  const inWindow = matcher.windows.map((window) => isWithin(window, minuteOfDay(window.zone, now)));
  const request: AccessRequest = { ...asker, now, inWindow };
  const applicable = [...matcher.policies.keys()].filter((index) =>
    matcher.policies[index]?.applies(request),
  );
  return applicable.some((index) => matcher.policies[index]?.admits) ? applicable : [];
}
