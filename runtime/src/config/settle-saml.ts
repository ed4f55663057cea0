/** Settles a SAML provider: where people are sent, by which keys its responses are verified, and for whom they count. */
import { X509Certificate } from 'node:crypto';
import type { InferOutput } from 'valibot';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import { isSecureUrl } from '../identity/oidc/secure-url.ts';
import { type IdpMetadata, readIdpMetadata } from '../identity/saml/idp-metadata.ts';
import type { SamlShape } from './admin-file.ts';
import type { SamlConfig } from './config.ts';
import type { Settling } from './settling.ts';

const AT = ['admin', 'saml'] as const;
const MAX_BYTES = 1024 * 1024;
const MIN_BITS = 2_048;

/** `url`: of the admin listener, without a slash at its end. */
export async function settleSaml(
  section: InferOutput<typeof SamlShape>,
  url: string,
  providers: readonly ProviderSettings[],
  settling: Settling,
): Promise<SamlConfig | null> {
  const idp = await settleIdp(section, settling);
  const provider =
    section.provider === undefined ? null : providers.find(({ user }) => user === section.provider);
  if (provider === undefined)
    return settling.wrong(
      [...AT, 'provider'],
      `none of \`identityProviders\` has the user \`${section.provider}\``,
    );
  if (idp === null) return null;
  const { issuer, entryPoint } = idp;
  if (!URL.canParse(entryPoint) || !isSecureUrl(entryPoint))
    settling.wrong(
      [...AT, section.metadata === undefined ? 'entryPoint' : 'metadata'],
      'people would be sent to an address that is no URL with https',
    );
  const certificates = idp.certificates.filter((pem, index) => isUsable(pem, index, section, settling));
  const { responseSigned, subjectAttribute = null, groupsAttribute } = section;
  const { clockSkewSeconds, sessionSeconds, label } = section;
  const entityId = section.entityId ?? `${url}/v1/sign-in/saml/metadata`;
  return {
    label,
    settings: {
      ...{ entityId, consumerUrl: `${url}/v1/sign-in/saml`, issuer, entryPoint, certificates },
      ...{ responseSigned, subjectAttribute, groupsAttribute, clockSkewSeconds, sessionSeconds },
      standsFor:
        provider === null
          ? { issuer, audience: entityId }
          : { issuer: provider.issuer, audience: provider.audience },
    },
  };
}

async function settleIdp(
  { metadata, issuer, entryPoint, certificates: files }: InferOutput<typeof SamlShape>,
  settling: Settling,
): Promise<IdpMetadata | null> {
  if (metadata !== undefined) {
    if (issuer !== undefined || entryPoint !== undefined || files.length > 0)
      return settling.wrong(AT, '`metadata` says what `issuer`, `entryPoint` and `certificates` would');
    const text = await settling.textOf([...AT, 'metadata'], metadata, MAX_BYTES, 'unchangeable');
    const reading = text === null ? null : readIdpMetadata(text);
    if (reading === null || reading.ok) return reading?.metadata ?? null;
    return settling.wrong([...AT, 'metadata'], `the file is no metadata of a provider: ${reading.problem}`);
  }
  if (issuer === undefined || entryPoint === undefined || files.length === 0)
    return settling.wrong(AT, 'needs `metadata`, or `issuer`, `entryPoint` and `certificates`');
  const certificates: string[] = [];
  for (const [index, file] of files.entries()) {
    const path = [...AT, 'certificates', String(index)];
    const text = await settling.textOf(path, file, MAX_BYTES, 'unchangeable');
    if (text !== null) certificates.push(text);
  }
  return { issuer, entryPoint, certificates };
}

/** Problems and warnings are left in `settling`. */
function isUsable(
  pem: string,
  index: number,
  { metadata }: InferOutput<typeof SamlShape>,
  settling: Settling,
): boolean {
  const path = metadata === undefined ? [...AT, 'certificates', String(index)] : [...AT, 'metadata'];
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    // OpenSSL's own sentences are for those who know its source.
    settling.wrong(path, 'the file holds no certificate in PEM form');
    return false;
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < MIN_BITS) {
    settling.wrong(path, `the certificate is not of an RSA key with at least ${MIN_BITS} bits`);
    return false;
  }
  // The key is pinned; when its certificate ends is for the provider to care.
  if (certificate.validToDate.getTime() < settling.host.now())
    settling.warn(path, `the certificate expired at ${certificate.validToDate.toISOString()}`);
  return true;
}
