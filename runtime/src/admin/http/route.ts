/** One thing that can be asked of the admin listener by somebody who signed in. */
import type { Identity } from '../../identity/identity.ts';
import type { Answer } from './problem.ts';

export interface Asked {
  readonly who: Identity;
  /** What the groups of the path matched; empty where one matched nothing. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  /** JSON of any shape; null where the method has none. */
  readonly body: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Matches the whole path. */
  readonly path: RegExp;
  answer(asked: Asked): Answer | Promise<Answer>;
}
