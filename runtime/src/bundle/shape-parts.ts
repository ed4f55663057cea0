/** What matchers of every kind consist of, to the last key. */
import { types } from 'node:util';
import * as v from 'valibot';
import { type ClaimType, type Effect, isTimeZone, MINUTES_OF_A_DAY, type PolicyEntry } from '../abi.ts';

export const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const line = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const name = v.pipe(v.string(), v.minLength(1));

/** The keys of whatever a policy says. */
export const policyRule = { policy: index, rule: index };

export const EFFECTS: readonly Effect[] = ['deny', 'approve', 'allow'];

const positive = v.pipe(index, v.minValue(1));

export const approval = v.strictObject({
  by: v.pipe(v.array(name), v.minLength(1)),
  people: positive,
  within: positive,
});

const limit = v.strictObject({
  ...policyRule,
  amount: index,
  unit: v.picklist(['rows', 'bytes', 'statements']),
  per: v.picklist(['statement', 'session', 'minute', 'hour', 'day']),
  beyond: v.picklist(['stop', 'alert']),
});

const CLAIM_TYPES: readonly ClaimType[] = ['string', 'int', 'bool', 'set of string'];
const claim = v.strictObject({ name, type: v.picklist(CLAIM_TYPES), optional: v.boolean() });

const window = v.strictObject({
  // One that this proxy does not know could not be asked for.
  zone: v.pipe(v.string(), v.check(isTimeZone)),
  start: v.pipe(index, v.maxValue(MINUTES_OF_A_DAY - 1)),
  end: v.pipe(index, v.maxValue(MINUTES_OF_A_DAY)),
});

const ends = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger())),
  v.check((instants) => instants.every((instant, i) => i === 0 || (instants[i - 1] ?? instant) < instant)),
);

const applies = v.custom<PolicyEntry['applies']>((value) => typeof value === 'function');

/** The entries of a map; one of another realm is no instance of this realm's Map. */
export function mapOf<T>(value: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.custom<ReadonlyMap<unknown, unknown>>((map) => types.isMap(map)),
    v.transform((map) => [...Map.prototype.entries.call(map)]),
    v.array(v.strictTuple([v.string(), value])),
    v.transform((pairs) => new Map(pairs)),
  );
}

/** The keys that matchers of every kind have. */
export const commonKeys = {
  abi: index,
  source: name,
  identity: v.nullable(v.strictObject({ issuer: name, audience: name })),
  claims: v.array(claim),
  windows: v.array(window),
  ends,
  policies: v.array(
    v.strictObject({
      name,
      admits: v.boolean(),
      record: v.nullable(v.picklist(['none', 'metadata', 'everything'])),
      applies,
    }),
  ),
  rules: v.array(v.strictObject({ policy: index, text: v.string(), file: name, line })),
  limits: v.array(limit),
};
