/** Who asks, with as little said of them as a test needs. */
import type { AccessRequest, Asker, Caller, Claims, Hint, Task } from '@dlpc/runtime/abi';

export const NO_CLAIMS: Claims = { strings: new Map(), ints: new Map(), bools: new Map(), sets: new Map() };
export const NO_TASK: Task = { id: '', name: '', parent: '' };

export type AskerParts = Partial<Omit<Caller, 'claims'>> & {
  readonly claims?: Partial<Claims>;
  readonly task?: Partial<Task>;
  readonly hint?: Hint;
};

/** A service without groups, unless said otherwise. */
export function askerOf({ claims, task, hint, ...caller }: AskerParts = {}): Asker {
  return {
    caller: {
      ...{ sub: 'x', kind: 'service', groups: new Set(), actor: null, ...caller },
      claims: { ...NO_CLAIMS, ...claims },
    },
    task: { ...NO_TASK, ...task },
    hint: hint ?? { applicationName: '' },
  };
}

/** What is asked at one instant, outside of all windows. */
export function requestOf(parts: AskerParts = {}, now = Date.UTC(2026, 10, 22)): AccessRequest {
  return { ...askerOf(parts), now, inWindow: [] };
}
