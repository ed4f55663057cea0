/** Answers that say what is wrong, as problem documents (RFC 9457). One catalog: kinds are a promise to programs. */

export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is malformed' },
  'not-signed-in': { status: 401, title: 'The request says nobody who may ask' },
  forbidden: { status: 403, title: 'This is not yours to do' },
  'cross-origin': { status: 403, title: 'A web page of another origin may not ask here' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'wrong-method': { status: 405, title: 'This cannot be done with that method' },
  settled: { status: 409, title: 'It is settled already' },
  'already-agreed': { status: 409, title: 'You have agreed to it already' },
  'too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The body is not JSON' },
  'wrong-host': { status: 421, title: 'This listener does not answer under that name' },
  'too-many-attempts': { status: 429, title: 'Too many failed attempts to sign in' },
  'internal-error': { status: 500, title: 'The proxy failed to answer' },
  unavailable: { status: 503, title: 'This cannot be done now' },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

export interface Problem {
  readonly kind: ProblemKind;
  /** A sentence; null where the title says it all. */
  readonly detail: string | null;
  /** Further members of the document. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export function problem(kind: ProblemKind, detail: string | null = null): Problem {
  return { kind, detail };
}

export function problemAnswer({ kind, detail, members = {}, headers = {} }: Problem): Answer {
  const { status, title } = PROBLEMS[kind];
  const document = {
    type: `urn:dlp-proxy:problem:${kind}`,
    title,
    status,
    ...(detail !== null && { detail }),
    ...members,
  };
  return { status, type: 'application/problem+json', body: `${JSON.stringify(document)}\n`, headers };
}

export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

export function textAnswer(body: string, status = 200, type = 'text/plain; charset=utf-8'): Answer {
  return { status, type, body };
}
