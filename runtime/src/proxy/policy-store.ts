/**
 * The bundle in force. A new one takes its place whole, between two statements; one that cannot be used changes nothing,
 * and is said to be refused once, not each time it is looked at.
 */
import type { BundleLoadResult, LoadedBundle } from '../bundle/load-bundle.ts';
import { type BundleTrust, TRUST_IN_NOBODY } from '../bundle/trust.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../log/logger.ts';
import { misfits } from './bundle-fitness.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { SequenceMemory } from './sequence-memory.ts';
import { unservedSources } from './unserved-sources.ts';

export type LoadBundle = (directory: string, trust: BundleTrust) => Promise<BundleLoadResult>;

/** What bundles are loaded with. */
export interface BundleSupply {
  readonly loadBundle: LoadBundle;
  readonly sequences: SequenceMemory;
}

export type FitBundleLoading =
  | { readonly ok: true; readonly bundle: LoadedBundle }
  /** Clauses. */
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Loads the configured bundle, and makes sure that it fits the configuration and is not older than one before. */
export async function loadFitBundle(config: Config, supply: BundleSupply): Promise<FitBundleLoading> {
  const loading = await supply.loadBundle(config.bundle, config.trust ?? TRUST_IN_NOBODY);
  if (!loading.ok) return { ok: false, reasons: [loading.problem.message] };
  const { bundle } = loading;
  const objection = await supply.sequences.objection(bundle);
  const reasons = [...misfits(bundle, config), ...(objection === null ? [] : [objection])];
  return reasons.length === 0 ? { ok: true, bundle } : { ok: false, reasons };
}

/** The same, and remembers that it was taken. */
async function takeFitBundle(config: Config, supply: BundleSupply): Promise<FitBundleLoading> {
  const loading = await loadFitBundle(config, supply);
  if (!loading.ok) return loading;
  const objection = await supply.sequences.take(loading.bundle);
  return objection === null ? loading : { ok: false, reasons: [objection] };
}

/** Why nobody vouches for a bundle that is taken all the same, a clause; null where someone does. */
export function unverified(bundle: LoadedBundle, config: Config): string | null {
  if (bundle.signer !== null) return null;
  return config.trust === null
    ? 'the configuration has no `trust`, so whoever can write to the directory of the bundle decides what the policy is'
    : 'the bundle is not signed, and `trust.required` is false';
}

export class PolicyStore {
  readonly #config: Config;
  readonly #supply: BundleSupply;
  readonly #log: Log;
  readonly #onSwap: (bundle: LoadedBundle) => void;
  #bundle: LoadedBundle;
  #refused: string | null = null;

  constructor(
    bundle: LoadedBundle,
    parts: { config: Config; supply: BundleSupply; log: Log; onSwap: (bundle: LoadedBundle) => void },
  ) {
    this.#bundle = bundle;
    this.#config = parts.config;
    this.#supply = parts.supply;
    this.#log = parts.log;
    this.#onSwap = parts.onSwap;
    this.#announce(null);
  }

  get bundle(): LoadedBundle {
    return this.#bundle;
  }

  /** Reads the directory again. Resolves to whether what it holds now is in force. Never rejects. */
  readonly reload = oneAtATime(() => this.#reload());

  async #reload(): Promise<boolean> {
    const loading = await takeFitBundle(this.#config, this.#supply);
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
    const { revision, manifest, signer } = this.#bundle;
    const { compiler, sequence } = manifest;
    this.#log('policy-in-force', { revision, previous, compiler, signer, sequence });
    const unserved = unservedSources(this.#bundle, this.#config);
    if (unserved.length > 0) this.#log('sources-unserved', { revision, sources: unserved.join(', ') });
    if (this.#config.approvals === null && asksForApproval(this.#bundle))
      this.#log('approvals-unavailable', { revision });
    const reason = unverified(this.#bundle, this.#config);
    // Without keys it is so of every bundle, and was said of the first.
    if (reason !== null && (previous === null || this.#config.trust !== null))
      this.#log('policy-unverified', { revision, reason });
  }
}

function asksForApproval({ matchers, httpMatchers }: LoadedBundle): boolean {
  const ofCommands = [...matchers.values()].flatMap(({ relations }) =>
    [...relations.values()].flatMap(({ commands }) => Object.values(commands)),
  );
  const ofRequests = [...httpMatchers.values()].flatMap(({ operations }) =>
    operations.map(({ rules }) => rules),
  );
  return [...ofCommands, ...ofRequests].some((rules) => rules.some(({ effect }) => effect === 'approve'));
}
