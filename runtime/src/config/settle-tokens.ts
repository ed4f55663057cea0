/** Settles whose own tokens open sessions: keys that are read, and a name that no provider has. */
import type { InferOutput } from 'valibot';
import type { TrustedIssuers } from '../identity/delegation/trusted-issuers.ts';
import type { TokensShape } from './config-file.ts';
import { settlePublicKeys } from './settle-public-keys.ts';
import type { Settling } from './settling.ts';

/** `taken`: names of users under which providers' tokens come. */
export async function settleTokens(
  section: InferOutput<typeof TokensShape> | undefined,
  taken: readonly string[],
  settling: Settling,
): Promise<TrustedIssuers | null> {
  if (section === undefined) return null;
  const { user, audience, maxLifetimeSeconds } = section;
  if (taken.includes(user)) settling.wrong(['tokens', 'user'], 'an identity provider has this user already');
  const keys = await settlePublicKeys(section.keys, ['tokens', 'keys'], settling);
  return { user, audience, maxLifetimeSeconds, keys };
}
