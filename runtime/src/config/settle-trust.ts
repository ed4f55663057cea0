/** Settles whose bundles are taken: public keys read, each one once, in files that nobody else can change. */
import { relative } from 'node:path';
import type { InferOutput } from 'valibot';
import type { TrustConfig } from './config.ts';
import type { TrustShape } from './config-file.ts';
import { settlePublicKeys } from './settle-public-keys.ts';
import type { Settling } from './settling.ts';

/** Null where there is none; problems are left in `settling`. `bundle` is what stands there, right or not. */
export async function settleTrust(
  section: InferOutput<typeof TrustShape> | undefined,
  bundle: unknown,
  settling: Settling,
): Promise<TrustConfig | null> {
  if (section === undefined) return null;
  const { required, minSequence } = section;
  const keys = await settlePublicKeys(section.keys, ['trust', 'keys'], settling);
  const state = section.state === undefined ? null : settling.absolute(section.state);
  if (state !== null && typeof bundle === 'string' && isInside(state, settling.absolute(bundle))) {
    settling.wrong(['trust', 'state'], 'is inside of the bundle, which is replaced as a whole');
  }
  return { keys, required, minSequence, state };
}

function isInside(file: string, directory: string): boolean {
  // Up, or to another drive, is outside.
  return !/^(\.\.([\\/]|$)|[A-Za-z]:)/.test(relative(directory, file));
}
