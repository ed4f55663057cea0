/** What of one request goes on record, collected on its road and told when it is decided. */

import type { JudgedHead } from './judge-head.ts';
import { describedBody, formOf, readMediaType } from './media-type.ts';
import type { Problem } from './problem.ts';
import type { RequestRecorder, SettledApproval } from './request-recorder.ts';
import type { ApiAccess } from './services.ts';
import { toldBody, toldFields, toldTarget } from './told-request.ts';

/** Longer bodies go on as they come, and are not stored. */
const MAX_STORED = 64 * 1024;

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
    return this.#recorder.everything && length !== null && length <= MAX_STORED;
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
      body: operation === null || body === null ? null : this.#told(body, operation),
    });
  }

  #told(body: Buffer, operation: NonNullable<JudgedHead['operation']>): Buffer | null {
    const isPacked = !/^(?:identity)?$/i.test(this.#headers.get('content-encoding') ?? '');
    const type = readMediaType(this.#headers.get('content-type') ?? '');
    const described = type === null ? null : describedBody(operation.request, type.name);
    if (isPacked || body.length > MAX_STORED || type === null || described === null) return null;
    // What nobody described may be anything.
    if (described.shape === null) return null;
    return toldBody(body, { form: formOf(type), shape: described.shape }, this.#access);
  }
}
