/** The `allow`, `approve` and `deny` of all policies about APIs, by operation. */
import type { Effect } from '@dlpc/runtime/abi';
import type { ApiSource } from '../bind/api/api-source.ts';
import type { Policy, Program, RequestStatement } from '../bind/program.ts';
import type { ApiOperation } from '../openapi/model/api-model.ts';
import { OPENING } from './command-index.ts';

/** What one statement says of the operations that it names. */
export interface Requests {
  readonly policy: Policy;
  readonly source: ApiSource;
  readonly statement: RequestStatement;
}

/** Every statement about requests, in the order of the policies. */
export function* requestsOf(program: Program): Iterable<Requests> {
  for (const policy of program.policies)
    for (const { source, requests } of policy.apiBlocks)
      for (const statement of requests) yield { policy, source, statement };
}

/** Statements by operation. */
export class RequestIndex {
  readonly #byOperation = new Map<ApiOperation, Requests[]>();

  constructor(requests: Iterable<Requests>) {
    for (const said of requests)
      for (const operation of said.statement.operations) {
        const known = this.#byOperation.get(operation);
        if (known === undefined) this.#byOperation.set(operation, [said]);
        else known.push(said);
      }
  }

  /** What is said of an operation, with one of the effects. */
  of(operation: ApiOperation, ...effects: readonly Effect[]): readonly Requests[] {
    return (this.#byOperation.get(operation) ?? []).filter(({ statement }) =>
      effects.includes(statement.effect),
    );
  }

  /** Whether any policy speaks of an operation. */
  isNamed(operation: ApiOperation): boolean {
    return this.#byOperation.has(operation);
  }
}

/** The operations that a policy lets its callers ask for, at once or once somebody approves. */
export function operationsOpenedBy({ apiBlocks }: Policy, source: ApiSource): ReadonlySet<ApiOperation> {
  return new Set(
    apiBlocks
      .filter((block) => block.source === source)
      .flatMap(({ requests }) => requests)
      .filter(({ effect }) => OPENING.includes(effect))
      .flatMap(({ operations }) => operations),
  );
}
