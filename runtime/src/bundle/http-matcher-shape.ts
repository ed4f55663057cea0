/** What the matcher of an API is, to the last key. */
import * as v from 'valibot';
import { type HttpMatcher, type JsonType, REVEAL_RANK } from '../abi.ts';
import { approval, commonKeys, EFFECTS, index, mapOf, name, policyRule } from './shape-parts.ts';

const TYPES: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

const mask = v.strictObject({
  name,
  args: v.array(v.union([v.string(), v.pipe(v.number(), v.safeInteger())])),
  type: name,
});

const treatment = v.pipe(
  v.strictObject({
    text: name,
    rank: v.picklist(Object.values(REVEAL_RANK)),
    mask: v.nullable(mask),
    keyed: v.boolean(),
  }),
  // Only `reveal` leaves a field as it is.
  v.check(
    ({ rank, mask, keyed }) => (mask === null) === (rank === REVEAL_RANK.value) && !(keyed && mask === null),
  ),
);

const rules = v.array(v.strictObject({ ...policyRule, treatment }));

const field = v.pipe(
  v.strictObject({
    name,
    labels: v.pipe(v.array(v.strictObject({ label: name, rules })), v.minLength(1)),
    fallback: treatment,
  }),
  v.check(({ fallback }) => fallback.mask !== null),
);

const shape = v.strictObject({
  types: v.array(v.picklist(TYPES)),
  fields: v.array(index),
  properties: mapOf(index),
  additional: v.nullable(index),
  undeclared: v.picklist(['hide', 'show']),
  items: v.nullable(index),
  isProtected: v.boolean(),
});

const method = v.pipe(v.string(), v.regex(/^[A-Z]+$/));

const route = v.strictObject({
  method,
  segments: v.array(v.pipe(v.array(v.string()), v.minLength(1))),
  operation: v.nullable(index),
});

const bodies = v.array(v.strictObject({ mediaType: name, shape: v.nullable(index) }));

const operation = v.strictObject({
  method,
  path: v.pipe(v.string(), v.startsWith('/')),
  operationId: v.nullable(name),
  rules: v.array(
    v.pipe(
      v.strictObject({ ...policyRule, effect: v.picklist(EFFECTS), approval: v.nullable(approval) }),
      v.check(({ effect, approval }) => (approval !== null) === (effect === 'approve')),
    ),
  ),
  alerts: v.array(v.strictObject(policyRule)),
  parameters: v.array(
    v.strictObject({
      name,
      in: v.picklist(['path', 'query', 'header', 'cookie']),
      shape: v.nullable(index),
    }),
  ),
  request: bodies,
  responses: v.array(
    v.strictObject({
      status: v.pipe(v.string(), v.regex(/^(?:[1-5](?:[0-9]{2}|XX)|default)$/)),
      bodies,
      headers: v.array(v.strictObject({ name, shape: v.nullable(index) })),
    }),
  ),
});

export const httpMatcherShape: v.GenericSchema<unknown, HttpMatcher> = v.strictObject({
  ...commonKeys,
  routes: v.array(route),
  operations: v.array(operation),
  shapes: v.array(shape),
  fields: v.array(field),
  closed: v.boolean(),
});
