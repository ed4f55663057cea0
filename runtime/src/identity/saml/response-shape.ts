/**
 * What a SAML response must look like before anybody verifies its signature: one assertion where assertions belong, signatures where signatures belong, each of
 * the element around it, by algorithms of a list. Whatever could be wrapped, doubled or hidden is refused by its form. It trusts nothing it reads.
 * (SAML 2.0 core, section 5.4; Somorovsky et al., "On Breaking SAML: Be Whoever You Want to Be", 2012.)
 */
import { readOutline, type XmlElement } from './xml-outline.ts';

export type ShapeReading =
  /** `inResponseTo`: what the response says it answers; nobody has signed that yet. `signed`: whether the response is signed itself. */
  | { readonly ok: true; readonly inResponseTo: string; readonly signed: boolean }
  /** A clause for the log; holds nothing of the response. */
  | { readonly ok: false; readonly problem: string };

const LIMITS = { length: 128 * 1024, elements: 2_000 } as const;
const ID = /^[A-Za-z_][\w.-]{0,255}$/;
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** By the element that names them. SHA-1 is not among them, nor is any secret that both sides know. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  SignatureMethod: [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  ],
  DigestMethod: ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'],
  CanonicalizationMethod: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
  Transform: [
    'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
    'http://www.w3.org/2001/10/xml-exc-c14n#',
  ],
};

export function shapeOf(
  xml: string,
  expected: { readonly consumerUrl: string; readonly issuer: string },
): ShapeReading {
  const outline = readOutline(xml, LIMITS);
  if (!outline.ok) return outline;
  const { root, elements } = outline;
  if (root.name !== 'Response') return refuse('it is no response');
  const problem =
    problemOfIds(elements) ??
    problemOfResponse(root, expected) ??
    problemOfAssertions(root, elements) ??
    problemOfSignatures(root, elements);
  if (problem !== null) return refuse(problem);
  const inResponseTo = root.attributes.get('InResponseTo') ?? '';
  return { ok: true, inResponseTo, signed: root.children.some(({ name }) => name === 'Signature') };
}

/** An identifier names one element, in every spelling of the attribute. */
function problemOfIds(elements: readonly XmlElement[]): string | null {
  const seen = new Set<string>();
  for (const { attributes } of elements)
    for (const [name, value] of attributes) {
      if (!/^(?:\w+:)?id$/i.test(name)) continue;
      if (!ID.test(value)) return 'it has an identifier that is none';
      if (seen.has(value)) return 'it has an identifier twice';
      seen.add(value);
    }
  return null;
}

function problemOfResponse(
  { attributes, children }: XmlElement,
  { consumerUrl, issuer }: { readonly consumerUrl: string; readonly issuer: string },
): string | null {
  if (attributes.get('Version') !== '2.0') return 'it is no message of SAML 2.0';
  const destination = attributes.get('Destination');
  if (destination !== undefined && destination !== consumerUrl) return 'it is meant for another address';
  const issuers = children.filter(({ name }) => name === 'Issuer');
  if (issuers.length > 1 || issuers.some(({ text }) => text.trim() !== issuer))
    return 'it is of another issuer';
  const status = children.filter(({ name }) => name === 'Status');
  const codes = status.flatMap((each) => each.children.filter(({ name }) => name === 'StatusCode'));
  if (status.length !== 1 || codes.length !== 1) return 'it has no status';
  return codes[0]?.attributes.get('Value') === SUCCESS ? null : 'the provider says that nobody signed in';
}

function problemOfAssertions(root: XmlElement, elements: readonly XmlElement[]): string | null {
  if (
    elements.some(
      ({ name }) => name === 'EncryptedAssertion' || name === 'EncryptedID' || name === 'EncryptedData',
    )
  )
    return 'it is encrypted, which is not understood here';
  if (elements.filter(({ name }) => name === 'Response').length !== 1) return 'it has a response inside';
  const assertions = elements.filter(({ name }) => name === 'Assertion');
  if (assertions.length !== 1 || assertions[0]?.parent !== root) return 'it has not exactly one assertion';
  return null;
}

function problemOfSignatures(root: XmlElement, elements: readonly XmlElement[]): string | null {
  const signatures = elements.filter(({ name }) => name === 'Signature');
  const ofAssertion = signatures.filter(({ parent }) => parent?.name === 'Assertion');
  const ofResponse = signatures.filter(({ parent }) => parent === root);
  if (ofAssertion.length === 0) return 'its assertion is not signed';
  if (
    ofAssertion.length !== 1 ||
    ofResponse.length > 1 ||
    signatures.length > ofAssertion.length + ofResponse.length
  )
    return 'it has a signature where none belongs';
  if (elements.some(({ name, parent }) => parent?.name === 'Signature' && name === 'Object'))
    return 'it has an object in a signature';
  for (const signature of signatures) {
    const problem = problemOfSignature(signature);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOfSignature(signature: XmlElement): string | null {
  const infos = signature.children.filter(({ name }) => name === 'SignedInfo');
  const references = infos.flatMap(({ children }) => children.filter(({ name }) => name === 'Reference'));
  const methods = infos.flatMap(({ children }) => children.filter(({ name }) => name === 'SignatureMethod'));
  if (infos.length !== 1 || references.length !== 1 || methods.length !== 1)
    return 'it has a signature of several things, or of none';
  const id = signature.parent?.attributes.get('ID') ?? '';
  if (id === '' || references[0]?.attributes.get('URI') !== `#${id}`)
    return 'it has a signature of something else than what it stands in';
  for (const { name, attributes } of within(signature)) {
    const allowed = ALGORITHMS[name];
    if (allowed !== undefined && !allowed.includes(attributes.get('Algorithm') ?? ''))
      return 'it is signed by an algorithm that is not allowed';
  }
  return null;
}

function within(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(within)];
}

function refuse(problem: string): ShapeReading {
  return { ok: false, problem };
}
