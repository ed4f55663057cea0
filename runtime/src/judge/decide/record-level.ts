/** How much goes on record of callers under a set of policies: the strictest that one of them asks for. */
import type { PolicyEntry, RecordLevel } from '../../abi.ts';
import type { PolicySet } from './decide.ts';

const LEVELS: readonly RecordLevel[] = ['none', 'metadata', 'everything'];

export function recordLevelOf(
  policies: readonly PolicyEntry[],
  applicable: Pick<PolicySet, 'has'>,
): RecordLevel {
  return policies.reduce<RecordLevel>(
    (strictest, { record }, index) =>
      applicable.has(index) && LEVELS.indexOf(record ?? 'none') > LEVELS.indexOf(strictest)
        ? (record ?? 'none')
        : strictest,
    'none',
  );
}
