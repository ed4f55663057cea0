/**
 * From the intermediate form to the matcher that the judge asks, without the detour of a module: emitting loads ts-morph, and a
 * thousand variants of a policy need a thousand matchers. A test holds it against the module as the proxy loads it.
 */
import { ABI_VERSION, type Matcher, relationKey, type TimeWindow } from '@dlpc/runtime/abi';
import type { Condition, IrSource } from '../../ir/ir.ts';
import { predicateOf } from './predicate-of.ts';

export function matcherOf({ policies, relations, schemaFingerprint: _, ...same }: IrSource): Matcher {
  const conditions = policies.flatMap(({ condition }) => [...partsOf(condition)]);
  const windows = conditions.flatMap((part) => (part.op === 'in-window' ? [part.window] : []));
  const known = [...new Map(windows.map((window) => [windowKey(window), window])).values()];
  const indexes = new Map(known.map((window, index) => [windowKey(window), index]));
  const ends = conditions.flatMap((part) => (part.op === 'before' ? [part.instant] : []));
  return {
    abi: ABI_VERSION,
    ...same,
    windows: known,
    ends: [...new Set(ends)].sort((a, b) => a - b),
    policies: policies.map(({ condition, ...policy }) => ({
      ...policy,
      applies: predicateOf(condition, (window) => indexes.get(windowKey(window)) ?? -1),
    })),
    relations: new Map(relations.map((relation) => [relationKey(relation.schema, relation.name), relation])),
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
