/**
 * The record of one request: what was asked and decided, and what crossed. At the level `everything`, no byte of an answer reaches the client
 * before it is on the disk, and no request that may change something reaches the API before its own entry is; at `metadata`, before they are
 * written.
 */

import { type Problem, problems } from '../../http/problem.ts';
import type {
  AskedRequest,
  CrossingPart,
  RequestRecorder,
  SendingPart,
  SettledApproval,
} from '../../http/request-recorder.ts';
import { approvalData } from '../approval-data.ts';
import type { Definition } from '../journal/entry.ts';
import type { JsonObject } from '../journal/format.ts';
import type { Journal } from '../journal/journal.ts';
import type { Digests } from '../sql/digests.ts';
import type { Visit } from './visit.ts';

export interface HttpRecorderOptions {
  readonly journal: Journal;
  readonly digests: Digests;
  readonly visit: Visit;
  readonly level: 'metadata' | 'everything';
  /** As the log names it. */
  readonly request: string;
  readonly revision: string;
  /** What is told of the operation once in each segment, and whether it may change something. */
  readonly evidenceOf: (
    asked: AskedRequest,
  ) => { readonly told: Definition; readonly writes: boolean } | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
}

export class HttpRecorder implements RequestRecorder {
  readonly everything: boolean;
  readonly #options: HttpRecorderOptions;
  readonly #at: number;
  #number = 0;
  #kept: Promise<boolean> = Promise.resolve(true);
  #bytes = 0;
  #sent = 0;
  #tag = '';
  #isOver = false;

  constructor(options: HttpRecorderOptions) {
    this.#options = options;
    this.#at = options.clock();
    this.everything = options.level === 'everything';
  }

  obstacle(): Problem | null {
    const { failure } = this.#options.journal;
    return failure === null ? null : problems.unrecorded(failure);
  }

  stand(value: string): string {
    return this.#options.digests.of(value);
  }

  approvalSettled(settled: SettledApproval): void {
    const { journal, visit } = this.#options;
    const entry = { kind: 'approval.settled', about: [visit.session], data: approvalData(settled) };
    journal.append(entry, 'along', null);
  }

  asked(asked: AskedRequest): void {
    if (this.#number > 0) return;
    const { journal, visit, request, revision, evidenceOf, now } = this.#options;
    const { method, target, fields, problem, approval, body } = asked;
    this.#number = visit.begin(problem !== null, now());
    const evidence = evidenceOf(asked);
    const data: JsonObject = {
      ...{ n: this.#number, request, method, target, fields, revision },
      ...(problem === null
        ? { decision: 'forward' }
        : {
            ...{ decision: 'deny', sqlstate: String(problem.status), message: problem.message },
            detail: problem.rules.join('; '),
          }),
      ...(approval !== null && { approval }),
    };
    const about = [visit.session, ...(evidence === null ? [] : [evidence.told])];
    const entry = { kind: 'http.asked', about, data, body: this.everything && body !== null ? [body] : [] };
    const isWrite = problem === null && evidence?.writes !== false;
    if (!this.everything || !isWrite) {
      journal.append(entry, 'along', null);
      return;
    }
    this.#kept = new Promise((resolve) => journal.append(entry, 'durable', resolve));
  }

  forwarding(): Promise<boolean> {
    return this.#kept;
  }

  sending({ body, bytes, end }: SendingPart, go: (ok: boolean) => void): void {
    const { journal, visit } = this.#options;
    this.#sent += bytes;
    if (!this.everything) {
      go(true);
      return;
    }
    const data = { n: this.#number, ...(end !== null && { end: { ...end }, bytes: this.#sent }) };
    journal.append({ kind: 'http.sent', about: [visit.session], data, body }, 'durable', go);
  }

  crossing({ head, body, bytes, end }: CrossingPart, go: (ok: boolean) => void): void {
    const { journal, visit, clock, now } = this.#options;
    if (this.#isOver) {
      go(false);
      return;
    }
    this.#bytes += bytes;
    if (head !== null) this.#tag = `${head.status} ${head.mediaType}`.trim();
    if (end !== null) {
      this.#isOver = true;
      visit.over(now());
    }
    if (!this.everything && end === null) {
      go(true);
      return;
    }
    const milliseconds = Math.round((clock() - this.#at) * 100) / 100;
    const ending =
      end === null
        ? {}
        : {
            ...{ rows: 0, bytes: this.#bytes, milliseconds },
            end: end.cut === null ? { kind: 'complete', tag: this.#tag } : { kind: 'cut', reason: end.cut },
          };
    journal.append(
      {
        kind: this.everything ? 'http.crossed' : 'http.answered',
        about: [visit.session],
        data: { answers: [{ n: this.#number, ...ending }] },
        body,
      },
      this.everything ? 'durable' : 'written',
      go,
    );
  }
}
