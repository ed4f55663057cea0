/** What the matcher of an API is, to the last key. */
import * as v from 'valibot';
import { type Automaton, type HttpMatcher, type JsonType, REVEAL_RANK, VALIDATORS } from '../abi.ts';
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
    found: v.nullable(index),
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
  searches: v.array(index),
  isProtected: v.boolean(),
});

const states = v.array(index);
const byNeighbour = v.strictObject({ edge: states, word: states, other: states });

const detector = v.pipe(
  v.strictObject({
    text: name,
    automaton: v.strictObject({
      stretches: v.array(index),
      classes: v.array(index),
      words: v.array(v.boolean()),
      readers: v.array(states),
      follow: v.array(states),
      starts: byNeighbour,
      ends: byNeighbour,
    }),
    lengths: v.strictObject({ least: index, most: v.nullable(index) }),
    validator: v.nullable(v.picklist(VALIDATORS)),
  }),
  v.check(({ lengths, validator }) => validator === null || lengths.most !== null),
  v.check(({ automaton }) => isWhole(automaton)),
);

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

/** Whether every class and every state that an automaton names is there, and each character has a class. */
function isWhole({ stretches, classes, words, readers, follow, starts, ends }: Automaton): boolean {
  const states = [...readers, ...follow, ...Object.values(starts), ...Object.values(ends)].flat();
  return (
    stretches[0] === 0 &&
    stretches.every((first, i) => i === 0 || (stretches[i - 1] ?? first) < first) &&
    stretches.length === classes.length &&
    readers.length === words.length &&
    classes.every((one) => one < words.length) &&
    states.every((state) => state < follow.length)
  );
}

export const httpMatcherShape: v.GenericSchema<unknown, HttpMatcher> = v.strictObject({
  ...commonKeys,
  routes: v.array(route),
  operations: v.array(operation),
  shapes: v.array(shape),
  fields: v.array(field),
  detectors: v.array(detector),
  searches: v.array(index),
  closed: v.boolean(),
});
