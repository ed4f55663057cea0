/**
 * The text of a token that can be handed on: `dlpt1~LINK~LINK~…~PROOF`. Each link is a signed JWT (RFC 7519, RFC 7515 compact). The first is signed by
 * an issuer whom the proxy trusts; each names a public key in `cnf` (RFC 7800), whose private half signs the next.
 *
 * PROOF shows that nothing was cut off the end: whoever was handed a token with two links holds the text of the first, and must not be able to use it
 * alone. It is either the private key of the last link, with which its holder can add another; or, for a token that cannot be handed on, a signature
 * made with that key over all that stands before it.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** Whoever holds a token hands on less than that; a bound on what a stranger can have us verify. */
export const LIMITS = { links: 8, text: 16 * 1024 } as const;

export const ALGORITHM = 'Ed25519';
/** The first link, and those that narrow it: neither can stand for the other. */
export const ROOT_TYPE = 'dlp-token+jwt';
export const LINK_TYPE = 'dlp-link+jwt';

const PREFIX = 'dlpt1';

export interface Chain {
  /** From the issuer's on; at least one. */
  readonly links: readonly string[];
  readonly proof: Proof;
}

export type Proof =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'seal'; readonly signature: Buffer };

/** Whether a text says that it is such a token. */
export function isOwnToken(text: string): boolean {
  return text.startsWith(`${PREFIX}~`);
}

/** Null for what is no such token. Nothing in it has been verified. */
export function readChain(text: string): Chain | null {
  if (text.length > LIMITS.text) return null;
  const [prefix, ...links] = text.split('~');
  const last = links.pop() ?? '';
  if (prefix !== PREFIX || links.length === 0 || links.length > LIMITS.links) return null;
  if (!links.every((link) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(link))) return null;
  // 32 bytes of a key, or 64 of a signature.
  if (/^[\w-]{43}$/.test(last)) return { links, proof: { kind: 'key', key: privateKey(last) } };
  return /^[\w-]{86}$/.test(last)
    ? { links, proof: { kind: 'seal', signature: Buffer.from(last, 'base64url') } }
    : null;
}

/** `key` is that of the last link; it goes along, or seals. */
export function writeChain(links: readonly string[], key: KeyObject, canBeHandedOn: boolean): string {
  const before = [PREFIX, ...links].join('~');
  const proof = canBeHandedOn
    ? (key.export({ format: 'jwk' }).d ?? '')
    : sign(null, Buffer.from(before), key).toString('base64url');
  return `${before}~${proof}`;
}

/** Whether the proof is by the key that the last link names. */
export function isProven({ links, proof }: Chain, lastHolder: KeyObject): boolean {
  if (proof.kind === 'key') return createPublicKey(proof.key).equals(lastHolder);
  return verify(null, Buffer.from([PREFIX, ...links].join('~')), lastHolder, proof.signature);
}

/** A pair for whoever adds the next link: the private half for the text, the public one for `cnf`. */
export function holderPair(): { readonly key: KeyObject; readonly jwk: JsonWebKey } {
  const { privateKey: key, publicKey } = generateKeyPairSync('ed25519');
  return { key, jwk: publicKey.export({ format: 'jwk' }) };
}

/** What a link says of the one before it, so that it can stand behind no other. */
export function linkDigest(link: string): string {
  return createHash('sha256').update(link).digest('base64url');
}

/** RFC 8410's structure around the 32 bytes of a private key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

function privateKey(seed: string): KeyObject {
  const bytes = Buffer.from(seed, 'base64url');
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, bytes]), format: 'der', type: 'pkcs8' });
}
