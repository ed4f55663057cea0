/**
 * From the intermediate form to the matcher that the judge asks, without the detour of a module: emitting loads ts-morph, and a
 * thousand variants of a policy need a thousand matchers. Tests hold it against the module as the proxy loads it.
 */
import { ABI_VERSION, type HttpMatcher, type Matcher, relationKey, type TimeWindow } from '@dlpc/runtime/abi';
import type { Condition, IrApi, IrPolicies, IrSource } from '../../ir/ir.ts';
import { predicateOf } from './predicate-of.ts';

/** The matcher of a database. */
export function matcherOf({ policies, relations, schemaFingerprint: _, ...same }: IrSource): Matcher {
  return {
    abi: ABI_VERSION,
    ...same,
    ...conditionsOf(policies),
    relations: new Map(relations.map((relation) => [relationKey(relation.schema, relation.name), relation])),
  };
}

/** The matcher of an API. */
export function httpMatcherOf({ policies, schemaFingerprint: _, ...same }: IrApi): HttpMatcher {
  return { abi: ABI_VERSION, ...same, ...conditionsOf(policies) };
}

/** What conditions become, with the windows and instants that they ask about. */
function conditionsOf(policies: IrPolicies['policies']): Pick<Matcher, 'policies' | 'windows' | 'ends'> {
  const conditions = policies.flatMap(({ condition }) => [...partsOf(condition)]);
  const windows = conditions.flatMap((part) => (part.op === 'in-window' ? [part.window] : []));
  const known = [...new Map(windows.map((window) => [windowKey(window), window])).values()];
  const indexes = new Map(known.map((window, index) => [windowKey(window), index]));
  const ends = conditions.flatMap((part) => (part.op === 'before' ? [part.instant] : []));
  return {
    windows: known,
    ends: [...new Set(ends)].sort((a, b) => a - b),
    policies: policies.map(({ condition, ...policy }) => ({
      ...policy,
      applies: predicateOf(condition, (window) => indexes.get(windowKey(window)) ?? -1),
    })),
  };
}

/** A condition and all conditions in it. */
function* partsOf(condition: Condition): Iterable<Condition> {
  yield condition;
  if (condition.op === 'not') yield* partsOf(condition.operand);
  if (condition.op === 'and' || condition.op === 'or')
    for (const part of condition.operands) yield* partsOf(part);
}

function windowKey({ zone, start, end }: TimeWindow): string {
  return JSON.stringify([zone, start, end]);
}
