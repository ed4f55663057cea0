/**
 * From what a provider tells of somebody to which tokens open nothing any more. Knows nothing of signatures: what it is given was verified.
 * (OpenID Connect Back-Channel Logout 1.0, section 2.4; RFC 8417; RFC 9493; OpenID CAEP and RISC 1.0.)
 */
import type { Revocation } from '../revocation-file.ts';

/** `logout`: a logout token. `event`: a security event token. */
export type NoticeKind = 'logout' | 'event';

export type NoticeReading =
  | { readonly ok: true; readonly id: string; readonly revocation: Revocation }
  /** A clause that holds nothing of the notice. */
  | { readonly ok: false; readonly problem: string };

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const ENDING = [
  'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  'https://schemas.openid.net/secevent/risc/event-type/account-purged',
  'https://schemas.openid.net/secevent/risc/event-type/credential-compromise',
];
const TYPES: Readonly<Record<NoticeKind, string>> = { logout: 'logout+jwt', event: 'secevent+jwt' };
/** An older one may have been kept by somebody. */
export const MAX_AGE_SECONDS = 600;
const MAX_TEXT = 1_024;

type Members = Readonly<Record<string, unknown>>;

/** `type`: of the token's header. `now`: milliseconds since 1970. */
export function readNotice(
  kind: NoticeKind,
  { payload, type }: { readonly payload: Members; readonly type: string | undefined },
  {
    issuer,
    skewSeconds,
    now,
  }: { readonly issuer: string; readonly skewSeconds: number; readonly now: number },
): NoticeReading {
  const { iat, jti, events, nonce } = payload;
  const typed = type?.toLowerCase().replace(/^application\//, '');
  // Logout tokens need no type of their own; security events do, or an ID token could be taken for one.
  if (typed !== TYPES[kind] && !(kind === 'logout' && (typed === undefined || typed === 'jwt')))
    return refuse('it is of another type');
  if (nonce !== undefined) return refuse('it has a nonce, as only ID tokens have');
  if (!isText(jti)) return refuse('it has no identifier');
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return refuse('it does not say when it was issued');
  const age = now / 1000 - iat;
  if (age > MAX_AGE_SECONDS || age < -skewSeconds) return refuse('it is too old, or not issued yet');
  if (!isObject(events)) return refuse('it tells of no events');
  const told = Object.entries(events);
  const known = kind === 'logout' ? [LOGOUT] : ENDING;
  const [event] = told.filter(([name]) => known.includes(name));
  if (event === undefined || told.length !== 1 || !isObject(event[1]))
    return refuse('it tells of no event that ends anything, or of several');
  const subject = kind === 'logout' ? namedBy(payload) : subjectOf(payload, event[1], issuer);
  if (subject === null) return refuse('it does not say of whom, in a way that is understood');
  // Times of tokens are whole seconds: one of the very second is among those that end.
  const issuedBefore = new Date((Math.floor(iat) + 1) * 1000).toISOString();
  return { ok: true, id: jti, revocation: { issuer, ...subject, issuedBefore } };
}

type Subject = Pick<Revocation, 'sub' | 'session'>;

/** A logout token names a subject, a session, or both. */
function namedBy({ sub, sid }: Members): Subject | null {
  if ((sub !== undefined && !isText(sub)) || (sid !== undefined && !isText(sid))) return null;
  if (sub === undefined && sid === undefined) return null;
  return { ...(isText(sub) && { sub }), ...(isText(sid) && { session: sid }) };
}

/** `sub_id` of the token, `subject` of the event, or plain `sub`. */
function subjectOf({ sub, sub_id: whole }: Members, { subject }: Members, issuer: string): Subject | null {
  const identifier = whole ?? subject;
  if (identifier === undefined) return isText(sub) ? { sub } : null;
  if (!isObject(identifier)) return null;
  const { format, iss, sub: named, id, user, session } = identifier;
  if (format === 'iss_sub') return iss === issuer && isText(named) ? { sub: named } : null;
  if (format === 'opaque') return isText(id) ? { sub: id } : null;
  if (format !== 'complex' || !isObject(user)) return null;
  const person = subjectOf({ sub_id: user }, {}, issuer);
  if (person === null || session === undefined) return person;
  return isObject(session) && session.format === 'opaque' && isText(session.id)
    ? { ...person, session: session.id }
    : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As the file of revocations takes them. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT && /^\P{Cc}*$/u.test(value);
}

function refuse(problem: string): NoticeReading {
  return { ok: false, problem };
}
