/** Verifies a token link by link, and takes the least over all of them. Fails closed: any doubt refuses the whole token. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import * as v from 'valibot';
import type { Actor, Caller, Task } from '../../abi.ts';
import { claimsOf } from '../claims.ts';
import { ALGORITHM, isProven, LINK_TYPE, linkDigest, ROOT_TYPE, readChain } from './chain.ts';
import { DelegatedIdentity } from './delegated-identity.ts';
import { type LinkClaims, LinkShape, RootShape } from './link-claims.ts';
import type { TrustedIssuers } from './trusted-issuers.ts';

export type ChainVerdict =
  | { readonly ok: true; readonly identity: DelegatedIdentity }
  /** A clause for the log; holds nothing of the token. */
  | { readonly ok: false; readonly problem: string };

/** Clocks of those who hand a token on may go ahead by so many seconds. */
const CLOCK_SKEW_SECONDS = 60;

/** `now` is in milliseconds since 1970. Never rejects. */
export async function verifyToken(text: string, trusted: TrustedIssuers, now: number): Promise<ChainVerdict> {
  const chain = readChain(text);
  if (chain === null) return refuse('it is no token of this kind');
  const [first = '', ...others] = chain.links;
  const root = await signedClaims(first, trusted.keys, ROOT_TYPE, RootShape);
  if (root === null) return refuse('its first link is signed by none of the issuers, or malformed');
  if (root.aud !== trusted.audience) return refuse('it is for another audience');
  if (root.exp - root.iat > trusted.maxLifetimeSeconds)
    return refuse('it lives longer than this proxy allows');

  const links: LinkClaims[] = [];
  let before = { text: first, claims: root as Pick<LinkClaims, 'cnf'> };
  for (const [index, link] of others.entries()) {
    const place = `link ${index + 2}`;
    const holder = holderOf(before.claims);
    const claims = await signedClaims(link, [holder], LINK_TYPE, LinkShape);
    if (claims === null) return refuse(`its ${place} is not signed by whoever held it, or malformed`);
    if (claims.prev !== linkDigest(before.text)) return refuse(`its ${place} was made for another token`);
    links.push(claims);
    before = { text: link, claims };
  }

  // Without this, whoever was handed a narrower token could cut its last links off.
  if (!isProven(chain, holderOf(before.claims)))
    return refuse('links were cut off its end, or its proof is wrong');

  const all = [root, ...links];
  if (all.some(({ iat }) => iat > now / 1000 + CLOCK_SKEW_SECONDS)) return refuse('it begins in the future');
  const exp = Math.min(...all.map((link) => link.exp));
  if (exp * 1000 <= now) return refuse('it has expired');

  const { sub, kind, groups, claims } = root;
  const subject = { sub, kind, groups: new Set(groups), claims: claimsOf(claims) };
  const principals: { caller: Caller; task: Task }[] = [];
  for (const { task, act } of all) {
    const [parent] = principals;
    const actor = actorOf(act) ?? parent?.caller.actor ?? null;
    principals.unshift({ caller: { ...subject, actor }, task: { ...task, parent: parent?.task.name ?? '' } });
  }
  const [holder, ...onBehalfOf] = principals;
  if (holder === undefined) return refuse('it has no link');
  const actors = principals.flatMap(({ caller: { actor } }) => (actor === null ? [] : [actor.sub]));
  const opened = all.flatMap(({ sources }) => (sources === undefined ? [] : [new Set(sources)]));
  return {
    ok: true,
    identity: new DelegatedIdentity({
      ...{ user: trusted.user, expiresAt: new Date(exp * 1000), audience: trusted.audience, ...holder },
      actors: [...new Set(actors)],
      onBehalfOf,
      tokenIds: all.map(({ jti }) => jti),
      opens: (source) => opened.every((names) => names.has(source)),
    }),
  };
}

function actorOf(act: LinkClaims['act']): Actor | null {
  return act === undefined ? null : { sub: act.sub, groups: new Set(act.groups) };
}

function holderOf({ cnf }: Pick<LinkClaims, 'cnf'>): KeyObject {
  return createPublicKey({ key: cnf.jwk, format: 'jwk' });
}

/** Null unless the signature is by one of `keys`, the type is `typ` and the claims have `shape`. */
async function signedClaims<T>(
  link: string,
  keys: readonly KeyObject[],
  typ: string,
  shape: v.GenericSchema<unknown, T>,
): Promise<T | null> {
  for (const key of keys) {
    try {
      const { payload, protectedHeader } = await compactVerify(link, key, { algorithms: [ALGORITHM] });
      if (protectedHeader.typ !== typ) return null;
      const read = v.safeParse(shape, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
      return read.success ? read.output : null;
    } catch {
      // Whatever keeps it from being verified by this key: another may be the one.
    }
  }
  return null;
}

function refuse(problem: string): ChainVerdict {
  return { ok: false, problem };
}
