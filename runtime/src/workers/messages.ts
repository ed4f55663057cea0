/** What the primary process and its workers tell each other. Both are this very program; still, what comes is checked. */
import * as v from 'valibot';
import { MAX_LISTED_SESSIONS } from '../admin/live-session.ts';
import { AskedShape, HoldShape, SettledShape, UsedShape, WithdrawShape } from './approval-messages.ts';
import { ProcessStateShape } from './process-state-message.ts';
import { LiveSessionShape } from './session-message.ts';

/** The secret of a cancel key, and the process id that goes with it. */
const CancelShape = v.strictObject({
  kind: v.literal('cancel'),
  processId: v.pipe(v.number(), v.safeInteger()),
  secret: v.pipe(v.string(), v.base64(), v.maxLength(64)),
});

const ToWorkerShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('stop'), signal: v.string() }),
  v.strictObject({ kind: v.literal('reload') }),
  CancelShape,
  AskedShape,
  SettledShape,
]);

/** What was counted since the last time, what the worker lacks to serve, who is connected to it, and by which policy it serves. */
const StatusShape = v.strictObject({
  kind: v.literal('status'),
  counts: v.record(v.string(), v.pipe(v.number(), v.finite())),
  missing: v.array(v.string()),
  live: v.pipe(v.array(LiveSessionShape), v.maxLength(MAX_LISTED_SESSIONS)),
  state: ProcessStateShape,
});

const ToPrimaryShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('listening') }),
  CancelShape,
  StatusShape,
  HoldShape,
  WithdrawShape,
  UsedShape,
]);

/** Told by the primary: that a signal came, that a session of this worker is to be cancelled, or what became of a request for approval. */
export type ToWorker = v.InferOutput<typeof ToWorkerShape>;

/** Told by a worker: that it accepts connections, how it is, what it holds for approval, or that a client wants to cancel what is not its own. */
export type ToPrimary = v.InferOutput<typeof ToPrimaryShape>;

export function readToWorker(value: unknown): ToWorker | null {
  const read = v.safeParse(ToWorkerShape, value);
  return read.success ? read.output : null;
}

export function readToPrimary(value: unknown): ToPrimary | null {
  const read = v.safeParse(ToPrimaryShape, value);
  return read.success ? read.output : null;
}
