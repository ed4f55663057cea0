/** Every answer that the proxy gives itself, in one place: problem documents (RFC 9457) with rule and hint. */
import { STATUS_CODES } from 'node:http';

export interface Problem {
  readonly status: number;
  /** One sentence. Holds no value of a request, of an answer or of a secret. */
  readonly message: string;
  /** What would be allowed, where that can be said. */
  readonly hint: string | null;
  /** The rules that say so: policy, file and line. */
  readonly rules: readonly string[];
}

function problem(status: number, message: string, hint: string | null = null): Problem {
  return { status, message, hint, rules: [] };
}

export const problems = {
  framing: (reason: string) => problem(400, `the proxy cannot judge the request: ${reason}`),
  unauthenticated: () =>
    problem(
      401,
      'the request does not prove who you are',
      'Send a token of the identity provider (`Authorization: Bearer …`), or user and password (`Basic`).',
    ),
  identity: (source: string) =>
    problem(403, `the identity does not carry the claims that the policies of ${source} need`),
  issuer: (source: string) => problem(403, `the policies of ${source} are not for tokens of this provider`),
  closedToken: (source: string) => problem(403, `the token does not open ${source}`),
  credentialsUnusable: () =>
    problem(503, 'the proxy cannot read its credentials or revocations, so it lets nobody in'),
  busy: () => problem(503, 'the proxy is at its limits', 'Try again later.'),
  upgrade: () =>
    problem(
      403,
      'the proxy lets no connection become another protocol',
      'No policy can allow it, since no document describes what flows then: ask by requests, or reach the API past the proxy where you may.',
    ),
  expectation: () => problem(417, 'the proxy knows no expectation but `100-continue`'),
  graphql: () =>
    problem(
      403,
      'the proxy cannot judge GraphQL, so it does not pass it',
      'Use the operations of the document.',
    ),
  opaque: (what: 'batch' | 'echo') =>
    what === 'batch'
      ? problem(
          403,
          'the proxy cannot judge the requests within a request, so it does not pass them',
          'Send each of them by itself.',
        )
      : problem(403, "the proxy does not pass TRACE, whose answer holds the proxy's own credential"),
  noBody: (operation: string) => problem(403, `the document describes no body for ${operation}`),
  bodyType: (operation: string) =>
    problem(415, `the document describes no body of this media type for ${operation}`),
  bodyUnjudged: (operation: string) =>
    problem(
      415,
      `the body of ${operation} has fields that you see masked, and the proxy cannot look for them in this form`,
      'Send it as JSON in UTF-8, or as another form that the document describes, without Content-Encoding.',
    ),
  bodyTooLarge: (bytes: number) =>
    problem(413, `a body that must be judged whole has at most ${bytes} bytes`),
  bodySlow: () => problem(408, 'the body of the request came too slowly'),
  bodyFault: (reason: string) => problem(400, `the proxy cannot judge the body of the request: ${reason}`),
  maskedField: (operation: string, name: string) =>
    problem(
      403,
      name === ''
        ? `the body of ${operation} is not what the document describes`
        : `the body of ${operation} has a property ${JSON.stringify(name)} that you do not see as it is`,
      'Leave it out: what you see in its place is a mask, and would be written over the value.',
    ),
  precondition: (operation: string) =>
    problem(
      403,
      `${operation} cannot depend on a version, since you see masked what a version is computed from`,
      'Leave out If-Match and If-Unmodified-Since.',
    ),
  /** `reason`: a clause. */
  unreadable: (reason: string) =>
    problem(403, `nobody can be asked to approve the request: ${reason}`, 'People must be able to read it.'),
  nobodyToAsk: (message: string) =>
    problem(403, message, 'This proxy asks nobody: its configuration has no place for approvals.'),
  /** `reason`: a clause, or nothing. */
  unrecorded: (reason: string) =>
    problem(
      503,
      `the policy wants this on record, and the record cannot be kept${reason === '' ? '' : `: ${reason}`}`,
      'Try again later, or ask the operators of the proxy.',
    ),
  ended: () => problem(401, 'the proof of who asks has ended'),
  budget: (amount: number, unit: string, per: string) =>
    problem(429, `the budget of ${amount} ${unit} per ${per} is used up`),
  upstreamUnreachable: () => problem(502, 'the API cannot be reached'),
  upstreamSlow: () => problem(504, 'the API did not answer in time'),
  upstreamBroken: () => problem(502, 'the answer of the API cannot be read'),
  answerUndescribed: (operation: string) =>
    problem(
      502,
      `the API answered ${operation} with something that its document does not describe, which may hold what you must not see`,
      'Ask the owners of the API to describe the answer.',
    ),
  answerPart: (operation: string) =>
    problem(
      502,
      `the API answered ${operation} with a part of a body that holds fields to mask, which cannot be found in a part`,
      'Ask for all of it, without Range.',
    ),
  /** `others`: media types that the document describes, and that can be masked. */
  answerUnmaskable: (operation: string, others: readonly string[]) =>
    problem(
      502,
      `the answer of ${operation} holds fields to mask in a form that the proxy cannot mask`,
      others.length === 0 ? null : `Ask for ${others.join(' or ')} in Accept.`,
    ),
  answerFault: (reason: string) => problem(502, `the answer of the API cannot be masked: ${reason}`),
  /** In place of an error's own body, which nobody described. */
  errorWithheld: (status: number) =>
    problem(status, 'the API answered with an error, whose text may hold what you must not see'),
  internal: () => problem(500, 'the proxy failed'),
} as const;

/** The body of a problem document; its media type is `application/problem+json`. */
export function problemBody({ status, message, hint, rules }: Problem): Buffer {
  return Buffer.from(
    JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: message,
      ...(hint === null ? {} : { hint }),
      ...(rules.length === 0 ? {} : { rules }),
    }),
  );
}
