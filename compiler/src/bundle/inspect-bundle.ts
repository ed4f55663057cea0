/**
 * Reads a bundle from a directory and verifies all that can be verified without running it: manifest, digests, signature.
 * What the matchers do is not looked at; the proxy holds them against the manifest when it loads them.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { type BundleManifest, MANIFEST_FILE, SIGNATURE_FILE } from '@dlpc/runtime/abi';
import type { Host, ReadFailure } from '../host/host.ts';
import { joinPath } from '../host/paths.ts';
import { readManifest } from './read-manifest.ts';
import { isSignatureOf, readSignature } from './read-signature.ts';
import { keyId } from './signing-key.ts';

export type InspectHost = Pick<Host, 'kindOf' | 'listExactly' | 'readExactly'>;

/** A bundle whose files are those of its manifest. */
export interface InspectedBundle {
  readonly manifest: BundleManifest;
  /** Null where nobody signed. */
  readonly signature: { readonly key: string; readonly isVerified: boolean } | null;
}

export type Inspection =
  | { readonly ok: true; readonly bundle: InspectedBundle }
  /** A sentence; `isThere` says whether there is a bundle to speak of. */
  | { readonly ok: false; readonly isThere: boolean; readonly message: string };

const MANIFEST_BYTES = 8 * 1024 * 1024;
const SIGNATURE_BYTES = 1024;
const MOST_ENTRIES = 40_000;

/** Inspects the bundle in `directory`. With a key, it must have signed the bundle. Rejects with what the host rejects with. */
export async function inspectBundle(
  host: InspectHost,
  directory: string,
  key: KeyObject | null,
): Promise<Inspection> {
  const kind = await host.kindOf(directory);
  if (kind !== 'directory') {
    const what = kind === 'none' ? 'there is no such directory' : 'it is a file';
    return { ok: false, isThere: false, message: `\`${directory}\` is no bundle: ${what}` };
  }
  const bytes = await host.readExactly(joinPath(directory, MANIFEST_FILE), MANIFEST_BYTES);
  if (!bytes.ok) return withoutManifest(directory, bytes.failure);
  const signature = await inspectSignature(host, directory, bytes.bytes, key);
  if (!signature.ok) return signature;
  const reading = readManifest(bytes.bytes);
  if (!reading.ok) return unsound(reading.message);
  const problem = await differenceOf(host, directory, reading.manifest);
  if (problem !== null) return unsound(problem);
  return { ok: true, bundle: { manifest: reading.manifest, signature: signature.signature } };
}

/** Without a manifest nothing says that this ever was a bundle; one that cannot be read is in the way of a bundle. */
function withoutManifest(directory: string, { kind, reason }: ReadFailure): Inspection {
  if (kind !== 'missing') return unsound(`\`${MANIFEST_FILE}\` cannot be read: ${reason}`);
  return {
    ok: false,
    isThere: false,
    message: `\`${directory}\` is no bundle: it has no \`${MANIFEST_FILE}\``,
  };
}

async function inspectSignature(
  host: InspectHost,
  directory: string,
  manifest: Uint8Array,
  key: KeyObject | null,
): Promise<
  { readonly ok: true; readonly signature: InspectedBundle['signature'] } | (Inspection & { ok: false })
> {
  const bytes = await host.readExactly(joinPath(directory, SIGNATURE_FILE), SIGNATURE_BYTES);
  if (!bytes.ok) {
    if (bytes.failure.kind !== 'missing')
      return unsound(`\`${SIGNATURE_FILE}\` cannot be read: ${bytes.failure.reason}`);
    return key === null
      ? { ok: true, signature: null }
      : unsound(`the bundle is not signed: it has no \`${SIGNATURE_FILE}\``);
  }
  const signature = readSignature(bytes.bytes);
  if (signature === null) return unsound(`\`${SIGNATURE_FILE}\` is not what \`dlpc\` writes`);
  if (key === null) return { ok: true, signature: { key: signature.key, isVerified: false } };
  if (keyId(key) !== signature.key)
    return unsound(
      `the bundle is signed with the key \`${signature.key}\`, and \`--key\` is \`${keyId(key)}\``,
    );
  return isSignatureOf(manifest, signature, key)
    ? { ok: true, signature: { key: signature.key, isVerified: true } }
    : unsound(
        `\`${SIGNATURE_FILE}\` is no signature of this \`${MANIFEST_FILE}\` by the key \`${signature.key}\``,
      );
}

/** How the directory differs from its manifest; null where it does not. */
async function differenceOf(
  host: InspectHost,
  directory: string,
  manifest: BundleManifest,
): Promise<string | null> {
  const named = new Map(manifest.files.map((file) => [file.path, file]));
  const present = await pathsBelow(host, directory);
  if (typeof present === 'string') return present;
  for (const path of present)
    if (!named.has(path) && path !== MANIFEST_FILE && path !== SIGNATURE_FILE)
      return `\`${path}\` is not named in \`${MANIFEST_FILE}\``;
  for (const { path, bytes, sha256 } of manifest.files) {
    if (!present.has(path)) return `the bundle lacks \`${path}\``;
    const content = await host.readExactly(joinPath(directory, path), bytes);
    const digest = content.ok ? createHash('sha256').update(content.bytes).digest('hex') : null;
    if (digest !== sha256) return `\`${path}\` is not the file that \`${MANIFEST_FILE}\` names`;
    // The digest says it all but for one thing, which the manifest itself can be wrong about.
    if (content.ok && content.bytes.length !== bytes)
      return `\`${path}\` does not have the ${bytes} bytes of \`${MANIFEST_FILE}\``;
  }
  return null;
}

/** All files, with paths as the manifest has them; a sentence where there is what no bundle has. */
async function pathsBelow(host: InspectHost, directory: string): Promise<ReadonlySet<string> | string> {
  const paths = new Set<string>();
  const pending = [''];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    for (const { name, kind } of await host.listExactly(joinPath(directory, parent), MOST_ENTRIES)) {
      const path = parent === '' ? name : `${parent}/${name}`;
      if (kind === 'directory') pending.push(path);
      else if (kind === 'file') paths.add(path);
      else return `\`${path}\` is neither a file nor a directory`;
      if (paths.size + pending.length > MOST_ENTRIES)
        return `the bundle has more than ${MOST_ENTRIES} files and directories`;
    }
  }
  return paths;
}

function unsound(message: string): Inspection & { ok: false } {
  return { ok: false, isThere: true, message };
}
