/** What becomes of something, for whom. The outcomes of one thing divide all requests among them. */
import type { PolicyRule } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';

export interface Outcome<V> {
  readonly value: V;
  readonly callers: Callers;
  /** What is said that leads to it; none where it is what holds when nobody says anything. */
  readonly rules: readonly PolicyRule[];
}
