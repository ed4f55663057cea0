/**
 * The bundle in force. A new one takes its place whole, between two statements; one that cannot be used changes nothing,
 * and is said to be refused once, not each time it is looked at.
 */
import type { BundleLoadResult, LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../log/logger.ts';
import { misfits } from './bundle-fitness.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type LoadBundle = (directory: string) => Promise<BundleLoadResult>;

export type FitBundleLoading =
  | { readonly ok: true; readonly bundle: LoadedBundle }
  /** Clauses. */
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Loads the configured bundle, and makes sure that it fits the configuration. */
export async function loadFitBundle(config: Config, loadBundle: LoadBundle): Promise<FitBundleLoading> {
  const loading = await loadBundle(config.bundle);
  if (!loading.ok) return { ok: false, reasons: [loading.problem.message] };
  const reasons = misfits(loading.bundle, config);
  return reasons.length === 0 ? { ok: true, bundle: loading.bundle } : { ok: false, reasons };
}

export class PolicyStore {
  readonly #config: Config;
  readonly #loadBundle: LoadBundle;
  readonly #log: Log;
  readonly #onSwap: (bundle: LoadedBundle) => void;
  #bundle: LoadedBundle;
  #refused: string | null = null;

  constructor(
    bundle: LoadedBundle,
    parts: { config: Config; loadBundle: LoadBundle; log: Log; onSwap: (bundle: LoadedBundle) => void },
  ) {
    this.#bundle = bundle;
    this.#config = parts.config;
    this.#loadBundle = parts.loadBundle;
    this.#log = parts.log;
    this.#onSwap = parts.onSwap;
    this.#announce(null);
  }

  /** Reads the directory again. Resolves to whether what it holds now is in force. Never rejects. */
  readonly reload = oneAtATime(() => this.#reload());

  async #reload(): Promise<boolean> {
    const loading = await loadFitBundle(this.#config, this.#loadBundle);
    if (!loading.ok) {
      this.#refuse(loading.reasons.join('; '));
      return false;
    }
    this.#refused = null;
    if (loading.bundle.revision !== this.#bundle.revision) {
      const previous = this.#bundle.revision;
      this.#bundle = loading.bundle;
      this.#onSwap(loading.bundle);
      this.#announce(previous);
    }
    return true;
  }

  #refuse(reason: string): void {
    if (reason === this.#refused) return;
    this.#refused = reason;
    const directory = this.#config.bundle;
    this.#log('policy-refused', { directory, reason, revision: this.#bundle.revision });
  }

  #announce(previous: string | null): void {
    const { revision, manifest } = this.#bundle;
    this.#log('policy-in-force', { revision, previous, compiler: manifest.compiler });
  }
}
