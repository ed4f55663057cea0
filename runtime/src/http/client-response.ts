/** The client's side of an answer, over HTTP/1.1 and HTTP/2 alike. */
import type { BodyMasker } from '../bodies/masking.ts';
import { type Problem, problemBody } from './problem.ts';

/** The client's side of an answer. */
export interface AnswerClient {
  readonly isOpen: boolean;
  /** `stored`: what may be stored of the body that follows, where it goes on record. */
  head(status: number, headers: readonly (readonly [string, string])[], stored: StoredBody): void;
  /** Sends the head by itself: who waits for what comes one by one wants to know that it will come. */
  flushHead(): void;
  /** False where the client does not keep up. */
  write(piece: Buffer): boolean;
  onceDrained(then: () => void): void;
  /** `last`: the last piece of the body, which may be empty. `trailers`: fields behind the body, which the head has announced. */
  end(last: Buffer, trailers?: readonly (readonly [string, string])[]): void;
  /** Ends it so that no client takes it for whole. `reason`: half a sentence. */
  cut(reason: string): void;
  /** An answer of the proxy's own, whole. `closes`: the connection is not to be used again. */
  problem(problem: Problem, challenges: readonly string[], closes: boolean): void;
}

/** What may be stored of a body: all of it, what is left after masking, or nothing. */
export type StoredBody = 'whole' | BodyMasker | null;

/** What node's two kinds of answers have in common. */
export interface NodeResponse {
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  readonly headersSent: boolean;
  /** `fields`: names and values in turn. */
  writeHead(status: number, fields: string[]): unknown;
  /** Of HTTP/1.1; HTTP/2 sends heads at once. */
  flushHeaders?(): void;
  write(piece: Uint8Array): boolean;
  addTrailers(fields: Readonly<Record<string, string>>): void;
  end(piece: Uint8Array): unknown;
  /** Of HTTP/2. */
  readonly stream?: { close(code: number): void };
  once(event: 'drain' | 'close', then: () => void): unknown;
  destroy(): unknown;
  writeContinue(): void;
}

/** RFC 9113, section 7. */
const INTERNAL_ERROR = 2;

export class ClientResponse implements AnswerClient {
  readonly #response: NodeResponse;

  constructor(response: NodeResponse) {
    this.#response = response;
  }

  get isOpen(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }

  head(status: number, headers: readonly (readonly [string, string])[]): void {
    if (!this.isOpen || this.#response.headersSent) return;
    const fields: string[] = [];
    for (const [name, value] of headers) fields.push(name, value);
    this.#response.writeHead(status, fields);
  }

  flushHead(): void {
    if (this.isOpen) this.#response.flushHeaders?.();
  }

  write(piece: Buffer): boolean {
    return this.isOpen ? this.#response.write(piece) : true;
  }

  onceDrained(then: () => void): void {
    this.#response.once('drain', then);
  }

  end(last: Buffer, trailers: readonly (readonly [string, string])[] = []): void {
    if (!this.isOpen) return;
    if (trailers.length > 0) this.#response.addTrailers(Object.fromEntries(trailers));
    this.#response.end(last);
  }

  cut(): void {
    const { stream } = this.#response;
    if (stream === undefined) this.#response.destroy();
    else stream.close(INTERNAL_ERROR);
  }

  problem(problem: Problem, challenges: readonly string[], closes: boolean): void {
    if (!this.isOpen) return;
    if (this.#response.headersSent) {
      this.cut();
      return;
    }
    const body = problemBody(problem);
    const headers: [string, string][] = [
      ['content-type', 'application/problem+json'],
      ['content-length', String(body.length)],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
    ];
    if (problem.status === 401)
      for (const challenge of challenges) headers.push(['www-authenticate', challenge]);
    if (closes && 'assignSocket' in this.#response) headers.push(['connection', 'close']);
    this.head(problem.status, headers);
    this.#response.end(body);
  }
}
