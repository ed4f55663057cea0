/**
 * SAML responses as a test wants them, right or wrong, signed without any library: each is written in canonical form from the beginning, so that its digest
 * is that of its own text. (Exclusive XML Canonicalization 1.0; XML Signature.)
 */
import { createHash, createSign, randomBytes } from 'node:crypto';
import type { SamlKeys } from './saml-keys.ts';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

export interface AssertionParts {
  readonly id: string;
  readonly issuer: string;
  /** Empty for none. */
  readonly audience: string;
  readonly recipient: string;
  readonly inResponseTo: string;
  /** Markup, in canonical form. */
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly groups: readonly string[];
  readonly method: string;
  /** Seconds from now. */
  readonly issued: number;
  readonly notBefore: number;
  readonly notOnOrAfter: number;
  readonly confirmedUntil: number;
  /** Null for none. */
  readonly sessionEnds: number | null;
}

export type Algorithm = 'sha256' | 'sha1' | 'sha512';

const SIGNATURE_METHODS: Readonly<Record<Algorithm, string>> = {
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  sha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  sha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
};
const DIGEST_METHODS: Readonly<Record<Algorithm, string>> = {
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
};

export const newId = (): string => `_${randomBytes(16).toString('hex')}`;

const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** An assertion in canonical form, without its signature, which belongs behind the issuer. */
export function assertionText(parts: AssertionParts): string {
  const { id, issuer, audience, recipient, inResponseTo, groups, sessionEnds } = parts;
  const restriction =
    audience === ''
      ? ''
      : `<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction>`;
  const session = sessionEnds === null ? '' : ` SessionNotOnOrAfter="${at(sessionEnds)}"`;
  const values = groups.map((group) => `<saml:AttributeValue>${group}</saml:AttributeValue>`).join('');
  return [
    `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${id}" IssueInstant="${at(parts.issued)}" Version="2.0">`,
    `<saml:Issuer>${issuer}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="${parts.nameIdFormat}">${parts.nameId}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${parts.method}">`,
    `<saml:SubjectConfirmationData InResponseTo="${inResponseTo}" NotOnOrAfter="${at(parts.confirmedUntil)}" Recipient="${recipient}"></saml:SubjectConfirmationData>`,
    '</saml:SubjectConfirmation></saml:Subject>',
    `<saml:Conditions NotBefore="${at(parts.notBefore)}" NotOnOrAfter="${at(parts.notOnOrAfter)}">${restriction}</saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at(parts.issued)}"${session}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    groups.length === 0
      ? ''
      : `<saml:AttributeStatement><saml:Attribute Name="groups">${values}</saml:Attribute></saml:AttributeStatement>`,
    '</saml:Assertion>',
  ].join('');
}

/** The signature of a text in canonical form whose element has this ID. */
export function signatureOf(
  canonical: string,
  {
    key,
    algorithm = 'sha256',
    reference,
  }: { readonly key: string; readonly algorithm?: Algorithm; readonly reference?: string },
): string {
  const id = reference ?? /ID="([^"]+)"/.exec(canonical)?.[1] ?? '';
  const digest = createHash(algorithm).update(canonical).digest('base64');
  const transforms = [`${DSIG}enveloped-signature`, 'http://www.w3.org/2001/10/xml-exc-c14n#']
    .map((one) => `<ds:Transform Algorithm="${one}"></ds:Transform>`)
    .join('');
  const info = (namespace: string) =>
    [
      `<ds:SignedInfo${namespace}><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>`,
      `<ds:SignatureMethod Algorithm="${SIGNATURE_METHODS[algorithm]}"></ds:SignatureMethod>`,
      `<ds:Reference URI="#${id}"><ds:Transforms>${transforms}</ds:Transforms>`,
      `<ds:DigestMethod Algorithm="${DIGEST_METHODS[algorithm]}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
    ].join('');
  const value = createSign(algorithm)
    .update(info(` xmlns:ds="${DSIG}"`))
    .sign(key, 'base64');
  return `<ds:Signature xmlns:ds="${DSIG}">${info('')}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
}

/** The same with a signature behind its issuer. */
export function signed(canonical: string, keys: SamlKeys, algorithm: Algorithm = 'sha256'): string {
  return canonical.replace('</saml:Issuer>', `$&${signatureOf(canonical, { key: keys.key, algorithm })}`);
}

export interface ResponseParts {
  readonly issuer: string;
  readonly destination: string;
  readonly inResponseTo: string;
  readonly status?: string;
  readonly id?: string;
}

/** A response around an assertion; in canonical form where that is. */
export function responseText(
  assertion: string,
  { issuer, destination, inResponseTo, status = 'Success', id = newId() }: ResponseParts,
): string {
  return [
    `<samlp:Response xmlns:samlp="${PROTOCOL}" Destination="${destination}" ID="${id}" InResponseTo="${inResponseTo}" IssueInstant="${at(0)}" Version="2.0">`,
    `<saml:Issuer xmlns:saml="${ASSERTION}">${issuer}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"></samlp:StatusCode></samlp:Status>`,
    assertion,
    '</samlp:Response>',
  ].join('');
}
