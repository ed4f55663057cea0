/**
 * Puts a bundle into a directory so that whoever reads it sees the old one or the new one: written beside it, then moved
 * into its place. A file system moves no directory over another, so for a moment there is none; a reader meets that, or
 * files of two bundles, with the digests of the manifest, and tries again.
 */
import { MANIFEST_FILE, SIGNATURE_FILE } from '@dlpc/runtime/abi';
import type { Host } from '../host/host.ts';
import { dirname, joinPath, normalize } from '../host/paths.ts';
import type { Bundle } from './bundle.ts';

export type BundleHost = Pick<Host, 'kindOf' | 'list' | 'writeFile' | 'makeDirectory' | 'rename' | 'remove'>;

export type BundleWriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What a bundle directory holds at most. */
const ENTRIES: ReadonlySet<string> = new Set([MANIFEST_FILE, SIGNATURE_FILE, 'matchers', 'policies']);

/**
 * Replaces `directory` by the bundle. Refuses, by a sentence, a directory that holds anything but a bundle; what the
 * host rejects with goes through.
 */
export async function writeBundle(
  host: BundleHost,
  directory: string,
  bundle: Bundle,
): Promise<BundleWriteResult> {
  const target = normalize(directory);
  const refusal = await refusalOf(host, target);
  if (refusal !== null) return { ok: false, message: refusal };
  const next = hiddenBeside(target, 'next');
  const previous = hiddenBeside(target, 'previous');
  // What a run that was cut short has left.
  await host.remove(next);
  try {
    await writeFiles(host, next, bundle);
    await replace(host, target, next, previous);
  } catch (error) {
    await host.remove(next);
    throw error;
  }
  await host.remove(previous);
  return { ok: true };
}

/** Beside the target, for only within one file system can a directory be moved at once. */
function hiddenBeside(target: string, role: string): string {
  return joinPath(dirname(target), `.${nameOf(target)}.dlpc-${role}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function refusalOf(host: BundleHost, target: string): Promise<string | null> {
  const name = nameOf(target);
  if (name === '' || name === '.' || name === '..')
    return `a bundle needs a directory of its own, which \`${target}\` is not`;
  const kind = await host.kindOf(target);
  if (kind === 'none') return null;
  if (kind === 'file') return `\`${target}\` is a file, where the directory of the bundle should be`;
  const entries = await host.list(target);
  const stranger = entries.find((entry) => !ENTRIES.has(entry.name));
  if (stranger !== undefined)
    return `\`${target}\` holds \`${stranger.name}\`, which is no part of a bundle, and would be lost`;
  const isBundle = entries.length === 0 || entries.some((entry) => entry.name === MANIFEST_FILE);
  return isBundle
    ? null
    : `\`${target}\` holds files but no \`${MANIFEST_FILE}\`: it is no bundle, and would be lost`;
}

async function writeFiles(host: BundleHost, directory: string, bundle: Bundle): Promise<void> {
  await host.makeDirectory(directory);
  for (const [path, content] of bundle.files) {
    const file = joinPath(directory, path);
    await host.makeDirectory(dirname(file));
    await host.writeFile(file, content);
  }
}

async function replace(host: BundleHost, target: string, next: string, previous: string): Promise<void> {
  if ((await host.kindOf(target)) === 'none') {
    await host.rename(next, target);
    return;
  }
  await host.remove(previous);
  await host.rename(target, previous);
  try {
    await host.rename(next, target);
  } catch (error) {
    await host.rename(previous, target);
    throw error;
  }
}
