/** Reads a bundle directory, verifies all of it, and runs its matchers. `docs/bundle.md` describes what a bundle is. */
import { type BundleManifest, type HttpMatcher, MANIFEST_FILE, type Matcher } from '../abi.ts';
import { listFiles, readBundleFile } from './bundle-directory.ts';
import { checkHttpMatcher } from './check-http-matcher.ts';
import { checkMatcher } from './check-matcher.ts';
import { BUNDLE_LIMITS, type BundleLimits } from './limits.ts';
import { parseManifest } from './parse-manifest.ts';
import { type BundleProblem, done, type Outcome, refuse } from './problem.ts';
import { runMatcher } from './run-matcher.ts';
import { type BundleTrust, TRUST_IN_NOBODY } from './trust.ts';
import { verifyFiles } from './verify-files.ts';
import { verifySignature } from './verify-signature.ts';

/** A bundle all of whose bytes were verified against its manifest, and that against its signature if there is a signer. */
export interface LoadedBundle {
  readonly revision: string;
  readonly manifest: BundleManifest;
  /** Name of the key that vouches for all of it; null where no signature was verified. */
  readonly signer: string | null;
  /** Of databases, by the name of the source. */
  readonly matchers: ReadonlyMap<string, Matcher>;
  /** Of APIs, by the name of the source. */
  readonly httpMatchers: ReadonlyMap<string, HttpMatcher>;
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
export async function loadBundle(
  directory: string,
  trust: BundleTrust = TRUST_IN_NOBODY,
  limits: BundleLimits = BUNDLE_LIMITS,
): Promise<BundleLoadResult> {
  try {
    const loaded = await load(directory, trust, limits);
    return loaded.ok ? { ok: true, bundle: loaded.value } : loaded;
  } catch (error) {
    const reason = fileSystemReason(error);
    if (reason === null) throw error;
    return refuse('unreadable', `the bundle \`${directory}\` cannot be read: ${reason}`);
  }
}

async function load(
  directory: string,
  trust: BundleTrust,
  limits: BundleLimits,
): Promise<Outcome<LoadedBundle>> {
  const bytes = await readBundleFile(directory, MANIFEST_FILE, limits.manifestBytes);
  if (!bytes.ok) return bytes;
  // Before a single byte of it is understood.
  const signer = await verifySignature(directory, bytes.value, trust, limits);
  if (!signer.ok) return signer;
  const parsed = parseManifest(bytes.value, limits);
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;
  const present = await listFiles(directory, 2 * limits.files);
  if (!present.ok) return present;
  const files = await verifyFiles(directory, manifest, present.value);
  if (!files.ok) return files;
  const matchers = loadMatchers(manifest, files.value, limits);
  if (!matchers.ok) return matchers;
  return done({
    revision: manifest.revision,
    manifest,
    signer: signer.value,
    ...matchers.value,
    policySources: textsBelow('policies/', files.value),
  });
}

function loadMatchers(
  { sources }: BundleManifest,
  files: ReadonlyMap<string, Buffer>,
  limits: BundleLimits,
): Outcome<Pick<LoadedBundle, 'matchers' | 'httpMatchers'>> {
  const paths = new Set(files.keys());
  const matchers = new Map<string, Matcher>();
  const httpMatchers = new Map<string, HttpMatcher>();
  for (const source of sources) {
    const script = files.get(source.matcher)?.toString('utf8') ?? '';
    const exported = runMatcher(script, source.matcher, limits.matcherMilliseconds);
    if (!exported.ok) return exported;
    if (source.kind === 'http') {
      const checked = checkHttpMatcher(exported.value, source, paths);
      if (!checked.ok) return checked;
      httpMatchers.set(source.name, checked.value);
    } else {
      const checked = checkMatcher(exported.value, source, paths);
      if (!checked.ok) return checked;
      matchers.set(source.name, checked.value);
    }
  }
  return done({ matchers, httpMatchers });
}

function textsBelow(folder: string, files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, string> {
  const below = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(below.map(([path, content]) => [path, content.toString('utf8')]));
}

/** What the file system said; null for an error that is not its own. */
function fileSystemReason(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  switch (error.code) {
    case 'ENOENT':
      return 'it changed while it was read';
    case 'ENOTDIR':
      return 'it is not a directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    default:
      return String(error.code);
  }
}
