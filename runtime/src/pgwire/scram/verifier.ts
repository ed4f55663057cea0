/**
 * What the server's side of SCRAM-SHA-256 keeps of a password (RFC 5802, section 3; RFC 7677), in the form in which
 * PostgreSQL stores it in pg_authid. Who has it cannot log in with it, but can guess passwords against it.
 */
import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { saslprep } from './saslprep.ts';

const SCRAM_KEY_BYTES = 32;
/** As in PostgreSQL. The verifier says its own count; this is for new ones, and for users that do not exist. */
export const DEFAULT_ITERATIONS = 4096;
/** Beyond this a count is an attack on whoever must compute it. */
export const MAX_ITERATIONS = 10_000_000;
const SALT_BYTES = 16;

export interface ScramVerifier {
  readonly iterations: number;
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

export interface VerifierOptions {
  readonly iterations?: number;
  /** Random where not given. */
  readonly salt?: Uint8Array;
}

/** The verifier of `password` as text: `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`. */
export async function makeScramVerifier(password: string, options: VerifierOptions = {}): Promise<string> {
  const iterations = options.iterations ?? DEFAULT_ITERATIONS;
  const salt = Buffer.from(options.salt ?? randomBytes(SALT_BYTES));
  const { storedKey, serverKey } = scramKeys(await saltedPassword(password, salt, iterations));
  const [salted, stored, server] = [salt, storedKey, serverKey].map((key) => key.toString('base64'));
  return `SCRAM-SHA-256$${iterations}:${salted}$${stored}:${server}`;
}

/** Reads a verifier's text; null where it is none, or one that no client should be asked to answer. */
export function parseScramVerifier(text: string): ScramVerifier | null {
  const match = /^SCRAM-SHA-256\$([1-9][0-9]{0,7}):([^$:]{1,1024})\$([^$:]{1,64}):([^$:]{1,64})$/.exec(text);
  if (match === null) return null;
  const [, count = '', ...encoded] = match;
  const iterations = Number(count);
  const [salt, storedKey, serverKey] = encoded.map(strictBase64);
  if (salt == null || storedKey == null || serverKey == null || iterations > MAX_ITERATIONS) return null;
  if (storedKey.length !== SCRAM_KEY_BYTES || serverKey.length !== SCRAM_KEY_BYTES) return null;
  return { iterations, salt, storedKey, serverKey };
}

/**
 * What an unknown user is shown: the same salt each time, so that it cannot be told from a real one, and keys that no
 * password fits.
 */
export function mockVerifier(user: string, secret: Uint8Array): ScramVerifier {
  const derive = (purpose: string) => createHmac('sha256', secret).update(`${purpose}\0${user}`).digest();
  return {
    iterations: DEFAULT_ITERATIONS,
    salt: derive('salt').subarray(0, SALT_BYTES),
    storedKey: derive('stored key'),
    serverKey: derive('server key'),
  };
}

/** PBKDF2 over the prepared password; the slow part, run outside of the event loop. */
export function saltedPassword(password: string, salt: Uint8Array, iterations: number): Promise<Buffer> {
  return promisify(pbkdf2)(saslprep(password), salt, iterations, SCRAM_KEY_BYTES, 'sha256');
}

export function scramKeys(salted: Buffer): { clientKey: Buffer; storedKey: Buffer; serverKey: Buffer } {
  const clientKey = hmac(salted, 'Client Key');
  return { clientKey, storedKey: sha256(clientKey), serverKey: hmac(salted, 'Server Key') };
}

export function hmac(key: Uint8Array, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

export function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Of two keys of the same length. */
export function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}

/** The bytes that `text` encodes; null where it is not exactly how an encoder would write them. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
