/** Requests for approval and what becomes of them, as they cross between a worker and the primary. */
import * as v from 'valibot';

const texts = v.pipe(v.array(v.string()), v.readonly());
const instant = v.pipe(v.number(), v.finite());
/** Names a request to its worker. */
const hold = v.pipe(v.number(), v.safeInteger());

const WITHDRAWALS = ['cancelled', 'client-gone', 'session-ended', 'policy-changed', 'stopped'] as const;

const RequestShape = v.strictObject({
  source: v.string(),
  requester: v.strictObject({
    subject: v.string(),
    kind: v.picklist(['human', 'service']),
    actors: texts,
    user: v.string(),
    task: v.strictObject({ id: v.string(), name: v.string(), parent: v.string() }),
    onBehalfOf: v.optional(texts),
  }),
  requirements: v.pipe(
    v.array(
      v.strictObject({
        by: v.pipe(v.array(v.string()), v.minLength(1), v.readonly()),
        people: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        within: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        rule: v.string(),
      }),
    ),
    v.minLength(1),
    v.readonly(),
  ),
  revision: v.string(),
  identity: v.nullable(v.strictObject({ issuer: v.string(), audience: v.string() })),
  shown: v.strictObject({
    kind: v.picklist(['sql', 'http']),
    text: v.string(),
    parameters: v.pipe(
      v.array(v.strictObject({ value: v.nullable(v.string()), hidden: v.nullable(v.string()) })),
      v.readonly(),
    ),
    touches: v.pipe(
      v.array(v.strictObject({ name: v.string(), actions: texts, labels: texts })),
      v.readonly(),
    ),
    estimatedRows: v.nullable(v.number()),
  }),
});

const OutcomeShape = v.variant('kind', [
  v.strictObject({
    kind: v.literal('approved'),
    by: texts,
    reasons: v.optional(v.pipe(v.array(v.nullable(v.string())), v.readonly())),
  }),
  v.strictObject({ kind: v.literal('rejected'), by: v.string(), reason: v.string() }),
  v.strictObject({ kind: v.literal('expired') }),
  v.strictObject({ kind: v.literal('withdrawn'), why: v.picklist(WITHDRAWALS) }),
  v.strictObject({ kind: v.literal('refused'), problem: v.string() }),
]);

export const HoldShape = v.strictObject({ kind: v.literal('hold'), hold, request: RequestShape });
export const WithdrawShape = v.strictObject({
  kind: v.literal('withdraw'),
  hold,
  why: v.picklist(WITHDRAWALS),
});
export const UsedShape = v.strictObject({ kind: v.literal('used'), hold });
export const AskedShape = v.strictObject({
  kind: v.literal('asked'),
  hold,
  id: v.string(),
  expiresAt: instant,
});
export const SettledShape = v.strictObject({ kind: v.literal('settled'), hold, outcome: OutcomeShape });

export type FromHolder =
  | v.InferOutput<typeof HoldShape>
  | v.InferOutput<typeof WithdrawShape>
  | v.InferOutput<typeof UsedShape>;
export type ToHolder = v.InferOutput<typeof AskedShape> | v.InferOutput<typeof SettledShape>;
