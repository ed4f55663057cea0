/** The channel binding `tls-server-end-point` (RFC 5929, section 4): a hash of the server's certificate. */
import { createHash, type X509Certificate } from 'node:crypto';

/**
 * Hashes `certificate` with the hash function of its signature, or SHA-256 in place of weaker ones. Null where the
 * signature names none (Ed25519, RSA-PSS): then the binding is undefined and must not be offered.
 */
export function endPointBinding(certificate: X509Certificate): Buffer | null {
  const named = /(md5|sha-?(?:1|224|256|384|512))/i.exec(certificate.signatureAlgorithm ?? '');
  if (named === null) return null;
  const name = (named[1] ?? '').toLowerCase().replace('-', '');
  const hash = name === 'md5' || name === 'sha1' ? 'sha256' : name;
  return createHash(hash).update(certificate.raw).digest();
}
