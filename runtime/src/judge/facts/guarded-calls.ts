/** Calls that pass in some statements only. Where nobody looks at the whole statement, as in a view or a default, they do not. */
import type { GuardedCalls } from './facts.ts';

/** The name of one of the functions that are called; null where none is. */
export function firstGuardedCall({ sequences, apart, settings }: GuardedCalls): string | null {
  const [sequence] = sequences;
  if (sequence !== undefined) return FUNCTION_OF[sequence.does];
  return settings.length > 0 ? 'current_setting' : (apart[0]?.name ?? null);
}

const FUNCTION_OF = { draw: 'nextval', recall: 'currval', set: 'setval' } as const;
