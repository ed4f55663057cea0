/** What a change of policies does to somebody. */
import type { PolicyRule } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { SourceWorld } from '../source-world.ts';

/**
 * - `widened`: more can be seen or done than before.
 * - `unordered`: something else than before, of which nobody can say that it is not more; it counts as widened.
 * - `narrowed`: less can be seen or done.
 * - `even`: something else that tells as little as before.
 */
export type Direction = 'widened' | 'unordered' | 'narrowed' | 'even';

export const DIRECTIONS: readonly Direction[] = ['widened', 'unordered', 'narrowed', 'even'];

export type ChangeKind =
  | 'command'
  | 'operation'
  | 'column'
  | 'field'
  | 'filter'
  | 'approval'
  | 'limit'
  | 'alert'
  | 'record'
  | 'declassification'
  | 'label'
  | 'identity';

/** One change to one thing, before changes that are alike come together. */
export interface RawChange {
  readonly kind: ChangeKind;
  readonly direction: Direction;
  /** What the new policies do, as the beginning of a sentence that the subject ends: `permits`, `reveals`. */
  readonly verb: string;
  /** `select on customers`, `customers.ssn` */
  readonly subject: string;
  /** What held, and what holds: `denied`, `allowed`, `hash`. */
  readonly before: string;
  readonly after: string;
  /** To whom; null for what is not about callers. */
  readonly callers: Callers | null;
  readonly rulesBefore: readonly PolicyRule[];
  readonly rulesAfter: readonly PolicyRule[];
}

/** The two sides of one source, in one space. */
export interface WorldPair<World extends PolicyWorld = SourceWorld> {
  readonly before: World;
  readonly after: World;
}
