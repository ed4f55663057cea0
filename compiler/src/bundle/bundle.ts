/** A bundle in memory: what {@link writeBundle} puts into a directory. */
import type { BundleManifest } from '@dlpc/runtime/abi';

export interface Bundle {
  readonly manifest: BundleManifest;
  /** Content by path within the bundle, the manifest among them, ordered by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}
