/**
 * What a listener tells whoever keeps records of one request, and what it waits for. The listener defines it and knows nothing of
 * journals; nothing here throws.
 */
import type { OperationEntry, RuleIndex } from '../abi.ts';
import type { Problem } from './problem.ts';

/** A request, and what was decided of it. Labelled values stand as {@link RequestRecorder.stand} has them. */
export interface AskedRequest {
  readonly method: string;
  /** Null for one whose target cannot be judged, which is not stored. */
  readonly target: string | null;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Null where it belongs to none. */
  readonly operation: OperationEntry | null;
  readonly rules: readonly RuleIndex[];
  /** Null where it goes on. */
  readonly problem: Problem | null;
  /** Identifier of the approval by which it goes on; null where it needed none. */
  readonly approval: string | null;
  /** As others are told of it; null where there is none, or none that can be stored. */
  readonly body: Buffer | null;
}

/** How a request for approval ended. */
export interface SettledApproval {
  readonly approval: string;
  /** `approved`, `rejected`, `expired` or `withdrawn`. */
  readonly outcome: string;
  readonly by: readonly { readonly subject: string; readonly reason: string | null }[];
  /** Why it was withdrawn; null where it was not. */
  readonly why: string | null;
}

/** A piece of an answer that is about to cross. */
export interface CrossingPart {
  /** Null but for the first. */
  readonly head: { readonly status: number; readonly mediaType: string } | null;
  /** What may be stored of the piece. */
  readonly body: readonly Buffer[];
  /** Of what crosses. */
  readonly bytes: number;
  /** Null but for the last. `cut`: half a sentence; null where it is whole. */
  readonly end: { readonly cut: string | null } | null;
}

/** A piece of a body that goes on as it comes. */
export interface SendingPart {
  /** What may be stored of the piece. */
  readonly body: readonly Buffer[];
  /** Of what is sent. */
  readonly bytes: number;
  /** Null but for the last. `cut`: half a sentence; null where it is whole. `isStored`: false where no part of it, or not all of it, could be. */
  readonly end: { readonly cut: string | null; readonly isStored: boolean } | null;
}

export interface RequestRecorder {
  /** Whether bodies are stored, and nothing crosses before it is on the disk. */
  readonly everything: boolean;
  /** Why nothing may be asked now; null where it may. */
  obstacle(): Problem | null;
  /** What is stored in place of a value that may be a labelled one. */
  stand(value: string): string;
  /** It waited for approval, and waits no more; what becomes of it is told after. */
  approvalSettled(settled: SettledApproval): void;
  asked(request: AskedRequest): void;
  /** Resolves when the request may go to the API; false where its record could not be kept. */
  forwarding(): Promise<boolean>;
  /** Behind {@link asked}, where the body was not with it. `go` is called in the order of calls. */
  sending(part: SendingPart, go: (ok: boolean) => void): void;
  /** `go` is called in the order of calls. */
  crossing(part: CrossingPart, go: (ok: boolean) => void): void;
}
