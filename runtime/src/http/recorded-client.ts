/** The client's side of an answer that goes on record: what crosses waits, in order, until its record is kept. */
import type { AnswerClient, StoredBody } from './client-response.ts';
import { type Problem, problemBody, problems } from './problem.ts';
import type { RequestRecorder } from './request-recorder.ts';

interface Step {
  readonly head: { readonly status: number; readonly mediaType: string } | null;
  readonly stored: readonly Buffer[];
  readonly bytes: number;
  readonly ends: boolean;
  readonly run: () => void;
}

const NOTHING = Buffer.alloc(0);

/** From so many bytes that wait for the disk on, the API is not read. */
const MAX_WAITING = 1024 * 1024;

export class RecordedClient implements AnswerClient {
  readonly #inner: AnswerClient;
  readonly #recorder: RequestRecorder;
  #stored: StoredBody = null;
  #steps: Step[] = [];
  #waiting = 0;
  #isFull = false;
  #isOver = false;
  #drained: (() => void)[] = [];

  constructor(inner: AnswerClient, recorder: RequestRecorder) {
    this.#inner = inner;
    this.#recorder = recorder;
  }

  get isOpen(): boolean {
    return this.#inner.isOpen && !this.#isOver;
  }

  head(status: number, headers: readonly (readonly [string, string])[], stored: StoredBody): void {
    this.#stored = stored;
    const mediaType = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
    this.#take({
      ...{ head: { status, mediaType }, stored: [], bytes: 0, ends: false },
      run: () => this.#inner.head(status, headers, stored),
    });
  }

  flushHead(): void {
    this.#take({ head: null, stored: [], bytes: 0, ends: false, run: () => this.#inner.flushHead() });
  }

  write(piece: Buffer): boolean {
    this.#take({
      ...{ head: null, stored: this.#storedOf(piece), bytes: piece.length, ends: false },
      run: () => {
        this.#isFull = !this.#inner.write(piece);
      },
    });
    return this.#waiting < MAX_WAITING && !this.#isFull;
  }

  onceDrained(then: () => void): void {
    this.#drained.push(then);
    this.#relieve();
  }

  /** A record has no trailers; so none cross. */
  end(last: Buffer): void {
    if (last.length > 0) this.write(last);
    const rest = this.#stored === null || this.#stored === 'whole' ? [] : this.#stored.end();
    this.#take({ head: null, stored: rest, bytes: 0, ends: true, run: () => this.#inner.end(NOTHING) });
  }

  /** At once: what waits for its record has not crossed. */
  cut(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#steps = [];
    this.#recorder.crossing({ head: null, body: [], bytes: 0, end: { cut: reason } }, () => undefined);
    this.#inner.cut(reason);
  }

  problem(problem: Problem, challenges: readonly string[], closes: boolean): void {
    const body = problemBody(problem);
    this.#take({
      head: { status: problem.status, mediaType: 'application/problem+json' },
      ...{ stored: [body], bytes: body.length, ends: true },
      run: () => this.#inner.problem(problem, challenges, closes),
    });
  }

  #storedOf(piece: Buffer): readonly Buffer[] {
    if (!this.#recorder.everything || this.#stored === null) return [];
    return this.#stored === 'whole' ? [piece] : this.#stored.push(piece);
  }

  #take(step: Step): void {
    if (this.#isOver) return;
    this.#waiting += step.bytes;
    this.#steps.push(step);
    // At the end of the turn: a short answer is one entry.
    if (this.#steps.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const steps = this.#steps;
    this.#steps = [];
    if (steps.length === 0 || this.#isOver) return;
    const part = {
      head: steps.find(({ head }) => head !== null)?.head ?? null,
      body: steps.flatMap(({ stored }) => stored),
      bytes: steps.reduce((sum, { bytes }) => sum + bytes, 0),
      end: steps.some(({ ends }) => ends) ? { cut: null } : null,
    };
    this.#recorder.crossing(part, (ok) => {
      this.#waiting -= part.bytes;
      if (this.#isOver) return;
      if (ok) for (const { run } of steps) run();
      else this.#refuse();
      this.#relieve();
    });
  }

  /** Nothing crosses whose record could not be kept. */
  #refuse(): void {
    this.#isOver = true;
    this.#inner.problem(problems.unrecorded(''), [], true);
  }

  #relieve(): void {
    if (this.#drained.length === 0 || this.#waiting > 0) return;
    const drained = this.#drained;
    this.#drained = [];
    const go = () => {
      this.#isFull = false;
      for (const then of drained) then();
    };
    if (this.#isFull) this.#inner.onceDrained(go);
    else go();
  }
}
