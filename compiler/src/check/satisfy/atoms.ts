/** What conditions ask about: the fields and claims, the values that they compare them with, windows and ends. */
import type { ClaimType, TimeWindow } from '@dlpc/runtime/abi';
import type { ClaimField, Condition, OptionalField, SetField, TextField } from '../../ir/ir.ts';

export interface Atoms {
  /** The lists that each text is compared with. */
  readonly texts: ReadonlyMap<TextField, readonly (readonly string[])[]>;
  /** The bounds that each integer is compared with. */
  readonly integers: ReadonlyMap<ClaimField, ReadonlySet<number>>;
  readonly booleans: ReadonlySet<ClaimField>;
  /** The members that each set is asked for. */
  readonly sets: ReadonlyMap<SetField, ReadonlySet<string>>;
  /** What may be absent. */
  readonly optional: ReadonlyMap<OptionalField, ClaimType>;
  readonly windows: readonly TimeWindow[];
  readonly ends: ReadonlySet<number>;
}

/** The atoms of all these conditions. */
export function atomsOf(conditions: Iterable<Condition>): Atoms {
  const texts = new Map<TextField, Map<string, readonly string[]>>();
  const integers = new Map<ClaimField, Set<number>>();
  const booleans = new Set<ClaimField>();
  const sets = new Map<SetField, Set<string>>();
  const optional = new Map<OptionalField, ClaimType>();
  const windows = new Map<string, TimeWindow>();
  const ends = new Set<number>();
  // A set is walked in the order of insertion, also of what is added on the way; groups share their conditions.
  const seen = new Set<Condition>(conditions);
  for (const condition of seen)
    switch (condition.op) {
      case 'not':
        seen.add(condition.operand);
        break;
      case 'and':
      case 'or':
        for (const operand of condition.operands) seen.add(operand);
        break;
      case 'one-of': {
        const values = [...new Set(condition.values)];
        const lists = entry(texts, condition.field, () => new Map<string, readonly string[]>());
        lists.set(JSON.stringify(values.toSorted()), values);
        break;
      }
      case 'has':
        entry(sets, condition.set, () => new Set<string>()).add(condition.member);
        break;
      case 'at-most':
        entry(integers, condition.claim, () => new Set<number>()).add(condition.value);
        break;
      case 'is-true':
        booleans.add(condition.claim);
        break;
      case 'is-absent':
        optional.set(condition.field, condition.type);
        break;
      case 'in-window':
        windows.set(windowKey(condition.window), condition.window);
        break;
      case 'before':
        ends.add(condition.instant);
        break;
      case 'constant':
      case 'kind-is':
        break;
    }
  const lists = new Map([...texts].map(([field, byKey]) => [field, [...byKey.values()]]));
  return { texts: lists, integers, booleans, sets, optional, windows: [...windows.values()], ends };
}

/** Equal for windows that are written the same. */
export function windowKey({ zone, start, end }: TimeWindow): string {
  return `${start}..${end} ${zone}`;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
