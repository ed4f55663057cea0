/** Entries of a matcher for tests that care about some of their fields: the others say nothing. */
import {
  ABI_VERSION,
  type Action,
  type ColumnEntry,
  type CommandRule,
  type Effect,
  type Matcher,
  type RelationEntry,
  relationKey,
} from '@dlpc/runtime/abi';

/** An `allow` or a `deny` without conditions. */
export function commandRule(policy: number, effect: Exclude<Effect, 'approve'>, rule: number): CommandRule {
  return { policy, rule, effect, withoutWhere: false, approval: null };
}

/** One and the same `allow` for each of `actions`. */
export function allowing(
  actions: readonly Action[],
  policy: number,
  rule: number,
): Partial<Record<Action, readonly CommandRule[]>> {
  return Object.fromEntries(actions.map((action) => [action, [commandRule(policy, 'allow', rule)]]));
}

/** A column without labels, but for what `more` says. */
export function columnEntry(name: string, type: string, more: Partial<ColumnEntry> = {}): ColumnEntry {
  return { name, type, labels: [], fallback: null, parts: [], frame: null, ...more };
}

/** A table in `public` of which nothing is said, but for what `more` says. */
export function relationEntry(name: string, more: Partial<RelationEntry> = {}): RelationEntry {
  return {
    schema: 'public',
    name,
    kind: 'table',
    columns: [],
    commands: {},
    filters: [],
    declassifications: [],
    alerts: {},
    ...more,
  };
}

/** A matcher with one policy, which applies to everybody, and one rule, which all of `entries` may name. */
export function matcherForEveryone(entries: readonly RelationEntry[]): Matcher {
  return {
    abi: ABI_VERSION,
    source: 'crm',
    identity: null,
    claims: [],
    windows: [],
    ends: [],
    limits: [],
    policies: [{ name: 'everyone', admits: true, record: null, applies: () => true }],
    rules: [{ policy: 0, text: 'allow all', file: 'crm.dlp', line: 1 }],
    relations: new Map(entries.map((entry) => [relationKey(entry.schema, entry.name), entry])),
  };
}
