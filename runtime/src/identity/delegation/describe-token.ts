/** What a token says, for whoever holds it. Verifies nothing. */
import { decodeJwt, type JWTPayload } from 'jose';
import { readChain } from './chain.ts';

export interface TokenDescription {
  readonly canBeHandedOn: boolean;
  /** The claims of each link, from the issuer's on, without keys. */
  readonly links: readonly JWTPayload[];
}

/** Null for what is no such token. */
export function describeToken(text: string): TokenDescription | null {
  const chain = readChain(text);
  if (chain === null) return null;
  try {
    const links = chain.links.map((link) => {
      const { cnf: _, prev: __, ...claims } = decodeJwt(link);
      return claims;
    });
    return { canBeHandedOn: chain.proof.kind === 'key', links };
  } catch {
    // A link that is no JWT: the whole is no token.
    return null;
  }
}
