/** What the listener of an API tells whoever collects traces of a request. The listener defines it and knows nothing of spans; nothing here throws. */
import type { OperationEntry } from '../abi.ts';
import type { AnswerHandler } from './upstream.ts';

export interface RequestTrace {
  /** What it goes through begins with the proof of who asks; each phase ends the one before. */
  enters(phase: 'judge' | 'approval'): void;
  /** What it asks for. */
  asksFor(operation: OperationEntry): void;
  /** It goes to the API with these fields, names and values in turn; gives them with the trace that it is part of. */
  forwards(fields: readonly string[]): readonly string[];
  /** Hears of the answer what `handler` does. */
  follow(handler: AnswerHandler): AnswerHandler;
  /** Nothing more follows. `status`: what the client was told; null where it was told nothing, or not all. The first call counts. */
  ended(status: number | null, decision: 'forwarded' | 'refused'): void;
}
