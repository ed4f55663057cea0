/** What must be there before the proxy starts, besides its configuration: a bundle that fits it, and credentials. */
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';
import { type CredentialReading, readCredentials } from '../identity/read-credentials.ts';
import { problemText } from '../json-file/problem.ts';
import type { ProxyParts } from './parts.ts';
import { type BundleSupply, loadFitBundle } from './policy-store.ts';

export type GroundLoading =
  | {
      readonly ok: true;
      readonly bundle: LoadedBundle;
      readonly credentials: CredentialReading & { readonly ok: true };
    }
  /** Sentences with the file that each is about; of bundle and credentials alike. */
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Loads both, and says everything that is wrong with either. */
export async function loadGround(
  config: Config,
  parts: ProxyParts,
  supply: BundleSupply,
): Promise<GroundLoading> {
  const [bundle, credentials] = await Promise.all([
    loadFitBundle(config, supply),
    readCredentials(config.credentials, parts.readFile),
  ]);
  if (bundle.ok && credentials.ok) return { ok: true, bundle: bundle.bundle, credentials };
  const reasons = [
    ...(bundle.ok ? [] : bundle.reasons.map((reason) => `${config.bundle}: ${reason}`)),
    ...(credentials.ok
      ? []
      : credentials.problems.map((problem) => problemText(config.credentials, problem))),
  ];
  return { ok: false, reasons };
}
