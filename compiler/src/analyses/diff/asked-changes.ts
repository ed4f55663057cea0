/**
 * What is asked in addition, and all of which has to be met: row filters, approvals, alerts. One that no longer applies to
 * somebody is a widening for them, unless the very same is asked by another rule.
 */
import type { Approval, PolicyRule } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { ChangeKind, RawChange, WorldPair } from './change.ts';

/** Equal keys ask the same. */
export interface Requirement {
  readonly key: string;
  readonly rule: PolicyRule;
}

export interface Asked {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly before: readonly Requirement[];
  readonly after: readonly Requirement[];
  /** For whom it matters on both sides. */
  readonly among: Callers;
  readonly words: {
    readonly gone: string;
    readonly come: string;
  };
}

/** Who is asked for one thing less, or one more. */
export function* askedChanges(
  { before, after }: WorldPair<PolicyWorld>,
  { kind, subject, before: old, after: now, among, words }: Asked,
): Iterable<RawChange> {
  const { space } = after;
  for (const key of new Set([...old, ...now].map((requirement) => requirement.key))) {
    const [was, is] = [rulesOf(old, key), rulesOf(now, key)];
    const [asked, asks] = [before.anyOf(was), after.anyOf(is)];
    const gone = space.both(among, asked, space.outside(asks));
    const come = space.both(among, asks, space.outside(asked));
    const change = { kind, subject, rulesBefore: was, rulesAfter: is };
    if (space.ask(gone).is !== 'empty')
      yield {
        ...change,
        direction: 'widened',
        verb: words.gone,
        before: 'asked for',
        after: 'not asked for',
        callers: gone,
      };
    if (space.ask(come).is !== 'empty')
      yield {
        ...change,
        direction: 'narrowed',
        verb: words.come,
        before: 'not asked for',
        after: 'asked for',
        callers: come,
      };
  }
}

function rulesOf(requirements: readonly Requirement[], key: string): readonly PolicyRule[] {
  return requirements.filter((requirement) => requirement.key === key).map(({ rule }) => rule);
}

/** Equal for approvals that ask the same. */
export function approvalKey({ by, people, within }: Approval): string {
  return JSON.stringify([[...by].sort(), people, within]);
}
