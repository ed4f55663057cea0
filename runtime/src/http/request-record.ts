/** What of one request goes on record, collected on its road and told when it is decided. */

import type { Readable } from 'node:stream';
import type { JudgedHead } from './judge-head.ts';
import { type BodyForm, describedBody, formOf, readMediaType } from './media-type.ts';
import type { Problem } from './problem.ts';
import { recordedBody } from './recorded-body.ts';
import type { RequestRecorder, SettledApproval } from './request-recorder.ts';
import type { ApiAccess } from './services.ts';
import { toldBody, toldFields, toldStream, toldTarget } from './told-request.ts';

/** Longer bodies that nobody has to judge go on as they come, and go on record in pieces. */
const MAX_AT_ONCE = 64 * 1024;

export class RequestRecord {
  readonly #recorder: RequestRecorder;
  readonly #access: ApiAccess;
  readonly #method: string;
  readonly #headers: ReadonlyMap<string, string>;
  #judged: JudgedHead | null = null;
  #approval: string | null = null;

  constructor(
    recorder: RequestRecorder,
    access: ApiAccess,
    method: string,
    headers: ReadonlyMap<string, string>,
  ) {
    this.#recorder = recorder;
    this.#access = access;
    this.#method = method;
    this.#headers = headers;
  }

  judged(judged: JudgedHead): void {
    this.#judged = judged;
  }

  /** People were asked, and it waits no more. */
  settled(told: SettledApproval): void {
    this.#approval = told.outcome === 'approved' ? told.approval : null;
    this.#recorder.approvalSettled(told);
  }

  /** Whether a body of so many bytes should be there when the request goes on. */
  wantsBody(length: number | null): boolean {
    return this.#recorder.everything && length !== null && length <= MAX_AT_ONCE;
  }

  /** It does not go on; or it went on already, and this is answered in place of the API. */
  refused(problem: Problem): void {
    this.#tell(problem, null);
  }

  /** Whether it may go on now. `body`: null where there is none, or where it streams. */
  forwards(body: Buffer | null): Promise<boolean> {
    this.#tell(null, body);
    return this.#recorder.forwarding();
  }

  /** A body that goes on as it comes, behind {@link forwards}. `onUnkept` is called where its record cannot be kept. */
  streams(body: Readable, onUnkept: () => void): Readable {
    if (!this.#recorder.everything) return body;
    const described = this.#described();
    const stored = described === null ? null : toldStream(described, this.#access);
    return recordedBody(body, this.#recorder, stored, onUnkept);
  }

  #tell(problem: Problem | null, body: Buffer | null): void {
    const stand = (value: string) => this.#recorder.stand(value);
    const { operation = null, target = null, rules = [] } = this.#judged ?? {};
    const access = this.#access;
    const isReadable = operation !== null && target !== null;
    this.#recorder.asked({
      ...{ method: this.#method, operation, rules, problem, approval: this.#approval },
      // Which of its parts are labelled values, only the operation tells.
      target: isReadable ? toldTarget(operation, target, access, stand, problem !== null) : null,
      fields: operation === null ? [] : toldFields(operation, this.#headers, access, stand, problem !== null),
      body: body === null ? null : this.#told(body),
    });
  }

  #told(body: Buffer): Buffer | null {
    const described = this.#described();
    return described === null ? null : toldBody(body, described, this.#access);
  }

  /** Null for a body of which nothing can be stored: packed, or what nobody described, which may be anything. */
  #described(): { readonly form: BodyForm; readonly shape: number } | null {
    const operation = this.#judged?.operation ?? null;
    const isPacked = !/^(?:identity)?$/i.test(this.#headers.get('content-encoding') ?? '');
    const type = readMediaType(this.#headers.get('content-type') ?? '');
    if (isPacked || type === null || operation === null) return null;
    const shape = describedBody(operation.request, type.name)?.shape ?? null;
    return shape === null ? null : { form: formOf(type), shape };
  }
}
