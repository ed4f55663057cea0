/** What a provider's metadata says of where people sign in and by which keys it signs. (SAML 2.0 metadata, section 2.4.) The file is trusted as the configuration is. */
import { decoded, readOutline, type XmlElement } from './xml-outline.ts';

export interface IdpMetadata {
  readonly issuer: string;
  readonly entryPoint: string;
  /** PEM. */
  readonly certificates: readonly string[];
}

export type MetadataReading =
  | { readonly ok: true; readonly metadata: IdpMetadata }
  /** A clause. */
  | { readonly ok: false; readonly problem: string };

const LIMITS = { length: 1024 * 1024, elements: 5_000 } as const;
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

export function readIdpMetadata(text: string): MetadataReading {
  // People write comments into such files; nothing in them is signed for us.
  const outline = readOutline(text.replace(/<!--.*?-->/gs, '').trim(), LIMITS);
  if (!outline.ok) return outline;
  const [role, ...others] = outline.elements.filter(({ name }) => name === 'IDPSSODescriptor');
  if (role === undefined || others.length > 0)
    return refuse('it describes not exactly one identity provider');
  const issuer = decoded(role.parent?.attributes.get('entityID') ?? '') ?? '';
  const service = role.children.find(
    ({ name, attributes }) => name === 'SingleSignOnService' && attributes.get('Binding') === REDIRECT,
  );
  const entryPoint = decoded(service?.attributes.get('Location') ?? '') ?? '';
  if (issuer === '' || entryPoint === '')
    return refuse('it names no entity, or no address for HTTP-Redirect');
  const certificates = role.children.filter(isForSigning).flatMap(certificatesIn);
  return certificates.length === 0
    ? refuse('it has no certificate for signing')
    : { ok: true, metadata: { issuer, entryPoint, certificates: [...new Set(certificates)] } };
}

function isForSigning({ name, attributes }: XmlElement): boolean {
  return name === 'KeyDescriptor' && (attributes.get('use') ?? 'signing') === 'signing';
}

function certificatesIn(element: XmlElement): readonly string[] {
  if (element.name !== 'X509Certificate') return element.children.flatMap(certificatesIn);
  const lines = element.text.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return [['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')];
}

function refuse(problem: string): MetadataReading {
  return { ok: false, problem };
}
