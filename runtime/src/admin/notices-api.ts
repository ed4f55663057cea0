/**
 * What identity providers tell of people who must be let in no more, over HTTP: back-channel logout, and security events by push (RFC 8935). Who tells it is proved
 * by the signature alone; what a stranger sends costs one look, and nothing is kept of it.
 */

import { MAX_AGE_SECONDS, type NoticeKind, readNotice } from '../identity/notices/read-notice.ts';
import type { TokenVerifier } from '../identity/oidc/token-verifier.ts';
import type { Revocation } from '../identity/revocation-file.ts';
import { UsedOnce } from '../identity/used-once.ts';
import { type Answer, jsonAnswer, problem, problemAnswer, textAnswer } from './http/problem.ts';

export const LOGOUT_PATH = '/v1/events/logout';
export const EVENTS_PATH = '/v1/events';
/** Notices that are verified at a time. */
const MAX_VERIFYING = 8;

export interface NoticesParts {
  /** Each provider, and what it knows this receiver by. */
  readonly providers: readonly { readonly verifier: TokenVerifier; readonly audience: string }[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves when it is kept where every process finds it; to why not, a clause. */
  readonly keep: (revocation: Revocation) => Promise<string | null>;
  readonly onTold: (issuer: string, kind: NoticeKind) => void;
  /** Hears why a notice was refused; holds nothing of it. */
  readonly onRefused: (reason: string) => void;
}

export interface NoticesApi {
  tell(kind: NoticeKind, token: string): Promise<Answer>;
}

/** `parts` null: nobody is listened to. */
export function noticesApi(parts: NoticesParts | null): NoticesApi {
  if (parts === null)
    return {
      tell: async () => problemAnswer(problem('not-found', 'The configuration has no `admin.events`.')),
    };
  const used = new UsedOnce(parts.now);
  let verifying = 0;
  return {
    tell: async (kind, token) => {
      if (verifying >= MAX_VERIFYING)
        return problemAnswer({ ...problem('unavailable'), headers: { 'retry-after': '1' } });
      verifying += 1;
      try {
        return await take(kind, token, parts, used);
      } finally {
        verifying -= 1;
      }
    },
  };
}

async function take(
  kind: NoticeKind,
  token: string,
  { providers, now, keep, onTold, onRefused }: NoticesParts,
  used: UsedOnce,
): Promise<Answer> {
  let why = 'no provider is configured whose notices are taken';
  for (const { verifier, audience } of providers) {
    const verified = await verifier.verifyNotice(token, audience);
    const { issuer, clockSkewSeconds: skewSeconds } = verifier.settings;
    const reading = verified.ok ? readNotice(kind, verified, { issuer, skewSeconds, now: now() }) : verified;
    if (!reading.ok) {
      why = reading.problem;
      if (verified.ok) break;
      continue;
    }
    // The same one again is no failure: providers repeat what they got no answer to.
    const until = now() + (MAX_AGE_SECONDS + skewSeconds) * 1000;
    if (used.has(`${issuer}\n${reading.id}`)) return accepted(kind);
    const failed = await keep(reading.revocation);
    if (failed !== null) {
      onRefused(`it cannot be kept: ${failed}`);
      return problemAnswer({ ...problem('unavailable'), headers: { 'retry-after': '5' } });
    }
    used.take(`${issuer}\n${reading.id}`, until);
    onTold(issuer, kind);
    return accepted(kind);
  }
  onRefused(why);
  return refusal(kind);
}

function accepted(kind: NoticeKind): Answer {
  return textAnswer('', kind === 'logout' ? 200 : 202);
}

/** As either protocol has it; what is wrong is for the log. */
function refusal(kind: NoticeKind): Answer {
  return kind === 'logout'
    ? jsonAnswer({ error: 'invalid_request', error_description: 'The logout token is not valid.' }, 400)
    : jsonAnswer({ err: 'invalid_request', description: 'The security event token is not valid.' }, 400);
}
