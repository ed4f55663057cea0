/** Names that conditions use already. */
import type { CallerKind } from '@dlpc/runtime/abi';

/** The values of `caller.kind`. */
export const CALLER_KINDS: readonly CallerKind[] = ['human', 'service'];

/** What no group can be called, as a condition could then mean two things. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'caller',
  'task',
  'hint',
  'now',
  ...CALLER_KINDS,
]);
