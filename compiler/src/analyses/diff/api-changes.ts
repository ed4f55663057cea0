/** All that changes in one API. */
import type { ApiWorld } from '../api/api-world.ts';
import { budgetChanges } from './budget-changes.ts';
import type { RawChange, WorldPair } from './change.ts';
import { fieldChanges } from './field-changes.ts';
import { operationChanges } from './operation-changes.ts';
import { pairedOperations } from './paired-operations.ts';
import { recordChanges } from './record-changes.ts';
import { searchChanges } from './search-changes.ts';

export function* apiChanges(pair: WorldPair<ApiWorld>): Iterable<RawChange> {
  const operations = pairedOperations(pair.before.ir, pair.after.ir);
  for (const operation of operations) yield* operationChanges(pair, operation);
  yield* asOne(
    pair,
    operations.flatMap((operation) => [...fieldChanges(pair, operation)]),
  );
  yield* searchChanges(pair);
  yield* budgetChanges(pair);
  yield* recordChanges(pair);
}

/** A field is seen in many operations: what happens to it, for whoever gets any of them. */
function* asOne(
  { after: { space } }: WorldPair<ApiWorld>,
  changes: readonly RawChange[],
): Iterable<RawChange> {
  const alike = Map.groupBy(changes, ({ direction, verb, subject, before, after, callers }) =>
    JSON.stringify([direction, verb, subject, before, after, callers === null]),
  );
  for (const same of alike.values()) {
    const [first] = same;
    if (first === undefined) continue;
    const callers = same.flatMap((change) => change.callers ?? []);
    yield {
      ...first,
      callers: first.callers === null ? null : space.either(...callers),
      rulesBefore: same.flatMap(({ rulesBefore }) => rulesBefore),
      rulesAfter: same.flatMap(({ rulesAfter }) => rulesAfter),
    };
  }
}
