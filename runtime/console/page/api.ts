/**
 * The admin listener, asked as whoever signed in. What proves that is kept in this page's memory and sent with each request: there is no cookie that
 * another page could ride on, and nothing is left behind when the page closes.
 */

import type { ApprovalDocument } from '@dlpc/runtime/admin/approval-document';

export interface Me {
  readonly subject: string;
  readonly groups: readonly string[];
  readonly mayView: boolean;
}

export interface LiveSession {
  readonly id: string;
  readonly source: string;
  readonly user: string;
  readonly subject: string;
  readonly kind: 'human' | 'service';
  readonly groups: readonly string[];
  readonly task: { readonly id: string; readonly name: string; readonly parent: string };
  readonly application: string;
  readonly address: string;
  readonly startedAt: string;
  readonly endsAt: string;
}

/** What the listener said is wrong (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

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

  /** Who this is, as the proxy knows them. */
  me(): Promise<Me> {
    return this.#ask('/v1/me');
  }

  async sessions(): Promise<readonly LiveSession[]> {
    return (await this.#ask<{ sessions: LiveSession[] }>('/v1/sessions')).sessions;
  }

  async approvals(state: 'open' | 'all'): Promise<readonly ApprovalDocument[]> {
    const { approvals } = await this.#ask<{ approvals: ApprovalDocument[] }>(`/v1/approvals?state=${state}`);
    return approvals;
  }

  /** `reason` null for none; to deny needs one. */
  async decide(id: string, decision: 'approve' | 'deny', reason: string | null): Promise<void> {
    await this.#ask(`/v1/approvals/${encodeURIComponent(id)}/decision`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decision, ...(reason !== null && { reason }) }),
    });
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
