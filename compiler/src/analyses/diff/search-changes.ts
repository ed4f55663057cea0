/** What detectors find in texts of an API, shown otherwise than before. */
import type { FieldEntry } from '@dlpc/runtime/abi';
import type { ApiWorld } from '../api/api-world.ts';
import { fieldOutcomes } from '../outcomes/field-outcomes.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { RawChange, WorldPair } from './change.ts';
import { type FieldSight, sightChanges } from './field-changes.ts';

export function* searchChanges({ before, after }: WorldPair<ApiWorld>): Iterable<RawChange> {
  const [old, now] = [searchesOf(before), searchesOf(after)];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const entries = [old.get(name), now.get(name)] as const;
    yield* sightChanges(
      after.space,
      [sightsOf(before, entries[0]), sightsOf(after, entries[1])],
      name,
      false,
    );
    // Of two expressions nobody can say here which one finds more.
    if (
      entries.every((entry) => entry !== undefined) &&
      soughtBy(before, entries[0]) !== soughtBy(after, entries[1])
    )
      yield {
        ...{ kind: 'field', direction: 'unordered', verb: 'looks for something else in', subject: name },
        ...{
          before: 'another expression',
          after: 'this one',
          callers: null,
          rulesBefore: [],
          rulesAfter: [],
        },
      };
  }
}

function searchesOf({ ir }: ApiWorld): ReadonlyMap<string, FieldEntry> {
  return new Map(ir.fields.filter(({ found }) => found !== null).map((field) => [field.name, field]));
}

function sightsOf(world: ApiWorld, entry: FieldEntry | undefined): readonly Outcome<FieldSight>[] {
  return fieldOutcomes(world, entry === undefined ? [] : [entry]).map((outcome) => ({
    ...outcome,
    value: { is: 'shown', treatment: outcome.value },
  }));
}

function soughtBy({ ir }: ApiWorld, entry: FieldEntry | undefined): string {
  return JSON.stringify(ir.detectors[entry?.found ?? -1] ?? null);
}
