/**
 * The admin listener, asked as whoever signed in. What proves that is kept in this page's memory and sent with each request: there is no cookie that
 * another page could ride on, and nothing is left behind when the page closes.
 */

import type { WhoTable } from '@dlpc/runtime/abi';
import type { ApprovalDocument } from '@dlpc/runtime/admin/approval-document';
import type { Me, ShownSession } from '@dlpc/runtime/admin/operators';
import type { Health, PolicyList } from '@dlpc/runtime/admin/proxy-api';
import type {
  DecisionsOverTime,
  FoundStatement,
  RecordedSessions,
  RecordedTimeline,
  RecordsVerification,
  ReplayPage,
} from '@dlpc/runtime/records/reader/recorded';

/** What the listener said is wrong (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

export class Api {
  readonly #authorization: string;

  private constructor(authorization: string) {
    this.#authorization = authorization;
  }

  static byPassword(user: string, password: string): Api {
    const bytes = new TextEncoder().encode(`${user}:${password}`);
    return new Api(`Basic ${btoa(String.fromCharCode(...bytes))}`);
  }

  static byToken(token: string): Api {
    return new Api(`Bearer ${token}`);
  }

  /** What is called when the proxy does not know who this is any more. */
  onRefused: (() => void) | null = null;

  /** Ends what was begun through a provider; a password or a token of one's own is only forgotten. */
  async signOut(): Promise<void> {
    this.onRefused = null;
    await this.#ask('/v1/sign-in/end', { method: 'POST', headers: JSON_BODY, body: '{}' });
  }

  /** Who this is, as the proxy knows them. */
  me(): Promise<Me> {
    return this.#ask('/v1/me');
  }

  /** What the playground starts with. */
  playground(): Promise<{ readonly question: object }> {
    return this.#ask('/v1/playground');
  }

  async sessions(): Promise<readonly ShownSession[]> {
    return (await this.#ask<{ sessions: ShownSession[] }>('/v1/sessions')).sessions;
  }

  async approvals(state: 'open' | 'all'): Promise<readonly ApprovalDocument[]> {
    const { approvals } = await this.#ask<{ approvals: ApprovalDocument[] }>(`/v1/approvals?state=${state}`);
    return approvals;
  }

  /** `reason` null for none; to deny needs one. */
  async decide(id: string, decision: 'approve' | 'deny', reason: string | null): Promise<void> {
    await this.#ask(`/v1/approvals/${encodeURIComponent(id)}/decision`, {
      method: 'POST',
      headers: JSON_BODY,
      body: JSON.stringify({ decision, ...(reason !== null && { reason }) }),
    });
  }

  /** `next` of an answer before goes on behind it. */
  recordedSessions(filter: {
    readonly user: string;
    readonly denied: boolean;
    readonly after: string | null;
  }): Promise<RecordedSessions> {
    const query = new URLSearchParams({ denied: String(filter.denied) });
    if (filter.user !== '') query.set('user', filter.user);
    if (filter.after !== null) query.set('after', filter.after);
    return this.#ask(`/v1/records/sessions?${query}`);
  }

  recordedStatements(words: string, denied: boolean): Promise<readonly FoundStatement[]> {
    return this.#ask(`/v1/records/statements?${new URLSearchParams({ q: words, denied: String(denied) })}`);
  }

  timeline(session: string): Promise<RecordedTimeline> {
    return this.#ask(`/v1/records/sessions/${encodeURIComponent(session)}`);
  }

  /** Statements of a session from number `from` on. */
  replay(session: string, from: number): Promise<ReplayPage> {
    return this.#ask(`/v1/records/sessions/${encodeURIComponent(session)}/statements?from=${from}`);
  }

  /** Other rows of the answers to one statement, from number `row` on. */
  rows(session: string, n: number, row: number): Promise<ReplayPage> {
    const query = new URLSearchParams({ from: String(n), only: 'one', row: String(row) });
    return this.#ask(`/v1/records/sessions/${encodeURIComponent(session)}/statements?${query}`);
  }

  /** Of all records where `session` is null. */
  verification(session: string | null): Promise<RecordsVerification> {
    const of = session === null ? '' : `/sessions/${encodeURIComponent(session)}`;
    return this.#ask(`/v1/records${of}/verification`);
  }

  decisions(hours: number): Promise<DecisionsOverTime> {
    return this.#ask(`/v1/records/decisions?hours=${hours}`);
  }

  health(): Promise<Health> {
    return this.#ask('/v1/health');
  }

  policy(): Promise<PolicyList> {
    return this.#ask('/v1/policy');
  }

  whoTable(source: string, table: string): Promise<WhoTable> {
    return this.#ask(`/v1/policy?${new URLSearchParams({ source, table })}`);
  }

  async #ask<T>(path: string, options: RequestInit = {}): Promise<T> {
    const response = await fetch(path, {
      ...options,
      headers: { ...options.headers, authorization: this.#authorization },
      // The listener is asked, and nobody that it might point to.
      redirect: 'error',
      credentials: 'omit',
    });
    const body: unknown = await response.json().catch(() => null);
    if (response.status === 401) this.onRefused?.();
    if (!response.ok) throw new ApiProblem(response.status, sentenceOf(body, response.status));
    return body as T;
  }
}

function sentenceOf(body: unknown, status: number): string {
  const { title, detail } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const parts = [title, detail].filter((part) => typeof part === 'string');
  return parts.length === 0 ? `The proxy answered with ${status}.` : parts.join(': ');
}
