/** Reads a bundle directory, verifies all of it, and runs its matchers. */
import type { BundleManifest, Matcher } from '../abi.ts';
import type { BundleProblem } from './problem.ts';

/** A bundle all of whose bytes were verified. */
export interface LoadedBundle {
  readonly revision: string;
  readonly manifest: BundleManifest;
  /** By the name of the source. */
  readonly matchers: ReadonlyMap<string, Matcher>;
  /** Text by path as the manifest names it. */
  readonly policySources: ReadonlyMap<string, string>;
}

export type BundleLoadResult =
  | { readonly ok: true; readonly bundle: LoadedBundle }
  | { readonly ok: false; readonly problem: BundleProblem };

/**
 * Loads the bundle in `directory`, or says why not. A bundle that is being replaced while it is read is refused like a
 * tampered one: whoever reloads keeps what it has and tries again.
 */
export async function loadBundle(_directory: string): Promise<BundleLoadResult> {
  throw new Error('loadBundle is being written');
}
