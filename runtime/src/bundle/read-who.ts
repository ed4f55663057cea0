/**
 * Who sees what by the bundle in a directory, as its compiler found it: for people who look. Signature, manifest and digests are verified as for the
 * policy itself; no matcher is run, and nothing else is read.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type BundleManifest, MANIFEST_FILE, WHO_SUFFIX, type WhoSummary } from '../abi.ts';
import { readBundleFile } from './bundle-directory.ts';
import { BUNDLE_LIMITS } from './limits.ts';
import { parseManifest } from './parse-manifest.ts';
import { done, type Outcome, refuse } from './problem.ts';
import { type BundleTrust, TRUST_IN_NOBODY } from './trust.ts';
import { verifySignature } from './verify-signature.ts';
import { whoShape } from './who-shape.ts';

export interface Who {
  readonly revision: string;
  /** By source; of one that is not there, the compiler told nothing. */
  readonly summaries: ReadonlyMap<string, WhoSummary>;
}

/** Rejects where the file system does. */
export async function readWho(
  directory: string,
  trust: BundleTrust = TRUST_IN_NOBODY,
): Promise<Outcome<Who>> {
  const bytes = await readBundleFile(directory, MANIFEST_FILE, BUNDLE_LIMITS.manifestBytes);
  if (!bytes.ok) return bytes;
  const signer = await verifySignature(directory, bytes.value, trust, BUNDLE_LIMITS);
  if (!signer.ok) return signer;
  const parsed = parseManifest(bytes.value, BUNDLE_LIMITS);
  if (!parsed.ok) return parsed;
  const summaries = new Map<string, WhoSummary>();
  for (const source of parsed.value.sources) {
    const summary = await readSummary(directory, parsed.value, source);
    if (!summary.ok) return summary;
    if (summary.value !== null) summaries.set(source.name, summary.value);
  }
  return done({ revision: parsed.value.revision, summaries });
}

async function readSummary(
  directory: string,
  { files }: BundleManifest,
  { name, matcher }: BundleManifest['sources'][number],
): Promise<Outcome<WhoSummary | null>> {
  const path = matcher.replace(/\.js$/, WHO_SUFFIX);
  const file = files.find((one) => one.path === path);
  if (file === undefined) return done(null);
  const read = await readBundleFile(directory, path, file.bytes);
  if (!read.ok) return read;
  if (createHash('sha256').update(read.value).digest('hex') !== file.sha256)
    return refuse('wrong-content', `the SHA-256 of \`${path}\` is not that of \`${MANIFEST_FILE}\``);
  const summary = v.safeParse(v.pipe(v.string(), v.parseJson(), whoShape), read.value.toString('utf8'));
  return summary.success && summary.output.source === name
    ? done(summary.output)
    : refuse('wrong-content', `\`${path}\` does not say who sees what of \`${name}\``);
}
