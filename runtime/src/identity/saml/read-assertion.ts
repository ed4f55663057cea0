/**
 * From the bytes of an assertion whose signature was verified to what it says of somebody, held against what this proxy expects: issuer, audience, recipient,
 * what it answers, and times. Knows nothing of signatures. (SAML 2.0 core, section 2; profiles, section 4.1.4.3.)
 */
import type { SamlSettings } from './saml-settings.ts';
import { decoded, onlyChild, readOutline, type XmlElement } from './xml-outline.ts';

export interface Assertion {
  readonly id: string;
  readonly subject: string;
  readonly groups: readonly string[];
  /** Milliseconds since 1970; null where the provider does not end the session. */
  readonly sessionEnd: number | null;
}

export type AssertionReading =
  | { readonly ok: true; readonly assertion: Assertion }
  /** A clause for the log; holds nothing of the assertion. */
  | { readonly ok: false; readonly problem: string };

const LIMITS = { length: 128 * 1024, elements: 2_000 } as const;
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
/** Of an assertion from its issue: one that is taken for longer could be kept for longer. */
export const MAX_AGE_MILLISECONDS = 3_600_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** `inResponseTo`: the request that it must answer. `now`: milliseconds since 1970. */
export function readAssertion(
  xml: string,
  settings: SamlSettings,
  { inResponseTo, now }: { readonly inResponseTo: string; readonly now: number },
): AssertionReading {
  const outline = readOutline(xml, LIMITS);
  if (!outline.ok) return outline;
  const { root } = outline;
  const skew = settings.clockSkewSeconds * 1000;
  const id = root.attributes.get('ID') ?? '';
  if (root.name !== 'Assertion' || id === '') return refuse('it is no assertion');
  if (textOf(onlyChild(root, 'Issuer')) !== settings.issuer)
    return refuse('its assertion is of another issuer');
  const issued = instant(root, 'IssueInstant');
  if (issued === null || issued > now + skew) return refuse('its assertion was not issued yet');
  if (issued + MAX_AGE_MILLISECONDS + skew <= now) return refuse('its assertion is too old');

  const conditions = onlyChild(root, 'Conditions');
  if (conditions === null) return refuse('its assertion has no conditions');
  const timely = problemOfTimes(conditions, now, skew);
  if (timely !== null) return refuse(timely);
  if (!hasAudience(conditions, settings.entityId)) return refuse('its assertion is for another audience');

  const subject = onlyChild(root, 'Subject');
  const confirmation = (subject?.children ?? []).find(
    (child) =>
      child.name === 'SubjectConfirmation' &&
      child.attributes.get('Method') === BEARER &&
      problemOfConfirmation(child, settings.consumerUrl, inResponseTo, now, skew) === null,
  );
  if (confirmation === undefined)
    return refuse('its assertion is not for this address, this sign-in or this moment');

  const statements = root.children.filter(({ name }) => name === 'AuthnStatement');
  if (statements.length === 0) return refuse('its assertion does not say that anybody signed in');
  const sessionEnds = statements.flatMap((statement) =>
    statement.attributes.has('SessionNotOnOrAfter') ? [instant(statement, 'SessionNotOnOrAfter') ?? 0] : [],
  );
  const sessionEnd = sessionEnds.length === 0 ? null : Math.min(...sessionEnds);
  if (sessionEnd !== null && sessionEnd <= now) return refuse('the session at the provider has ended');

  const named = subjectOf(subject, root, settings.subjectAttribute);
  if (typeof named === 'object') return refuse(named.problem);
  const groups = valuesOf(root, settings.groupsAttribute);
  if (groups === null) return refuse('its groups are no texts');
  return {
    ok: true,
    assertion: { id, subject: named, groups, sessionEnd },
  };
}

function problemOfConfirmation(
  confirmation: XmlElement,
  consumerUrl: string,
  inResponseTo: string,
  now: number,
  skew: number,
): string | null {
  const data = onlyChild(confirmation, 'SubjectConfirmationData');
  if (data === null || !data.attributes.has('NotOnOrAfter')) return 'no end';
  if (decoded(data.attributes.get('Recipient') ?? '') !== consumerUrl) return 'another address';
  if (data.attributes.get('InResponseTo') !== inResponseTo) return 'another sign-in';
  return problemOfTimes(data, now, skew);
}

/** Skewed clocks move both ends; what is no instant is no permission. */
function problemOfTimes(element: XmlElement, now: number, skew: number): string | null {
  const [from, to] = [instant(element, 'NotBefore'), instant(element, 'NotOnOrAfter')];
  if (element.attributes.has('NotBefore') && (from === null || from > now + skew))
    return 'its assertion is not valid yet';
  if (element.attributes.has('NotOnOrAfter') && (to === null || to + skew <= now))
    return 'its assertion is not valid any more';
  return null;
}

/** Each restriction must name it, and there must be one. */
function hasAudience(conditions: XmlElement, audience: string): boolean {
  const restrictions = conditions.children.filter(({ name }) => name === 'AudienceRestriction');
  return (
    restrictions.length > 0 &&
    restrictions.every(({ children }) =>
      children.some((child) => child.name === 'Audience' && textOf(child) === audience),
    )
  );
}

function subjectOf(
  subject: XmlElement | null,
  assertion: XmlElement,
  attribute: string | null,
): string | { readonly problem: string } {
  if (attribute !== null) {
    const [value, ...others] = valuesOf(assertion, attribute) ?? [];
    return value === undefined || others.length > 0
      ? { problem: 'the attribute that names the subject has not exactly one value' }
      : value;
  }
  const nameId = onlyChild(subject, 'NameID');
  if (nameId?.attributes.get('Format') === TRANSIENT)
    return {
      problem: 'its NameID is another one each time; name an attribute, or have the provider send another',
    };
  return textOf(nameId) ?? { problem: 'it names nobody' };
}

/** All values of the attributes of that name; null where one is no text. */
function valuesOf(assertion: XmlElement, attribute: string): readonly string[] | null {
  const values = assertion.children
    .filter(({ name }) => name === 'AttributeStatement')
    .flatMap(({ children }) => children)
    .filter(
      ({ name, attributes }) => name === 'Attribute' && decoded(attributes.get('Name') ?? '') === attribute,
    )
    .flatMap(({ children }) => children.filter(({ name }) => name === 'AttributeValue'))
    .map(textOf);
  return values.every((value) => value !== null) ? values : null;
}

/** What an element says that holds text alone; null for any other. */
function textOf(element: XmlElement | null): string | null {
  if (element === null || element.children.length > 0) return null;
  const text = decoded(element.text)?.trim() ?? '';
  return text === '' ? null : text;
}

/** Milliseconds since 1970; null for what is none. All times of SAML are UTC. (SAML 2.0 core, section 1.3.3.) */
function instant(element: XmlElement | null, name: string): number | null {
  const text = element?.attributes.get(name) ?? '';
  const milliseconds = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

function refuse(problem: string): AssertionReading {
  return { ok: false, problem };
}
