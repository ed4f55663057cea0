/** What goes on record of requests to one API, and who they are told to be from. */
import type { OperationEntry, RuleIndex } from '../../abi.ts';
import type { AskedRequest, RequestRecorder } from '../../http/request-recorder.ts';
import type { AdmittedCaller, ApiAccess } from '../../http/services.ts';
import type { Identity } from '../../identity/identity.ts';
import { requestEvidence } from '../../judge-http/request-evidence.ts';
import type { Definition } from '../../records/journal/entry.ts';
import type { RecordKeeper } from '../record-keeper.ts';
import { recordedWho } from '../recorded-who.ts';

interface Told {
  readonly told: Definition;
  readonly writes: boolean;
}

export class RequestRecords {
  readonly #keeper: RecordKeeper;
  readonly #source: string;
  /** The same for all requests of callers under the same policies that the same rules decided. */
  readonly #told = new WeakMap<ApiAccess, Map<string, Told>>();

  constructor(keeper: RecordKeeper, source: string) {
    this.#keeper = keeper;
    this.#source = source;
  }

  /** Null where nothing goes on record. */
  of(
    id: string,
    { access, user }: AdmittedCaller,
    identity: Identity,
    address: string,
  ): RequestRecorder | null {
    const { recordLevel: level, revision } = access;
    if (level === 'none') return null;
    const who = {
      ...{ source: this.#source, user, address, application: '' },
      ...recordedWho(identity),
    };
    return this.#keeper.httpRecorder(who, {
      ...{ level, request: id, revision },
      evidenceOf: ({ operation, rules }: AskedRequest) =>
        operation === null ? null : this.#toldOf(access, operation, rules),
    });
  }

  #toldOf(access: ApiAccess, operation: OperationEntry, rules: readonly RuleIndex[]): Told {
    const byKey = this.#told.get(access) ?? new Map<string, Told>();
    this.#told.set(access, byKey);
    const key = JSON.stringify([operation.method, operation.path, rules]);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const { matcher, view, revision } = access;
    const { writes, ...evidence } = requestEvidence(matcher, view, operation, rules);
    const description = {
      ...{ asked: null, runs: null, withholds: true, writes, revision },
      ...{ ...evidence, masks: evidence.masks.map((mask) => ({ ...mask })) },
    };
    const told: Told = { writes, told: { what: 'statement', describe: () => description } };
    byKey.set(key, told);
    return told;
  }
}
