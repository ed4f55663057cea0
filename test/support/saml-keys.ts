/** Keys of SAML providers for tests, made with openssl; kept by nobody. */
import { execFileSync } from 'node:child_process';

export interface SamlKeys {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

export function samlKeys(name = 'idp', bits = 2048): SamlKeys {
  const both = execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', `rsa:${bits}`, '-nodes', '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', '-', '-out', '-'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' },
  );
  const block = (label: string) =>
    new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----\\n`).exec(both)?.[0] ?? '';
  return { key: block('PRIVATE KEY'), cert: block('CERTIFICATE') };
}
