/**
 * Asks about records in a thread of its own, so that no client of the proxy waits while a segment is read and no more memory is taken than the thread
 * may have. The thread is there while it is asked; what takes too long ends with it.
 */
import { Worker } from 'node:worker_threads';
import type { AnswerTo, RecordsQuestion } from './questions.ts';
import type { ThreadData } from './reader-thread.ts';

/** Questions at a time; they are answered one after the other. */
const MAX_WAITING = 16;
const ANSWER_MILLISECONDS = 60_000;
const IDLE_MILLISECONDS = 60_000;
const HEAP_MEGABYTES = 256;

/** Why there is no answer: a clause. */
export class RecordsUnavailable extends Error {
  override readonly name = 'RecordsUnavailable';
}

/** Beside its source as beside what was built. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './reader-thread.ts' : './reader-thread.js',
  import.meta.url,
);

interface Waiting {
  readonly question: RecordsQuestion;
  answered(answer: unknown): void;
  failed(problem: RecordsUnavailable): void;
}

export class RecordsReader {
  readonly #data: ThreadData;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(data: ThreadData) {
    this.#data = data;
  }

  /** Rejects with {@link RecordsUnavailable}. */
  ask<Q extends RecordsQuestion>(question: Q): Promise<AnswerTo<Q>> {
    const { promise, resolve, reject } = Promise.withResolvers<AnswerTo<Q>>();
    if (this.#waiting.length >= MAX_WAITING) reject(new RecordsUnavailable('too much is asked at a time'));
    else {
      // What the thread answers is an answer to this question: both are this program.
      const answered = (answer: unknown): void => resolve(answer as AnswerTo<Q>);
      this.#waiting.push({ question, answered, failed: reject });
      if (this.#waiting.length === 1) this.#next();
    }
    return promise;
  }

  /** What waits has no answer any more. */
  async close(): Promise<void> {
    for (const { failed } of this.#waiting.splice(0)) failed(new RecordsUnavailable('the proxy ends'));
    await this.#endThread();
  }

  #next(): void {
    clearTimeout(this.#timer);
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#timer = setTimeout(() => void this.#endThread(), IDLE_MILLISECONDS).unref();
      return;
    }
    this.#timer = setTimeout(() => this.#giveUp('it takes too long'), ANSWER_MILLISECONDS).unref();
    this.#worker ??= this.#begin();
    this.#worker.postMessage(first.question);
  }

  #begin(): Worker {
    const worker = new Worker(THREAD, {
      workerData: this.#data,
      // Nothing of the environment, which may hold secrets, is a matter of who reads records.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    worker.unref();
    worker.on('message', (message: { ok: true; answer: unknown } | { ok: false; reason: string }) => {
      const first = this.#waiting.shift();
      if (message.ok) first?.answered(message.answer);
      else first?.failed(new RecordsUnavailable(message.reason));
      this.#next();
    });
    worker.on('error', (error) => this.#giveUp(error.message));
    return worker;
  }

  /** What was being answered has no answer; the next one is asked of another thread. */
  #giveUp(reason: string): void {
    void this.#endThread();
    this.#waiting.shift()?.failed(new RecordsUnavailable(reason));
    this.#next();
  }

  async #endThread(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = null;
    worker?.removeAllListeners().on('error', () => undefined);
    await worker?.terminate();
  }
}
