/** Puts a bundle into a directory at once. */
import type { Host } from '../host/host.ts';
import type { Bundle } from './bundle.ts';

export type BundleHost = Pick<Host, 'kindOf' | 'list' | 'writeFile' | 'makeDirectory' | 'rename' | 'remove'>;

export type BundleWriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Replaces `directory` by the bundle. Refuses, by a sentence, a directory that holds anything but a bundle; what the
 * host rejects with goes through.
 */
export async function writeBundle(
  _host: BundleHost,
  _directory: string,
  _bundle: Bundle,
): Promise<BundleWriteResult> {
  throw new Error('writeBundle is being written');
}
