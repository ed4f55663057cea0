/**
 * Adds a link to a token: for a subtask, fewer sources, a shorter life. Needs nobody but whoever holds the token. That it is never more is not trusted to
 * this code: the verifier takes the least over all links, and the judge allows only what each link's task would be allowed.
 */
import { randomUUID } from 'node:crypto';
import { CompactSign, decodeJwt } from 'jose';
import { ALGORITHM, holderPair, LIMITS, LINK_TYPE, linkDigest, readChain, writeChain } from './chain.ts';
import type { LinkClaims } from './link-claims.ts';

export interface Attenuation {
  readonly task: { readonly id: string; readonly name: string };
  /** Who acts from here on; null for who did before. */
  readonly act: LinkClaims['act'] | null;
  /** Names of sources; null for those that the token opens. */
  readonly sources: readonly string[] | null;
  /** Null for as long as the token lives. */
  readonly lifetimeSeconds: number | null;
  /** Whether the new token can be handed on again. */
  readonly canBeHandedOn: boolean;
}

export type Attenuated =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly problem: string };

/** `now` is in milliseconds since 1970. Nothing is verified here, since whoever holds a token need not know its issuer's key. */
export async function attenuateToken(
  token: string,
  { task, act, sources, lifetimeSeconds, canBeHandedOn }: Attenuation,
  now: number,
): Promise<Attenuated> {
  const chain = readChain(token);
  const last = chain?.links.at(-1);
  if (chain === null || last === undefined) return refuse('no issuer of the proxy’s own made it');
  if (chain.proof.kind !== 'key') return refuse('it was made with `--last`');
  if (chain.links.length === LIMITS.links) return refuse(`it has been handed on ${LIMITS.links - 1} times`);
  const { exp } = decodeJwt(last);
  if (exp === undefined) return refuse('its last link has no end');
  const iat = Math.floor(now / 1000);
  if (exp <= iat) return refuse('it has expired');

  const { key, jwk } = holderPair();
  const claims = {
    ...{ prev: linkDigest(last), task, jti: randomUUID(), iat, cnf: { jwk } },
    exp: lifetimeSeconds === null ? exp : Math.min(exp, iat + lifetimeSeconds),
    ...(sources !== null && { sources }),
    ...(act !== null && { act }),
  };
  const link = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: ALGORITHM, typ: LINK_TYPE })
    .sign(chain.proof.key);
  const text = writeChain([...chain.links, link], key, canBeHandedOn);
  return text.length > LIMITS.text ? refuse('it would become too long') : { ok: true, token: text };
}

function refuse(problem: string): Attenuated {
  return { ok: false, problem };
}
