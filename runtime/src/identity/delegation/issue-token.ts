/** Makes the first link of a token: who holds it, for what, and until when. */
import { createHash, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import { ALGORITHM, holderPair, ROOT_TYPE, writeChain } from './chain.ts';
import type { RootClaims } from './link-claims.ts';

export interface TokenGrant
  extends Pick<RootClaims, 'aud' | 'sub' | 'kind' | 'groups' | 'claims' | 'task' | 'act'> {
  /** Names of sources; null for all. */
  readonly sources: readonly string[] | null;
  readonly lifetimeSeconds: number;
}

/** `issuer` is a private Ed25519 key; `now` milliseconds since 1970. The text is a secret. */
export async function issueToken(
  { sources, lifetimeSeconds, ...grant }: TokenGrant,
  issuer: KeyObject,
  now: number,
): Promise<string> {
  const { key, jwk } = holderPair();
  const iat = Math.floor(now / 1000);
  const claims = {
    ...{ ...grant, jti: randomUUID(), iat, exp: iat + lifetimeSeconds, cnf: { jwk } },
    ...(sources !== null && { sources }),
  };
  const link = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: ALGORITHM, typ: ROOT_TYPE, kid: keyId(createPublicKey(issuer)) })
    .sign(issuer);
  return writeChain([link], key, true);
}

/** The first 32 hexadecimal digits of the SHA-256 of a public key as SubjectPublicKeyInfo in DER. */
export function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 32);
}
